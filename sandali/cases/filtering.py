"""Filters over cases: what may be asked of a list, and the cases that answer to it. What is not on the list is as if not asked (H7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial, reduce
from operator import or_
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sandali.cases import search
from sandali.cases.models import (
    DONE,
    Aside,
    Case,
    CaseRead,
    Draft,
    Follower,
    Kind,
    Mention,
    Mood,
    Priority,
    State,
    Task,
    TaskState,
)
from sandali.cases.own_filtering import narrowing, own_names
from sandali.company.queries import company_zone
from sandali.customers.models import Customer
from sandali.customers.queries import living_organisations
from sandali.kit.digits import to_ascii
from sandali.kit.text import clean

MOST_VALUES: Final = 20  # of one field
MOST_DAYS: Final = 3650
MOST_HOURS: Final = 8760
MOST_PEOPLE: Final = 2_000_000_000
LONGEST_WORDS: Final = 200
ME, NOBODY, NONE = "me", "nobody", "none"
FOLLOWED, NAMED, DRAFTED, UNREAD = "followed", "named", "drafted", "unread"
NEAR: Final = (FOLLOWED, NAMED, DRAFTED, UNREAD)  # what whoever looks has to do with a case
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Fields = tuple[tuple[str, tuple[str, ...]], ...]


def _one_of(choices: Iterable[object], typed: str) -> str | None:
    return typed if typed in {str(choice) for choice in choices} else None


def _number(least: int, most: int, typed: str) -> str | None:
    """A whole number within bounds, in any digits; as ASCII without leading zeros."""
    digits = to_ascii(typed).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 18):
        return None
    return str(int(digits)) if least <= int(digits) <= most else None


def _id_or(words: tuple[str, ...], typed: str) -> str | None:
    return typed if typed in words else _number(1, 10**17, typed)


def _words(typed: str) -> str | None:
    return " ".join(clean(typed).split())[:LONGEST_WORDS].strip() or None


days, hours = partial(_number, 1, MOST_DAYS), partial(_number, 1, MOST_HOURS)
# field → how one of its values is read: its canonical text, or None for a value that there is not. In the order of the panel.
MANY: Final[dict[str, Callable[[str], str | None]]] = {
    "is": partial(_one_of, State.values),
    "kind": partial(_one_of, [*Kind.values, NONE]),
    "priority": partial(_one_of, Priority.values),
    "due": partial(_one_of, ("late", "today")),  # by when it wants our word, as the service standards say
    "mood": partial(_one_of, Mood.values),
    "department": partial(_id_or, (NONE,)),
    "person": partial(_id_or, (ME, NOBODY)),
    "near": partial(_one_of, NEAR),
    "channel": partial(_id_or, (NONE,)),
    "tag": partial(_id_or, (NONE,)),
}
ONE: Final[dict[str, Callable[[str], str | None]]] = {
    "organisation": partial(_id_or, ()),
    "opened_over": days,  # opened more than so many days ago
    "opened_under": days,
    "quiet_over": days,  # the last message is older than so many days
    "quiet_under": days,
    "waits": hours,  # the customer has waited for longer than so many hours
    "reach": partial(_number, 1, MOST_PEOPLE),  # so many may hear of it, by estimate, or more
    "overdue": partial(_one_of, ("1",)),  # a task of it is
    "words": _words,
    "aside": partial(_one_of, Aside.values),
}
READERS: Final = {**MANY, **ONE}


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter: (field, values) pairs in the order of READERS, the company's own fields behind them, each value as `read_asked` leaves it. Values of one field are "or",
    fields are "and"."""

    fields: Fields = ()

    def __bool__(self) -> bool:
        return bool(self.fields)

    def many(self, name: str) -> tuple[str, ...]:
        """The values of a field."""
        return next((values for field, values in self.fields if field == name), ())

    def one(self, name: str) -> str:
        """The value of a field that has one, "" without it."""
        return next(iter(self.many(name)), "")

    def without(self, name: str, value: str) -> Asked:
        """The same with one value less."""
        left = ((field, tuple(one for one in values if (field, one) != (name, value))) for field, values in self.fields)
        return Asked(tuple((field, values) for field, values in left if values))


def values_of(given: Mapping[str, Any], name: str) -> list[str]:
    """All values of a field: of a query string, or of a stored filter, where they may be a list or one text."""
    if hasattr(given, "getlist"):
        return [str(value) for value in given.getlist(name)]
    found = given.get(name, [])
    return [str(value) for value in (found if isinstance(found, list | tuple) else [found])]


def read_asked(given: Mapping[str, Any]) -> Asked:
    """The filter of a query string or of a stored view. Fields and values that there are not are as if they were absent."""
    fields = []
    for name, reader in READERS.items():
        typed = values_of(given, name)[: MOST_VALUES if name in MANY else 1]
        values = dict.fromkeys(value for value in map(reader, typed) if value is not None)
        if values:
            fields.append((name, tuple(sorted(values) if name in MANY else values)))
    own = ((name, dict.fromkeys(filter(None, map(_words, values_of(given, name)[:MOST_VALUES])))) for name in own_names(given))
    return Asked((*fields, *((name, tuple(sorted(values))) for name, values in own if values)))


Condition = Callable[[tuple[str, ...], Any, datetime], Q]


def in_states(states: Iterable[str], *, walked: bool = False) -> Q:
    """The condition on cases of these states.

    Where several are asked for and most cases are in one of them, or the list is to be walked in its own order (`walked`), it is said
    by the states left out: SQLite would rather gather all cases of each state and sort them for a page of thirty than walk down the
    list and skip a few (docs/decisions/0007)."""
    wanted = frozenset(states)
    if walked or (len(wanted) > 1 and not wanted.isdisjoint(DONE)):
        return ~Q(state__in=[state for state in State.values if state not in wanted])
    return Q(state__in=sorted(wanted))


def _ids(values: tuple[str, ...]) -> list[int]:
    return [int(value) for value in values if value.isdigit()]


def _column(column: str, values: tuple[str, ...]) -> Q:
    """The column is one of these ids, or empty where "none" is among them."""
    found = Q(**{f"{column}__in": _ids(values)})
    return found | Q(**{f"{column}__isnull": True}) if {NONE, NOBODY} & set(values) else found


def _of_people(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return _column("assignee", values) | (Q(assignee=person) if ME in values else Q(pk__in=[]))


def _of_kinds(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return Q(kind__in=["" if value == NONE else value for value in values])


_near: Final[dict[str, Callable[[Any], Q]]] = {
    FOLLOWED: lambda person: Q(pk__in=Follower.objects.filter(person=person).values("case_id")),
    NAMED: lambda person: Q(pk__in=Mention.objects.filter(person=person).values("message__case_id")),
    DRAFTED: lambda person: Q(pk__in=Draft.objects.filter(person=person).values("case_id")),
    UNREAD: lambda person: ~Q(Exists(CaseRead.objects.filter(case=OuterRef("pk"), person=person, message_id__gte=OuterRef("last_message_id")))),
}


def _near_to(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return reduce(or_, (_near[value](person) for value in values))


def _tagged(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    tags = Case.tags.through.objects
    found = Q(pk__in=tags.filter(tag_id__in=_ids(values)).values("case_id"))
    return found | ~Q(Exists(tags.filter(case_id=OuterRef("pk")))) if NONE in values else found


def _of_organisation(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return Q(customer__in=Customer.objects.filter(organisation__in=living_organisations(_ids(values))).values("pk"))


def _age(lookup: str, unit: timedelta, values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return Q(**{lookup: now - int(values[0]) * unit})


def _due(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    if "today" not in values:  # what is late is due today too
        return Q(due_at__lt=now)
    tomorrow = now.astimezone(company_zone()).date() + DAY
    return Q(due_at__lt=datetime.combine(tomorrow, time(), company_zone()))


def _overdue(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return Q(Exists(Task.objects.filter(case=OuterRef("pk"), state=TaskState.OPEN, due_at__lt=now)))


def _saying(values: tuple[str, ...], person: Any, now: datetime) -> Q:
    return Q(pk__in=search.numbers_saying(values[0]))


CONDITIONS: Final[dict[str, Condition]] = {
    "is": lambda values, person, now: in_states(values),
    "kind": _of_kinds,
    "priority": lambda values, person, now: Q(priority__in=_ids(values)),
    "mood": lambda values, person, now: Q(mood__in=values),
    "department": lambda values, person, now: _column("department", values),
    "person": _of_people,
    "near": _near_to,
    "channel": lambda values, person, now: _column("channel", values),
    "tag": _tagged,
    "organisation": _of_organisation,
    "opened_over": partial(_age, "opened_at__lt", DAY),
    "opened_under": partial(_age, "opened_at__gte", DAY),
    "quiet_over": partial(_age, "last_message_at__lt", DAY),
    "quiet_under": partial(_age, "last_message_at__gte", DAY),
    "waits": partial(_age, "waiting_since__lt", HOUR),
    "reach": lambda values, person, now: Q(reach__gte=int(values[0])),
    "due": _due,
    "overdue": _overdue,
    "words": _saying,
    "aside": lambda values, person, now: Q(aside__in=values),
}


def narrowed(cases: QuerySet[Case], asked: Asked, *, person: Any, now: datetime | None = None) -> QuerySet[Case]:
    """Those of the cases that answer to the filter; `person` is who "me" means.

    It only ever takes away: start from `access.cases_for`. Cases that stand aside are left out before it (`queries.in_box`),
    unless `aside` asks for them."""
    now = now or timezone.now()
    for name, values in asked.fields:
        if name in CONDITIONS:
            cases = cases.filter(CONDITIONS[name](values, person, now))
    return cases.filter(narrowing(asked.fields))

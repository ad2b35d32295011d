"""What to know of a customer before a reply: their whole history as facts, each counted over what the reader may see and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet, Sum

from sandali.cases.access import cases_for
from sandali.cases.models import Case, State
from sandali.customers.models import CustomerNote
from sandali.resolution.models import IN_FORCE, STANDING, Asked, Asking, Promise, Remedy

ENDED: Final = (State.CONFIRMED, State.LAPSED)
MOST_BEHIND: Final = 5  # that stand behind a line; the customer's own page has all
MOST_NOTES: Final = 3


@dataclass(frozen=True, slots=True)
class Behind:
    """A case that stands behind a line. `who` has it in hand: an owner, or else a department."""

    number: int
    subject: str
    preview: str
    state: str
    at: datetime
    mood: str
    repeats: int
    reopened: int
    who: str
    customer: str


@dataclass(frozen=True, slots=True)
class Word:
    """The customer's last yes or no to our question, in their words where they left any."""

    case: int
    subject: str
    is_yes: bool
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that stands, open or broken."""

    case: int
    what: str
    due_at: datetime
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to put something right; `amount` in minor units of `currency`, None where nothing is counted."""

    case: int
    kind: str
    amount: int | None
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """What the reader may know of a customer, this case among it. `since` is their first matter; counts are of matters."""

    since: datetime | None
    total: int
    confirmed: int
    lapsed: int
    open: int
    praise: int
    complaints: int
    repeats: int
    reopened: int
    elsewhere: tuple[Behind, ...]
    elsewhere_open: int  # of all those that the reader may see, this case not among them
    troubled: tuple[Behind, ...]
    earlier: tuple[Behind, ...]
    colleagues: tuple[Behind, ...]
    colleagues_open: int
    word: Word | None
    notes: tuple[tuple[str, datetime, str], ...]
    owed: tuple[Owed, ...] = ()
    given: tuple[Given, ...] = ()


def before_reply(case: Case, person: Any) -> Before:
    """The history of a case's customer as far as the person may see it; at most ten queries, however long it is."""
    seen = cases_for(person).filter(customer=case.customer_id, aside="")
    counted = seen.aggregate(
        since=Min("opened_at"), total=Count("pk"), confirmed=Count("pk", filter=Q(state=State.CONFIRMED)), lapsed=Count("pk", filter=Q(state=State.LAPSED)),
        open=Count("pk", filter=~Q(state__in=ENDED)), praise=Count("pk", filter=Q(kind="praise")), complaints=Count("pk", filter=Q(kind="complaint")),
        repeats=Sum("repeats", default=0), reopened=Sum("reopened", default=0),
    )  # fmt: skip
    others = seen.exclude(pk=case.pk)
    is_counted = case.state not in ENDED and not case.aside
    elsewhere_open = counted["open"] - int(is_counted)
    colleagues, colleagues_open = of_organisation(case, person)
    return Before(
        **counted,
        elsewhere=behind(others.exclude(state__in=ENDED)) if elsewhere_open > 0 else (),
        elsewhere_open=elsewhere_open,
        troubled=behind(seen.filter(Q(repeats__gt=0) | Q(reopened__gt=0))) if counted["repeats"] or counted["reopened"] else (),
        earlier=behind(others.filter(state__in=ENDED)) if counted["confirmed"] or counted["lapsed"] else (),
        colleagues=colleagues,
        colleagues_open=colleagues_open,
        word=last_word(seen),
        notes=notes_of(case),
        owed=owed_to(case, seen),
        given=given_to(case, seen),
    )


def behind(cases: QuerySet[Case]) -> tuple[Behind, ...]:
    """The newest of these cases."""
    rows = cases.order_by("-last_message_at", "-pk").values_list(
        "pk", "subject", "preview", "state", "last_message_at", "mood", "repeats", "reopened", "assignee__name", "department__name", "customer__name"
    )
    return tuple(Behind(*row[:8], who=row[8] or row[9] or "", customer=row[10]) for row in rows[:MOST_BEHIND])


def last_word(seen: QuerySet[Case]) -> Word | None:
    """The last time that the customer said yes or no."""
    asked = Asking.objects.filter(case__in=seen.order_by().values("pk"), state__in=(Asked.YES, Asked.NO)).order_by("-ended_at", "-pk")
    row = asked.values_list("case_id", "case__subject", "state", "ended_at", "word", "said__text").first()
    if row is None:
        return None
    number, subject, state, at, word, said = row
    assert at is not None  # what was answered has ended: a constraint of Asking
    return Word(number, subject, state == Asked.YES, at, word or said or "")


def owed_to(case: Case, seen: QuerySet[Case]) -> tuple[Owed, ...]:
    """What was promised to the customer and stands, broken or not, by when it was due."""
    rows = Promise.objects.filter(customer=case.customer_id, state__in=STANDING, case__in=seen.order_by().values("pk")).order_by("due_at", "pk")
    return tuple(Owed(number, what, due, broken is not None) for number, what, due, broken in rows.values_list("case_id", "what", "due_at", "broken_at")[:MOST_BEHIND])


def given_to(case: Case, seen: QuerySet[Case]) -> tuple[Given, ...]:
    """What was given to the customer, the newest first."""
    rows = Remedy.objects.filter(customer=case.customer_id, state__in=IN_FORCE, case__in=seen.order_by().values("pk")).order_by("-at", "-pk")
    return tuple(Given(*row) for row in rows.values_list("case_id", "kind", "amount", "currency", "at")[:MOST_BEHIND])


def notes_of(case: Case) -> tuple[tuple[str, datetime, str], ...]:
    """What colleagues wrote down of the customer, as (text, when, who)."""
    rows = CustomerNote.objects.filter(customer=case.customer_id, removed_at=None).order_by("-at", "-pk")
    return tuple(rows.values_list("text", "at", "by__name")[:MOST_NOTES])


def of_organisation(case: Case, person: Any) -> tuple[tuple[Behind, ...], int]:
    """Open matters of others in the customer's organisation: the newest, and how many there are."""
    organisation = case.customer.organisation_id
    if organisation is None:
        return (), 0
    theirs = cases_for(person).filter(customer__organisation=organisation, aside="").exclude(customer=case.customer_id).exclude(state__in=ENDED)
    rows = behind(theirs)
    return rows, len(rows) if len(rows) < MOST_BEHIND else theirs.count()

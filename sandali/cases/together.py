"""Reads about several people on one case: who looks, who follows, who is named and told, hand-overs, what was said meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from sandali.cases.access import could_own, offers_to, reach_key, who_sees
from sandali.cases.holding import may_hold
from sandali.cases.models import (
    BESIDE,
    Case,
    Direction,
    Follower,
    Handover,
    HandoverState,
    Looking,
    Mention,
    Message,
    Task,
    TaskState,
)
from sandali.company.models import Person
from sandali.company.queries import people_who_may
from sandali.history.models import Event
from sandali.kit.kept import Kept
from sandali.kit.prepared import MOST, Prepared
from sandali.kit.text import fold

# A page beats every 20 seconds, and what it says is written every 15 at most: whoever is silent for longer has gone.
LOOKING_FOR, WRITING_FOR = timedelta(seconds=45), timedelta(seconds=25)
MOST_SHOWN = 50


# --- Looking ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class LookState:
    """When a person was seen on a case last, and when they wrote there."""

    seen_at: datetime
    typed_at: datetime | None


def look_of(case: Case, person: Any) -> LookState | None:
    """A person's own look at a case."""
    row = Looking.objects.filter(case=case, person=person).values_list("seen_at", "typed_at").first()
    return LookState(*row) if row is not None else None


def lookers_now(now: datetime | None = None) -> dict[int, dict[int, bool]]:
    """Case → person → whether they write, of everybody who looks at a case at this moment: one small query for all."""
    now = now or timezone.now()
    found: dict[int, dict[int, bool]] = {}
    rows = Looking.objects.filter(seen_at__gt=now - LOOKING_FOR).values_list("case_id", "person_id", "typed_at")
    for case, person, typed_at in rows:
        found.setdefault(case, {})[person] = writes(typed_at, now)
    return found


def writes(typed_at: datetime | None, now: datetime) -> bool:
    """Whether somebody who typed last at this moment still writes."""
    return typed_at is not None and now - typed_at < WRITING_FOR


@dataclass(frozen=True, slots=True)
class Looker:
    """A colleague on the case."""

    pk: int
    name: str
    writes: bool


def others_looking(case: Case, person: Any) -> list[Looker]:
    """Who else looks at the case now, those who write first."""
    now = timezone.now()
    rows = Looking.objects.filter(case=case, seen_at__gt=now - LOOKING_FOR, person__is_active=True).exclude(person=person)
    found = [Looker(pk, name, writes(typed_at, now)) for pk, name, typed_at in rows.values_list("person_id", "person__name", "typed_at")[:MOST_SHOWN]]
    return sorted(found, key=lambda one: (not one.writes, one.name))


# --- Who is told -----------------------------------------------------------------------------------------------------
_followers = Prepared(
    lambda case: Follower.objects.filter(case=case, person__is_active=True).order_by("person__name", "person_id")
    .values_list("person_id", "person__name")
)  # fmt: skip


def followers_of(case: Case) -> list[tuple[int, str]]:
    """(id, name) of who follows the case."""
    return _followers(case.pk) if may_hold(case, "followers") else []


def told_followers(event: Event) -> list[int]:
    """Who follows the case of an event and may see it (still); for the audience "case_followers"."""
    if not _followers(event.case_id or 0):
        return []
    case = Case.objects.select_related("department").filter(pk=event.case_id or 0).first()
    return followers_who_see(case) if case is not None else []


def followers_who_see(case: Case) -> list[int]:
    """Ids of who follows the case and may see it (still)."""
    followers = [person for person, _name in _followers(case.pk)]
    return [person.pk for person in who_sees(case, Person.objects.filter(pk__in=followers))] if followers else []


def named_people(event: Event) -> list[int]:
    """Whom the note of an event names; for the audience "mentioned". Writing it has asked whether they may see the case."""
    return list(Mention.objects.filter(message=event.subject_id, person__is_active=True).values_list("person_id", flat=True))


def named_in_task(event: Event) -> list[int]:
    """Whom the answer to a task names; for the audience "named_in_task". Answering has asked whether they may see the case."""
    return list(Person.objects.filter(pk__in=event.data["people"], is_active=True).values_list("pk", flat=True))


def person_named(event: Event) -> list[int]:
    """Whom an event names by their number: who owned the case before, who is to follow it; for "former_owner" and "named_person"."""
    return list(Person.objects.filter(pk=event.data.get("person") or 0, is_active=True).values_list("pk", flat=True))


def receivers_of(event: Event) -> list[int]:
    """To whom a case is handed: the person, or everybody in the department; for the audience "handover_people"."""
    offer = Handover.objects.filter(pk=event.subject_id)
    theirs = Q(pk__in=offer.values("to_person")) | Q(departments__in=offer.values("to_department"))
    return list(Person.objects.filter(theirs, is_active=True).distinct().values_list("pk", flat=True))


def giver_of(event: Event) -> list[int]:
    """Who handed the case over; for the audience "handover_giver"."""
    return list(Handover.objects.filter(pk=event.subject_id, by__is_active=True).values_list("by_id", flat=True))


# --- Names in notes --------------------------------------------------------------------------------------------------
AT = re.compile(r"(?<!\w)@")  # not that of an address
LONGEST_NAMED = 200


def named_in(text: str) -> list[list[Person]]:
    """The people whom a text names with @ and their full name, as written in any way of Persian; namesakes together.

    The longest name that fits is meant, so that "@Ali Rezaei" is not Ali. An address like a@b.example names nobody."""
    if "@" not in text:
        return []
    known: dict[str, list[Person]] = {}
    for person in Person.objects.filter(is_active=True).order_by("pk"):
        known.setdefault(fold(person.name), []).append(person)
    names = sorted((name for name in known if name), key=len, reverse=True)
    found: dict[str, None] = {}
    for sign in AT.finditer(text):
        said = fold(text[sign.end() : sign.end() + LONGEST_NAMED])
        meant = next((name for name in names if said == name or said.startswith(f"{name} ")), None)
        if meant is not None:
            found[meant] = None
    return [known[name] for name in found]


def without_names(text: str) -> str:
    """A text without the colleagues that it names with @, as they are written in full."""
    names = sorted(Person.objects.values_list("name", flat=True), key=len, reverse=True) if "@" in text else []
    if not names:
        return text
    named = re.compile(rf"{AT.pattern}(?:{'|'.join(map(re.escape, names))})(?!\w)[،,:]?[ \t]*")
    return named.sub("", text).strip()


def who_could_follow(case: Case) -> list[Person]:
    """Colleagues who may see the case and do not follow it yet, by name."""
    following = {pk for pk, _name in followers_of(case)}
    return who_sees(case, Person.objects.filter(is_active=True).exclude(pk__in=following).order_by("name", "pk"))


def people_to_name(case: Case, begun: str, *, by: Any, most: int = 8) -> list[Person]:
    """Colleagues who may see the case and whose name, or a part of it, begins so; by name."""
    wanted = fold(begun)
    people = [
        person for person in Person.objects.filter(is_active=True).exclude(pk=by.pk).order_by("name", "pk")
        if begins(fold(person.name), wanted)
    ]  # fmt: skip
    return who_sees(case, people)[:most]


def begins(name: str, wanted: str) -> bool:
    """Whether a name or one of its later parts begins so."""
    return name.startswith(wanted) or f" {wanted}" in f" {name}"


# --- Hand-overs ------------------------------------------------------------------------------------------------------
_latest = Prepared(
    lambda case: Handover.objects.filter(case=case, state__in=(HandoverState.OFFERED, HandoverState.ACCEPTED)).order_by("-pk")
    .values_list(
        "pk", "state", "brief", "at", "by_id", "by__name", "to_person_id", "to_person__name", "to_department_id", "to_department__name",
        "answered_by_id",
    )[:1]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brief:
    """The latest hand-over of a case that is open or was accepted."""

    pk: int
    state: str
    text: str
    at: datetime
    by: int
    by_name: str
    to_person: int | None
    to_person_name: str | None
    to_department: int | None
    to_department_name: str | None
    answered_by: int | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state == HandoverState.OFFERED

    @property
    def to(self) -> str:
        """To whom it goes."""
        return self.to_person_name or self.to_department_name or ""


def people_for(case: Case) -> set[int]:
    """Ids of the people who could own the case."""
    return {person.pk for person in people_who_may("handle_cases") if could_own(person, case.department_id)}


def brief_of(case: Case) -> Brief | None:
    """What the next person should know, while they are asked and as long as the case is theirs."""
    row = next(iter(_latest(case.pk)), None) if may_hold(case, "handovers") else None
    found = Brief(*row) if row is not None else None
    return found if found is not None and (found.is_open or found.answered_by == case.assignee_id) else None


def handed_to(person: Any) -> QuerySet[Handover]:
    """Hand-overs that wait for the person, or for somebody of their departments; not their own offers."""
    offers = Handover.objects.filter(offers_to(person)).exclude(by=person)
    return offers.select_related("case__customer", "by", "to_person", "to_department").order_by("pk")


_handed: Kept[Prepared] = Kept(512)


def handed_cases(person: Any) -> list[int]:
    """The cases that are being handed to the person or their departments, for the banner above the list: one small query."""
    ready = _handed.get(
        reach_key(person),
        lambda: Prepared(
            lambda most: Handover.objects.filter(offers_to(person)).exclude(by=person).filter(pk__lt=most).order_by("pk")
            .values_list("case_id", "pk")[:MOST_SHOWN]
        ),
    )  # fmt: skip
    return [case for case, _offer in ready(MOST)]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case for a brief: the beginning of what the customer wrote, our last answer, open tasks."""

    subject: str
    wants: str
    answered: str
    answered_at: datetime | None
    tasks: tuple[tuple[str, str], ...]  # what, by whom


def known_of(case: Case) -> Known:
    """Facts that a brief is proposed from, in three queries."""
    said = Message.objects.filter(case=case, withdrawn_at=None, automatic="")
    first = said.filter(direction__in=(Direction.IN, Direction.CALL, Direction.VISIT)).order_by("pk").values_list("text", flat=True).first()
    last = said.filter(direction=Direction.OUT).order_by("-pk").values_list("text", "at").first()
    tasks = Task.objects.filter(case=case, state=TaskState.OPEN).order_by("pk").values_list("title", "owner__name", "department__name")
    open_tasks = tuple((title, owner or department or "") for title, owner, department in tasks[:10])
    return Known(case.subject, first or "", last[0] if last else "", last[1] if last else None, open_tasks)


# --- What came meanwhile ---------------------------------------------------------------------------------------------
MOST_MEANWHILE = 10


def said_meanwhile(case: Case, *, by: Any, seen: int) -> list[Message]:
    """What colleagues answered, and what the customer wrote, after the message that a person saw last; oldest first.

    Notes are no reason to stop an answer, nor what machines send, nor what the person wrote in another window."""
    if case.last_message_id <= seen:
        return []
    said = Message.objects.filter(case=case, pk__gt=seen, withdrawn_at=None, automatic="").exclude(direction__in=BESIDE)
    later = said.exclude(author=by) if by is not None else said
    return list(later.select_related("author").order_by("-pk")[:MOST_MEANWHILE])[::-1]


def is_ours(messages: Iterable[Message]) -> bool:
    """Whether a colleague spoke with the customer in it, rather than the customer alone with us."""
    return any(message.direction != Direction.IN for message in messages)

"""The waits of cases that stood before waits were written: what was said and done is read again, by the rules of waits.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import merge

from django.db import transaction

from sandali.cases.actions.opening import NEVER_OPENS
from sandali.cases.models import BESIDE, Case, Direction, Message, State, Wait
from sandali.cases.waits import spans
from sandali.company.queries import week_hours
from sandali.history.models import Event
from sandali.kit.hours import WeekHours

BATCH = 200
ENDS_BY_HAND = (State.WAITING, State.ANSWERED)
SAID = ("case_id", "at", "direction", "automatic", "author_id", "arrival__is_history")
KINDS = ("state_changed", "case_woke", "case_confirmed", "case_lapsed")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may begin or end a wait. `what`: customer, answer, contact, open, hand (ends without an answer)."""

    at: datetime
    what: str
    by: int | None = None


def write_old_waits(after: int = 0, *, most: int = BATCH) -> tuple[int, int | None]:
    """Write the waits of the next `most` cases whose number is above `after`, where they have none.

    Returns how many waits were written, and the last case looked at, None when none was left. What takes long, reading and
    reckoning, is done outside the transaction: on SQLite nobody else can write while it lasts."""
    cases = list(Case.objects.filter(pk__gt=after).order_by("pk")[:most])
    if not cases:
        return 0, None
    known = measured(cases)
    wanted = [case for case in cases if case.pk not in known]
    said, done, hours = steps_said(wanted), steps_done(wanted), week_hours()
    waits = [wait for case in wanted for wait in waits_of(case, merge(said[case.pk], done[case.pk], key=lambda one: one.at), hours)]
    with transaction.atomic():
        known = measured(wanted)  # a wait may have begun meanwhile
        waits = [wait for wait in waits if wait.case_id not in known]
        Wait.objects.bulk_create(waits, batch_size=BATCH)
    return len(waits), cases[-1].pk


def measured(cases: list[Case]) -> set[int]:
    """Those of the cases that have waits."""
    return set(Wait.objects.filter(case__in=cases).values_list("case_id", flat=True))


def steps_said(cases: list[Case]) -> dict[int, list[Step]]:
    """Case → what its messages did, in order. Old mail that was imported did nothing."""
    steps: dict[int, list[Step]] = defaultdict(list)
    heard: set[int] = set()
    rows = Message.objects.filter(case__in=cases, withdrawn_at=None, leaves_at=None).order_by("at", "id").values_list(*SAID)
    for number, at, direction, automatic, author, is_history in rows.iterator(chunk_size=2000):
        if direction == Direction.IN and automatic not in NEVER_OPENS and not is_history:
            steps[number].append(Step(at, "customer"))
        elif direction == Direction.OUT and not automatic:
            steps[number].append(Step(at, "answer", author))
        elif direction in (Direction.VISIT, Direction.CALL):
            steps[number].append(Step(at, "contact" if number in heard else "customer", author))
        if direction not in BESIDE:
            heard.add(number)
    return steps


def steps_done(cases: list[Case]) -> dict[int, list[Step]]:
    """Case → what was done to its state, in order."""
    steps: dict[int, list[Step]] = defaultdict(list)
    events = Event.objects.filter(case_id__in=[case.pk for case in cases], kind__in=KINDS).order_by("at", "id")
    for number, at, kind, by, data in events.values_list("case_id", "at", "kind", "by_id", "data").iterator(chunk_size=2000):
        to = data.get("to", "")
        assert number is not None, "the events of these cases have a case"
        if kind == "case_woke" or to == State.OPEN:
            steps[number].append(Step(at, "open"))
        elif kind != "state_changed" or to in ENDS_BY_HAND:
            steps[number].append(Step(at, "hand", by))
    return steps


def waits_of(case: Case, steps: Iterable[Step], hours: WeekHours) -> list[Wait]:
    """The waits of one case, the last one running where the case waits now."""
    waits: list[Wait] = []
    began: datetime | None = None
    for step in steps:
        if began is not None and step.what in ("answer", "contact", "hand") and (step.what != "contact" or step.at > began):
            waits.append(ended(case, began, step.at, hours, by=step.by, by_answer=step.what != "hand"))
            began = step.at if step.what == "contact" else None
        elif began is None and step.what in ("customer", "contact", "open"):
            began = step.at
    if case.waiting_since is not None:
        waits.append(Wait(case=case, began_at=case.waiting_since, department_id=case.department_id, channel_id=case.channel_id))
    elif began is not None:
        waits.append(ended(case, began, max(case.state_at, began), hours, by=None, by_answer=False))
    # A yes that confirmed at the moment at which it came made nobody wait.
    waits = [wait for wait in waits if wait.ended_at is None or wait.by_answer or wait.ended_at > wait.began_at]
    first = next((wait for wait in waits if wait.by_answer), None)
    if first is not None:
        first.is_first = True
    return waits


def ended(case: Case, began: datetime, at: datetime, hours: WeekHours, *, by: int | None, by_answer: bool) -> Wait:
    """A wait that is over."""
    seconds, working = spans(began, at, hours)
    return Wait(
        case=case, began_at=began, ended_at=at, seconds=seconds, working_seconds=working, by_answer=by_answer, person_id=by,
        department_id=case.department_id, channel_id=case.channel_id,
    )  # fmt: skip

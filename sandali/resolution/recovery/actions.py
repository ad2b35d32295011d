"""Every write on the recovery path: its steps, done and taken back. A step that is done anew keeps what it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from sandali.cases.access import could_own
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Direction, Message
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.history.events import record
from sandali.history.kinds import EventKind
from sandali.kit.text import clean
from sandali.resolution.models import ApologyBand, RecoveryStep, Step
from sandali.resolution.reading.likeness import bands, fingerprint
from sandali.resolution.recovery import events

LONGEST_TEXT: Final = 5_000
KINDS: Final[dict[str, EventKind]] = {
    Step.BEGUN: events.RECOVERY_BEGUN,
    Step.OWN: events.RECOVERY_OWNED,
    Step.UNDERSTAND: events.MEANING_WRITTEN,
    Step.APOLOGISE: events.CUSTOMER_APOLOGISED,
    Step.PUT_RIGHT: events.PUT_RIGHT,
    Step.TELL: events.CHANGE_TOLD,
}


class NoWords(ValueError):
    """A step that is done in words was left empty."""


def standing_step(case: Case, step: str) -> RecoveryStep | None:
    """The step as it stands, None while it is open."""
    return RecoveryStep.objects.filter(case=case, step=step, ended_at=None).first()


def do_step(
    case: Case, step: str, *, by: Any, was: int | None = None, at: datetime | None = None, quiet: bool = False, **content: Any
) -> RecoveryStep:
    """Write that a step is done, with its content; one that stood before ends and is kept.

    `was` is the row that the writer saw standing (0 for none, None skips the check). Raises Overtaken with what stands now.
    `quiet`: another event tells of it already."""
    hold_case(case)
    now, standing = at or timezone.now(), standing_step(case, step)
    if was is not None and was != (standing.pk if standing else 0):
        raise Overtaken(standing)
    if standing is not None:
        _end(standing, by=by, at=now)
    made = RecoveryStep.objects.create(case=case, step=step, at=now, by=by, **content)
    if not quiet and step in KINDS:
        named: dict[str, Any] = {"to": made.person.name} if made.person is not None else {}
        record(KINDS[step], made, by=by, at=now, **named)
    return made


def _end(standing: RecoveryStep, *, by: Any, at: datetime) -> bool:
    ended = RecoveryStep.objects.filter(pk=standing.pk, ended_at=None).update(ended_at=at, ended_by=by)
    standing.ended_at, standing.ended_by = at, by
    return bool(ended)


@transaction.atomic
def begin_recovery(case: Case, *, by: Any) -> RecoveryStep:
    """Take a case that is no complaint onto the path. Twice is once."""
    hold_case(case)
    return standing_step(case, Step.BEGUN) or do_step(case, Step.BEGUN, by=by)


@transaction.atomic
def own_it(case: Case, person: Person, *, by: Any, was: int | None = None) -> RecoveryStep:
    """Somebody of ours stands for what went wrong. Raises ValueError for whoever could not own the case, Overtaken."""
    if not could_own(person, case.department_id):
        raise ValueError("who owns it must be able to act on the case")
    return do_step(case, Step.OWN, by=by, was=was, person=person)


@transaction.atomic
def understand(case: Case, text: str, *, by: Any, was: int | None = None) -> RecoveryStep:
    """What it means to the customer, in our own words. Raises NoWords, Overtaken."""
    return do_step(case, Step.UNDERSTAND, by=by, was=was, text=words_of(text))


@transaction.atomic
def put_right(case: Case, text: str, *, by: Any, was: int | None = None) -> RecoveryStep:
    """What was done to put it right. Raises NoWords, Overtaken."""
    return do_step(case, Step.PUT_RIGHT, by=by, was=was, text=words_of(text))


def words_of(text: str) -> str:
    """What was written, as it is stored. Raises NoWords when that is nothing."""
    said = clean(text).strip()[:LONGEST_TEXT]
    if not said:
        raise NoWords
    return said


@transaction.atomic
def say_apologised(case: Case, message: Message, *, by: Any, was: int | None = None, quiet: bool = False) -> RecoveryStep:
    """One of our messages in this case is the apology; its print is kept, so that the next one is not a copy. Raises ValueError, Overtaken."""
    refuse_other(case, message)
    made = do_step(case, Step.APOLOGISE, by=by, was=was, message=message, quiet=quiet)
    keep_print(message)
    return made


@transaction.atomic
def say_told(case: Case, message: Message, *, by: Any, was: int | None = None, quiet: bool = False) -> RecoveryStep:
    """One of our messages in this case tells what has changed. Raises ValueError, Overtaken."""
    refuse_other(case, message)
    return do_step(case, Step.TELL, by=by, was=was, message=message, quiet=quiet)


def refuse_other(case: Case, message: Message) -> None:
    """Raises ValueError for what is no word of ours to this customer."""
    if message.case_id != case.pk or message.direction != Direction.OUT or message.withdrawn_at is not None:
        raise ValueError("not an answer of ours in this case")


def keep_print(message: Message) -> None:
    """Keep the pieces of a letter's print; a letter too short to be one has none."""
    pieces = set(bands(fingerprint(message.text)))
    ApologyBand.objects.bulk_create([ApologyBand(band=piece, message=message) for piece in sorted(pieces)], ignore_conflicts=True)


@transaction.atomic
def take_step_back(case: Case, step: str, *, by: Any, was: int | None = None, at: datetime | None = None) -> RecoveryStep | None:
    """It is open again; None when it was. Raises Overtaken when another row stands than the writer saw."""
    hold_case(case)
    standing, now = standing_step(case, step), at or timezone.now()
    if standing is None:
        return None
    if was is not None and was != standing.pk:
        raise Overtaken(standing)
    _end(standing, by=by, at=now)
    record(events.STEP_TAKEN_BACK, standing, by=by, at=now, step=standing.step)
    return standing


@transaction.atomic
def bring_step_back(case: Case, number: int, *, by: Any) -> bool:
    """Undo: a step that was taken back stands again, unless another one does meanwhile."""
    hold_case(case)
    ended = RecoveryStep.objects.filter(pk=number, case=case).exclude(ended_at=None).first()
    if ended is None or standing_step(case, ended.step) is not None:
        return False
    RecoveryStep.objects.filter(pk=ended.pk).update(ended_at=None, ended_by=None)
    ended.ended_at = None
    if ended.step in KINDS:
        named: dict[str, Any] = {"to": ended.person.name} if ended.person is not None else {}
        record(KINDS[ended.step], ended, by=by, **named)
    return True

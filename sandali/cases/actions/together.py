"""Several people on one case: looking and writing at the same time, following, naming, taking over, a story told twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events_together as events
from sandali.cases.access import who_sees
from sandali.cases.actions.handling import assign_case, change, refuse_owner
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.offers import close_offer
from sandali.cases.models import Case, Follower, Looking, Mention, Message
from sandali.cases.together import WRITING_FOR, LookState, look_of, named_in
from sandali.company.models import Person
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.text import clean

# A look is written anew no sooner than this, unless it says something else than before: fifty people cost four writes a second.
AGAIN_AFTER = timedelta(seconds=15)
LONGEST_WORD = 500


def look_at(case: Case, *, by: Any, writing: bool = False, now: datetime | None = None) -> bool:
    """Say that a person has the case open, and whether they write. Returns whether a row was written.

    No event: looking is nothing that happened to the case. No transaction of its own, so that SQLite is not held."""
    now = now or timezone.now()
    before = look_of(case, by)
    if before is not None and not tells_more(before, writing=writing, now=now):
        return False
    look = Looking(case=case, person=by, seen_at=now, typed_at=now if writing else None)
    Looking.objects.bulk_create(
        [look], update_conflicts=True, unique_fields=["case", "person"], update_fields=["seen_at", "typed_at"]
    )
    return True


def tells_more(before: LookState, *, writing: bool, now: datetime) -> bool:
    """Whether a beat says something that the row does not: another state, or the same one after a while."""
    was_writing = before.typed_at is not None and now - before.typed_at < WRITING_FOR
    return writing != was_writing or now - (before.typed_at if writing and before.typed_at else before.seen_at) >= AGAIN_AFTER


def look_away(case: Case, *, by: Any) -> None:
    """The person has left the case."""
    Looking.objects.filter(case=case, person=by).delete()


@transaction.atomic
def follow_case(case: Case, *, by: Any) -> bool:
    """Be told of what happens in a case that is not one's own. Returns whether that is new."""
    _follower, made = Follower.objects.get_or_create(case=case, person=by)
    if made:
        record(events.CASE_FOLLOWED, case, by=by)
    return made


@transaction.atomic
def unfollow_case(case: Case, *, by: Any) -> bool:
    """Not be told any more. Returns whether one was."""
    gone, _kinds = Follower.objects.filter(case=case, person=by).delete()
    if gone:
        record(events.CASE_UNFOLLOWED, case, by=by)
    return bool(gone)


@transaction.atomic
def add_follower(case: Case, person: Person, *, by: Any) -> bool:
    """Have a colleague follow a case, who is told of it. Returns whether that is new.

    Raises CannotName for somebody who may not see the case: following opens nothing."""
    if not who_sees(case, [person]):
        raise CannotName(_("%(name)s may not see this case, so they cannot follow it.") % {"name": person.name})
    _follower, made = Follower.objects.get_or_create(case=case, person=person)
    if made:
        record(events.FOLLOWER_ADDED, case, by=by, name=person.name, person=person.pk)
    return made


@transaction.atomic
def remove_follower(case: Case, number: int, *, by: Any) -> bool:
    """Have a colleague, by their number, follow a case no longer. Returns whether they did."""
    found = Follower.objects.filter(case=case, person=number).select_related("person").first()
    if found is None:
        return False
    found.delete()
    record(events.FOLLOWER_REMOVED, case, by=by, name=found.person.name, person=number)
    return True


class CannotName(Exception):
    """Somebody who is named with @, or is to follow, may not see the case; the text says who."""


def mention_people(case: Case, message: Message, *, by: Any) -> list[Person]:
    """Tell the people whom a note names with @ and their full name; in the transaction that writes the note.

    Raises CannotName for somebody who may not see the case: a notice about it would tell them that it is there."""
    named = named_in(message.text)
    if not named:
        return []
    people = receivers(case, named)
    Mention.objects.bulk_create([Mention(message=message, person=person) for person in people], ignore_conflicts=True)
    record(events.MENTIONED, message, by=by)
    return people


def receivers(case: Case, named: Sequence[Sequence[Person]]) -> list[Person]:
    """Who is meant by each name: everybody of that name who may see the case. Raises CannotName."""
    seeing = {person.pk for person in who_sees(case, [person for same in named for person in same])}
    found: list[Person] = []
    for same in named:
        meant = [person for person in same if person.pk in seeing]
        if not meant:
            raise CannotName(_("%(name)s may not see this case, so they cannot be named in it.") % {"name": same[0].name})
        found += meant
    return found


@transaction.atomic
def take_over(case: Case, word: str, *, by: Any, version: int | None = None) -> Case:
    """Take a case that a colleague owns, with a word that tells them why. Raises ValueError without a word, CannotOwn, Overtaken."""
    hold_case(case)
    said = " ".join(clean(word).split())[:LONGEST_WORD]
    owner = case.assignee
    if owner is None or owner.pk == by.pk:
        return assign_case(case, by, by=by, version=version)
    if not said:
        raise ValueError("a case is taken over with a word")
    refuse_owner(case, by)
    case = change(case, version, assignee=by)
    close_offer(case, by, by=by)
    record(events.CASE_TAKEN_OVER, case, by=by, owner=owner.name, person=owner.pk, word=said)
    return case


@transaction.atomic
def count_repeat(case: Case, *, by: Any) -> Event:
    """The customer had to explain it again (P08)."""
    Case.objects.filter(pk=case.pk).update(repeats=F("repeats") + 1)
    return record(events.TOLD_AGAIN, case, by=by)


@transaction.atomic
def undo_repeat(case: Case, number: int, *, by: Any) -> bool:
    """Take back one's own count, by the number of its event. Returns whether it counted; raises Event.DoesNotExist for another's."""
    hold_case(case)
    counted = Event.objects.get(pk=number, kind=events.TOLD_AGAIN.name, case_id=case.pk, by=by)
    if Event.objects.filter(kind=events.TOLD_AGAIN_UNDONE.name, case_id=case.pk, data__of=counted.pk).exists():
        return False
    Case.objects.filter(pk=case.pk, repeats__gt=0).update(repeats=F("repeats") - 1)
    record(events.TOLD_AGAIN_UNDONE, case, by=by, of=counted.pk)
    return True

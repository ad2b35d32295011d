"""Whom rows look like that match nobody exactly: asked before the batch's transaction, of who was here when the import began."""

from __future__ import annotations

from collections.abc import Sequence

from sandali.customers.duplicates.kept import unpacked
from sandali.customers.duplicates.keys import person
from sandali.customers.duplicates.likeness import rules
from sandali.customers.duplicates.newcomers import Look
from sandali.customers.duplicates.scoring import Features
from sandali.transfer.drafts import Draft
from sandali.transfer.models import Import, Subject
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.customers import known_by, marks_of


def look_for(one: Import) -> Look | None:
    """What remembers from batch to batch; None where nobody can be like anybody: no customers come in, or none were here."""
    if one.subject != Subject.CUSTOMERS or not one.here_before:
        return None
    return Look(one.here_before, rules().shown_from)


def mark(drafts: Sequence[Draft], look: Look | None, one: Import) -> None:
    """Say of each row whose customer is nobody here whom they look like. Reads only, and belongs outside of any transaction."""
    if look is None:
        return
    sound = [draft for draft in drafts if draft.ahead is not None and not draft.problems]
    known = {each for each, _customer in known_by(sound, Taken(one))}
    strangers = {draft.row: draft for draft in sound if not any(each in known for each in marks_of(draft))}
    found = look.like({row: unpacked(draft.ahead.keys) for row, draft in strangers.items()}, lambda row: features_of(strangers[row]))
    for row, likes in found.items():
        strangers[row].likes = tuple(likes)


def features_of(draft: Draft) -> Features:
    """A row as it is compared."""
    name, city, job, organisation = draft.ahead.said
    return person(0, name, [(kind, value, written[:254]) for kind, value, written in draft.identities], city, organisation, job)

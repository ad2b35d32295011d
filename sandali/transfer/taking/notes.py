"""Notes about customers: what other programs call tasks, activities or notes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers.models import CustomerNote
from sandali.transfer.drafts import MOST_NOTE, Draft
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.owners import owners_of


def take_notes(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of notes. A customer who is not here is not made of a note alone."""
    here = taken.known("note", (draft.key for draft in drafts))
    owners = owners_of(drafts, taken, making=False)
    rows: list[tuple[str, CustomerNote]] = []
    for draft in drafts:
        text = draft.values.get("text", "")[:MOST_NOTE]
        if not draft.problems and not text:
            draft.problems.append(("", _("There is no text in this row.")))
        if not draft.problems and draft.row not in owners:
            draft.problems.append(("", _("This customer is not here. Bring the customers in first.")))
        if draft.problems:
            taken.refuse(draft, draft.problems)
        elif draft.key in here or (taken.is_trial and hash(draft.key) in taken.seen):
            taken.counts["known"] += 1
        else:
            note = CustomerNote(customer=owners[draft.row], text=text, by_id=taken.of.by_id, at=draft.created_at or timezone.now())
            rows.append((draft.key, note))
            here[draft.key] = 0
            taken.counts["made"] += 1
    taken.write([note for _key, note in rows])
    if not taken.is_trial:
        taken.keep_keys("note", ((key, note.pk) for key, note in rows))

"""What a company makes of the table of rights, and what somebody may do in a single department."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.events import PLACE_CHANGED, RIGHT_CHANGED
from sandali.company.models import Department, Membership, RoleScope
from sandali.company.permissions import (
    CASE_RIGHTS,
    PLACE_ROLES,
    RIGHT_NAMES,
    ROLES,
    WIDTH,
    Role,
    choices_of,
    is_fixed,
    scope,
)
from sandali.company.queries import changed_cells, places_of, places_stamp, rights_stamp
from sandali.history.events import record

READS = "reads"  # the place of somebody who reads only


class CellRefused(ValueError):
    """A cell of the table cannot be so; the text says why, `role` and `right` say which."""

    def __init__(self, role: str, right: str, words: str) -> None:
        super().__init__(words)
        self.role, self.right = role, right


def refuse_wider(role: str, wanted: Mapping[tuple[str, str], str]) -> None:
    """Nobody works on cases that they do not see. Raises CellRefused."""
    seen = scope(role, "see_cases", wanted)
    for right in CASE_RIGHTS:
        if WIDTH[scope(role, right, wanted)] > WIDTH[seen]:
            words = _("“%(right)s” of %(role)s would reach further than “%(see)s”.") % {
                "right": RIGHT_NAMES[right], "role": Role(role).label, "see": RIGHT_NAMES["see_cases"],
            }  # fmt: skip
            raise CellRefused(role, right, words)


@transaction.atomic
def change_rights(cells: Mapping[tuple[str, str], str], *, by: Any, was: str | None = None) -> int:
    """Change cells of the table, (role, right) → scope; the others stay as they stand. Returns how many are different now.

    Raises CellRefused for a fixed cell, an impossible scope, or one that reaches further than seeing; Overtaken."""
    # The lock: who changes rights at the same moment waits here (SQLite's transaction is one already).
    standing = {(one.role, one.right): one for one in RoleScope.objects.select_for_update().order_by("pk")}
    refuse_overtaken(was, rights_stamp(), changed_cells())
    before = {cell: one.scope for cell, one in standing.items()}
    for (role, right), wanted in cells.items():
        if wanted not in choices_of(right) or (is_fixed(role, right) and wanted != scope(role, right)):
            raise CellRefused(role, right, _("This cell cannot be changed."))
    after = before | dict(cells)
    for role in ROLES:
        if role != Role.ADMIN:
            refuse_wider(role, after)
    changed = {cell: wanted for cell, wanted in cells.items() if wanted != scope(*cell, before)}
    for (role, right), wanted in changed.items():
        if wanted == scope(role, right):
            RoleScope.objects.filter(role=role, right=right).delete()
            row = standing[role, right]
        else:
            row, _made = RoleScope.objects.update_or_create(role=role, right=right, defaults={"scope": wanted})
        record(RIGHT_CHANGED, row, by=by, right=right, role=str(role), scope=wanted)
    return len(changed)


@transaction.atomic
def change_places(department: Department, places: Mapping[int, str], *, by: Any, was: str | None = None) -> int:
    """What people may do with the cases of a department: person's id → "" (as their role), "reads", or a role of PLACE_ROLES.

    People who are not named, or not members, are left alone. Returns how many are different now. Raises ValueError, Overtaken."""
    Department.objects.select_for_update().get(pk=department.pk)
    refuse_overtaken(was, places_stamp(department), department)
    count = 0
    for member in places_of(department):
        wanted = places.get(member.person_id)
        if wanted is None or wanted == place_word(member):
            continue
        if wanted not in ("", READS, *PLACE_ROLES):
            raise ValueError(f"no place in a department: {wanted!r}")
        role, reads_only = ("", True) if wanted == READS else (wanted, False)
        Membership.objects.filter(pk=member.pk).update(role=role, reads_only=reads_only)
        member.role, member.reads_only = role, reads_only
        record(PLACE_CHANGED, member.person, by=by, name=member.person.name, department=department.name, place=wanted)
        count += 1
    return count


def place_word(member: Membership) -> str:
    """A place as a form has it: "", "reads" or a role."""
    return READS if member.reads_only else member.role

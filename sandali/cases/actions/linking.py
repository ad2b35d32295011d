"""Cases that belong together: links between equals, and a parent with its children."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, Q
from django.utils import timezone

from sandali.cases import events_work as events
from sandali.cases.models import Case, CaseLink
from sandali.history.events import record
from sandali.history.kinds import EventKind

MOST_LINKS = 50
# A parent, its children and theirs. A cycle would need more: whatever stood below itself would be two levels deep and two high.
LEVELS = 3


def tell_both(kind: EventKind, one: Case, other: Case, *, by: Any) -> None:
    """Both cases say it, at the same moment."""
    now = timezone.now()
    for case in (one, other):
        record(kind, case, by=by, at=now)


@transaction.atomic
def link_cases(case: Case, other: Case, *, by: Any) -> CaseLink:
    """Say that two cases belong together; the same link twice is one. Raises ValueError for a case with itself or too many."""
    if case.pk == other.pk:
        raise ValueError("a case is not linked with itself")
    if linked_with(case).count() >= MOST_LINKS:
        raise ValueError("a case has only so many links")
    first, second = sorted((case, other), key=lambda one: one.pk)
    link, made = CaseLink.objects.get_or_create(one=first, other=second, defaults={"by": by})
    if made:
        tell_both(events.CASE_LINKED, case, other, by=by)
    return link


def linked_with(case: Case) -> Any:
    """The links of a case, from either side."""
    return CaseLink.objects.filter(Q(one=case) | Q(other=case))


@transaction.atomic
def unlink_cases(case: Case, other: Case, *, by: Any) -> bool:
    """Take the link of two cases away; returns whether there was one."""
    first, second = sorted((case.pk, other.pk))
    gone, _each = CaseLink.objects.filter(one_id=first, other_id=second).delete()
    if gone:
        tell_both(events.CASE_UNLINKED, case, other, by=by)
    return bool(gone)


@transaction.atomic
def nest_case(child: Case, parent: Case, *, by: Any) -> Case:
    """Make one case a part of another; it leaves the one that it was a part of. Raises ValueError where it would stand below
    itself, or more than LEVELS deep. Both are looked at by the statement that writes it."""
    # Two people who put the one under the other and the other under the one wait for each other here.
    list(Case.objects.select_for_update().filter(pk__in=(child.pk, parent.pk)).order_by("pk").values_list("pk"))
    above, below = Case.objects.filter(pk=parent.pk), Case.objects.all()
    is_top = Exists(above.filter(parent=None))
    is_second = Exists(above.filter(parent__isnull=False, parent__parent=None))
    has_children, has_grandchildren = Exists(below.filter(parent=child.pk)), Exists(below.filter(parent__parent=child.pk))
    room = (Q(is_top) & ~Q(has_grandchildren)) | (Q(is_second) & ~Q(has_children))
    rows = Case.objects.filter(pk=child.pk).exclude(pk=parent.pk).exclude(parent=parent.pk)
    if not rows.filter(room).update(parent=parent.pk):
        current = Case.objects.get(pk=child.pk)
        if current.parent_id == parent.pk:
            return current  # it is there already
        raise ValueError("it would stand below itself, or too deep")
    tell_both(events.CASE_NESTED, child, parent, by=by)
    return Case.objects.get(pk=child.pk)


@transaction.atomic
def separate_case(child: Case, *, by: Any) -> bool:
    """Take a case out of the one that it is a part of; returns whether it was a part of one."""
    current = Case.objects.select_for_update().get(pk=child.pk)
    if current.parent_id is None:
        return False
    parent = Case.objects.get(pk=current.parent_id)
    Case.objects.filter(pk=child.pk).update(parent=None)
    tell_both(events.CASE_UNNESTED, current, parent, by=by)
    return True

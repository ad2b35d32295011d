"""Holding a case's row while something is decided about it: who comes second waits, and then sees what the first one did."""

from __future__ import annotations

from sandali.cases.models import Aside, Case
from sandali.company.permissions import NotAllowed

_COLUMNS = tuple(field.attname for field in Case._meta.concrete_fields)


def hold_case(case: Case) -> Case:
    """Lock the case until the transaction ends and bring the object up to date. Raises Case.DoesNotExist, and NotAllowed for
    one that was merged into another meanwhile: nothing is done there any more.

    On SQLite the transaction itself is the lock, as every one of ours begins by writing (settings: IMMEDIATE)."""
    row = Case.objects.select_for_update().filter(pk=case.pk).values_list(*_COLUMNS).first()
    if row is None:
        raise Case.DoesNotExist
    for name, value in zip(_COLUMNS, row, strict=True):
        if getattr(case, name) != value:
            setattr(case, name, value)
    if case.aside == Aside.MERGED:
        raise NotAllowed
    return case

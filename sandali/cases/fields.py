"""A case's values of the company's own fields: read for its page, for many, and asked for by lists."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from sandali.cases.holding import CASE, may_hold, part
from sandali.cases.models import Case, CaseValue
from sandali.customers.fields.finding import rows_with
from sandali.customers.fields.queries import gathered, together
from sandali.customers.fields.values import Value
from sandali.customers.models import CustomField, Subject
from sandali.kit.prepared import PreparedModels

_FIELDS = part("own_fields", CustomField.objects.filter(subject=Subject.CASE, archived_at=None))
_VALUES = part("own_values", CaseValue.objects.filter(case=CASE))
_filled = PreparedModels(
    lambda case: CaseValue.objects.filter(case=case, field__archived_at=None).select_related("field")
    .order_by("field__place", "field", "choice__place", "choice", "pk")
)  # fmt: skip


def has_own(case: Case) -> bool:
    """Whether any field is asked of cases; no question where `look_into` knows."""
    return may_hold(case, _FIELDS)


def values_of_cases(numbers: Iterable[int]) -> dict[int, dict[int, Value]]:
    """Case's number → field's number → its value, in one question."""
    wanted = list(numbers)
    return gathered(CaseValue.objects.filter(case__in=wanted), "case_id", wanted)


def values_of_case(case: Case) -> dict[int, Value]:
    """Field's number → its value."""
    return values_of_cases([case.pk])[case.pk]


def filled_of_case(case: Case) -> list[tuple[CustomField, Value]]:
    """The fields in use of which the case has a value, in their order. One question; none where `look_into` found no value."""
    rows = _filled(case.pk) if may_hold(case, _VALUES) else []
    fields = {row.field_id: row.field for row in rows}
    return [(fields[number], value) for number, value in together(rows, "case_id", [case.pk])[case.pk].items()]


def cases_with(field: CustomField, ask: str, value: Value | None = None) -> Q:
    """The condition on cases that they have such a value."""
    return Q(pk__in=rows_with(field, ask, value, table=CaseValue).values("case"))

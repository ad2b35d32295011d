"""Who has a value: conditions on customers, each answered by the index of the value's own type."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet

from sandali.customers.fields.values import Money, Value
from sandali.customers.models import CustomField, FieldKind, FieldValue, Subject, TypedValue
from sandali.kit.text import fold

IS, HAS, FROM, UNTIL = "is", "has", "from", "until"
# What may be asked of a field of each kind.
ASKED: Final[dict[str, tuple[str, ...]]] = {
    FieldKind.TEXT: (IS, HAS), FieldKind.LONG: (HAS,), FieldKind.LINK: (IS, HAS), FieldKind.PHONE: (IS, HAS),
    FieldKind.NUMBER: (FROM, UNTIL, IS, HAS), FieldKind.DATE: (FROM, UNTIL, IS, HAS), FieldKind.YES_NO: (IS, HAS),
    FieldKind.CHOICE: (IS, HAS), FieldKind.CHOICES: (IS, HAS), FieldKind.MONEY: (FROM, UNTIL, IS, HAS),
}  # fmt: skip


def rows_with(field: CustomField, ask: str, value: Value | None = None, *, table: type[TypedValue] = FieldValue) -> QuerySet[Any]:
    """The values of a field that answer; HAS asks only that there is one. ValueError for what cannot be asked of the kind."""
    rows = table._default_manager.filter(field=field)
    if ask == HAS:
        return rows
    if ask not in ASKED[field.kind] or value is None:
        raise ValueError(f"{ask} cannot be asked of {field.kind}")
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) and isinstance(value, tuple):
        return rows.filter(choice__in=[number for number, _name in value])
    if field.kind == FieldKind.YES_NO:
        return rows.filter(yes=bool(value))
    column = {FieldKind.NUMBER: "number", FieldKind.DATE: "day", FieldKind.MONEY: "amount"}.get(FieldKind(field.kind), "folded")
    wanted: Any = fold(str(value))[:120] if column == "folded" else value.amount if isinstance(value, Money) else value
    return rows.filter(**{f"{column}{ {FROM: '__gte', UNTIL: '__lte'}.get(ask, '') }": wanted})


def subjects_with(field: CustomField, ask: str, value: Value | None = None) -> Q:
    """The condition on customers, or organisations where the field is about these, that they have such a value."""
    column = {Subject.CUSTOMER: "customer", Subject.ORGANISATION: "organisation"}[Subject(field.subject)]
    return Q(pk__in=rows_with(field, ask, value).filter(**{f"{column}__isnull": False}).values(column))

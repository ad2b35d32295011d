"""From the filter of the customers' list to the first conditions of a segment."""

from __future__ import annotations

from sandali.customers.fields.queries import fields_of
from sandali.customers.fields.values import NotAValue, as_typed, parse
from sandali.customers.models import CustomField, FieldKind, Subject, Tag
from sandali.customers.segments.own_fields import PREFIX
from sandali.desk.customers.listing import Filter
from sandali.desk.customers.own_fields import first_value


def rows_of_filter(wanted: Filter) -> list[dict[str, str]]:
    """The conditions of a filter, as the builder's form has them; words that were searched for are none."""
    rows = [{"kind": "stage", "stage": wanted.stage}] if wanted.stage else []
    tag = Tag.objects.filter(pk=wanted.tag).first() if wanted.tag else None
    if tag is not None:
        rows.append({"kind": "tag", "tag": tag.name})
    typed = dict(wanted.own)
    return [*rows, *(row for field in fields_of(Subject.CUSTOMER) if field.pk in typed for row in of_field(field, typed[field.pk]))]


def of_field(field: CustomField, typed: str) -> list[dict[str, str]]:
    """What a field is to be; nothing where that is no value of it. Of several answers each is a condition."""
    try:
        value = parse(field, typed)
    except NotAValue:
        return []
    kind = f"{PREFIX}{field.pk}"
    if isinstance(value, tuple):
        return [{"kind": kind, "value": str(number)} for number, _name in value]
    if field.kind in (FieldKind.NUMBER, FieldKind.DATE, FieldKind.MONEY):
        return [{"kind": kind, "from": str(first_value(value)), "to": str(first_value(value))}]
    return [{"kind": kind, "value": as_typed(value)}] if field.kind in (FieldKind.TEXT, FieldKind.YES_NO) else [{"kind": kind}]

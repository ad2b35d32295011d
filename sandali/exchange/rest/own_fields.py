"""The company's own fields: which there are, what somebody has in them, and putting values there, by the field's number.

A program says a value in the form in which it is told one: a day is Gregorian, a number a text of its digits, a choice by its name. What
it says is read by `customers.fields.values.parse` like what people type, so that both are bound by the same."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.customers.fields.queries import fields_of, has_fields, values_of_many
from sandali.customers.fields.values import NotAValue, Value, parse
from sandali.customers.models import Customer, CustomField, FieldKind, Organisation, Subject
from sandali.exchange.rest.operations import Subject as RestSubject
from sandali.exchange.rest.paging import Said, Shape, Truth
from sandali.exchange.rest.problems import Problem

subject = RestSubject("fields")
SCOPE = "customers"
FINE: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST: Final = 100
Answer = Annotated[str, Field(max_length=80)]
OwnValue = Annotated[str, Field(max_length=10_000)] | Truth | Annotated[list[Answer], Field(max_length=50)]
Own = Annotated[
    dict[Annotated[str, Field(pattern="^[1-9][0-9]{0,17}$")], OwnValue | None], Field(max_length=MOST, json_schema_extra={"additionalProperties": False}),
]
OWN_WORDS: Final = "the company's own fields that have a value, by their number (/fields)"


class FieldShape(Shape):
    """One of the company's own fields. `choices` are the answers that are offered. Its value is a text; of a number its digits ("12.5"), of a
    day "2026-11-21", of yes_no true or false, of choices a list."""

    id: int
    name: str
    about: Literal["customer", "organisation"]
    kind: Literal["text", "long", "number", "date", "yes_no", "choice", "choices", "link", "phone"]
    hint: str
    is_required: bool
    choices: list[str]


class FieldsAsked(Said):
    """Of what."""

    about: Literal["customer", "organisation"] | None = None


def field_shown(one: CustomField) -> dict[str, Any]:
    """A field with the answers that are offered."""
    offered = [choice.name for choice in one.choices.all() if not choice.is_out] if one.kind in (FieldKind.CHOICE, FieldKind.CHOICES) else []
    return {"id": one.pk, "about": one.subject, **{name: getattr(one, name) for name in ("name", "kind", "hint", "is_required")}, "choices": offered}


@subject.reads("/fields", "see_customers", list[FieldShape], gettext_lazy("The company's own fields"), scope=SCOPE)
def list_own_fields(request: HttpRequest, asked: Query[FieldsAsked]) -> list[dict[str, Any]]:
    """Those in use, in their order."""
    return [field_shown(one) for about in ([asked.about] if asked.about else Subject.values) for one in fields_of(about)]


# --- What somebody has in them ---------------------------------------------------------------------------------------
def value_shown(value: Value, kind: str) -> Any:
    """A value as programs read it, and say it again."""
    if isinstance(value, tuple):
        names = [name for _number, name in value]
        return names if kind == FieldKind.CHOICES else names[0]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def own_of_many(about: str, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Number → what it has in the fields in use. One question for many, none where no field is in use."""
    wanted = list(numbers)
    if not wanted or not has_fields(about):
        return {number: {} for number in wanted}
    kinds = {field.pk: field.kind for field in fields_of(about, choices=False)}
    found = values_of_many(about, wanted)
    return {number: {str(pk): value_shown(found[number][pk], kind) for pk, kind in kinds.items() if pk in found[number]} for number in wanted}


def own_of(one: Customer | Organisation) -> dict[str, Any]:
    """What one of them has in the fields in use."""
    return own_of_many(Subject.CUSTOMER if isinstance(one, Customer) else Subject.ORGANISATION, [one.pk])[one.pk]


# --- Putting values there --------------------------------------------------------------------------------------------
def own_said(about: str, said: Mapping[str, Any] | None) -> dict[int, Value | None]:
    """Field's number → its value, of what a program says. Raises Problem with all that is wrong.

    A field that the company wants filled cannot be emptied; leaving it out is not asked after, as in an import."""
    if not said:
        return {}
    known = {str(field.pk): field for field in fields_of(about)}
    values: dict[int, Value | None] = {}
    errors = []
    for number, given in said.items():
        try:
            if number not in known:
                raise NotAValue(_("There is no such field."))
            values[int(number)] = value_said(known[number], given)
        except NotAValue as wrong:
            errors.append({"field": f"own.{number}", "message": str(wrong)})
    if errors:
        raise Problem("fields", _("Some fields are not right."), 422, errors=errors)
    return values


def value_said(field: CustomField, given: Any) -> Value | None:
    """The value that a program says; None, "" and [] are none. Raises NotAValue."""
    if given is None or given == "" or given == []:
        if field.is_required:
            raise NotAValue(_("This is needed."))
        return None
    if field.kind == FieldKind.YES_NO:
        if not isinstance(given, bool):
            raise NotAValue(_("This must be true or false."))
        return given
    if field.kind == FieldKind.CHOICES:
        if not isinstance(given, list):
            raise NotAValue(_("This must be a list of texts."))
        return parse(field, "\n".join(given))
    if not isinstance(given, str):
        raise NotAValue(_("This must be a text."))
    if field.kind == FieldKind.DATE:
        return day_said(given)
    if field.kind == FieldKind.NUMBER and not FINE.fullmatch(given):
        raise NotAValue(_("This must be a text of a number's digits, with a point for the fraction."))
    return parse(field, given)


def day_said(given: str) -> date:
    """A day of the Gregorian calendar. Raises NotAValue."""
    try:
        if not DAY.fullmatch(given):
            raise ValueError("not a day as ISO 8601 writes it")
        return date.fromisoformat(given)
    except ValueError as wrong:
        raise NotAValue(_("This must be a day of the Gregorian calendar, as ISO 8601 writes it.")) from wrong

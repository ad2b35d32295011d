"""The company's own fields: which there are, and what somebody or a case has of them."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.customers.fields.queries import fields_of
from sandali.customers.fields.values import NotAValue, Value, as_typed, parse
from sandali.customers.models import CustomField, Subject
from sandali.exchange.rest.house import subject
from sandali.exchange.rest.paging import Shape
from sandali.exchange.rest.problems import wrong_field

OwnSaid = Annotated[
    dict[str, Annotated[str, Field(max_length=10_000)] | None],
    Field(max_length=60, description="your own fields: a field's id → its value as it is typed (several answers with a semicolon between), null takes it away"),
]


class FieldShape(Shape):
    """A field that the company asks for by itself. Amounts of money are of `currency`."""

    id: int
    of: Literal["customer", "organisation", "case"]
    kind: str
    name: str
    hint: str
    required: bool
    currency: str
    choices: list[str]


class OwnShape(Shape):
    """What somebody or a case has of one field: ISO 8601 of a day, "1200000 IRR" of money, yes or no, answers a line each."""

    id: int
    name: str
    value: str


@subject.reads("/fields", "", list[FieldShape], gettext_lazy("Your own fields"))
def list_fields(request: HttpRequest) -> list[dict[str, Any]]:
    """Those in use, by what they are about and in their order."""
    return [shown(field) for about in Subject.values for field in fields_of(about)]


def shown(field: CustomField) -> dict[str, Any]:
    """A field, with its choices at hand."""
    same = {name: getattr(field, name) for name in ("kind", "name", "hint", "currency")}
    return {"id": field.pk, "of": field.subject, "required": field.is_required, "choices": [one.name for one in field.choices.all() if not one.is_out], **same}


def own_shown(pairs: Iterable[tuple[CustomField, Value]]) -> list[dict[str, Any]]:
    """Fields with their values."""
    return [{"id": field.pk, "name": field.name, "value": as_typed(value)} for field, value in pairs]


def own_said(said: Mapping[str, str | None] | None, about: str) -> dict[int, Value | None]:
    """What was said of fields, as actions take it: only of those in use. Raises Problem that names the field."""
    known, found = {str(field.pk): field for field in (fields_of(about) if said else ())}, {}
    for number, typed in (said or {}).items():
        if number not in known:
            raise wrong_field(f"own.{number[:20]}", _("There is no such field."))
        try:
            found[known[number].pk] = parse(known[number], typed or "")
        except NotAValue as why:
            raise wrong_field(f"own.{number}", str(why)) from why
    return found

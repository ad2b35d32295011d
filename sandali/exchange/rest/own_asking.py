"""Lists narrowed by the company's own fields: the number of a field, "=", and a value in the form in which it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Annotated, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from sandali.customers.fields.finding import ASKED, FROM, IS, UNTIL
from sandali.customers.fields.queries import fields_of
from sandali.customers.fields.values import NotAValue, Value, parse
from sandali.customers.models import CustomField, FieldKind
from sandali.exchange.rest.own_fields import value_said
from sandali.exchange.rest.problems import wrong_field

# What may be asked, by the parameter that says it.
ASKS: Final[Mapping[str, str]] = {"own": IS, "own_from": FROM, "own_to": UNTIL}
TRUTHS: Final = {"true": True, "false": False}
Words = Annotated[str, Field(max_length=220)]
With = Callable[[CustomField, str, Value], Q]  # the condition that somebody has such a value
HAS_VALUE: Final = (
    "your own fields: a field's id, =, and a value as `own` has it (an answer by its name, true or false; long texts cannot be asked for). "
    "Several of one field are any of them, fields are and"
)
ORDERED: Final = "the same of numbers, days and money: this value, or {more}"
OwnIs: Final = Field([], max_length=10, description=HAS_VALUE)
OwnFrom: Final = Field([], max_length=10, description=ORDERED.format(more="more"))
OwnTo: Final = Field([], max_length=10, description=ORDERED.format(more="less"))


def holding(about: str, given: Mapping[str, Sequence[str]], having: With) -> Q:
    """The condition that is asked by these parameters (name → what they say). One question for the fields, none where nothing is asked.

    Raises Problem for a field that there is not or that is out of use, for what cannot be asked of its kind, and for what is no value of it."""
    wanted: dict[tuple[int, str], list[Q]] = {}
    known = {str(field.pk): field for field in fields_of(about)} if any(given[name] for name in ASKS) else {}
    for name, ask in ASKS.items():
        for said in given[name]:
            number, _equals, text = said.partition("=")
            field = known.get(number)
            if field is None:
                raise wrong_field(name, _("There is no such field in use."))
            if ask not in ASKED[field.kind]:
                raise wrong_field(name, _("This cannot be asked of such a field."))
            try:
                wanted.setdefault((field.pk, ask), []).append(having(field, ask, value_asked(field, text.strip())))
            except NotAValue as wrong:
                raise wrong_field(name, str(wrong)) from wrong
    return reduce(and_, (reduce(or_, conditions) for conditions in wanted.values()), Q())


def value_asked(field: CustomField, text: str) -> Value:
    """A value in the form in which it is told. Raises NotAValue."""
    if field.kind == FieldKind.YES_NO:
        if text not in TRUTHS:
            raise NotAValue(_("This must be true or false."))
        return TRUTHS[text]
    value = parse(field, text) if field.kind == FieldKind.CHOICES else value_said(field, text)
    if value is None:
        raise NotAValue(_("This is needed."))
    return value

"""Two people edited the same customer: what each of them wrote, field by field, to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandali.customers.fields.values import parse, shown
from sandali.customers.models import Customer, Stage
from sandali.desk.customers.forms import EditForm, values_now
from sandali.desk.customers.own_fields import OwnField
from sandali.history.models import Event


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that both changed: the values as the form takes them, and as people read them."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_shown: str
    theirs_shown: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """`choices` are to be made; `kept` (name, value) travel along: what only one of the two changed, or nobody."""

    choices: list[Choice]
    kept: list[tuple[str, str]]
    before: list[tuple[str, str]]
    version: int
    last: Event | None


def conflict_between(form: EditForm, changes: dict[str, Any], current: Customer, last: Event | None) -> Conflict:
    """What the form wanted against how the customer stands now."""
    now = dict.fromkeys(form.before_names(), "") | values_now(current)
    choices, kept = [], []
    for name in form.before_names():
        mine, theirs = form.typed(name), now[name]
        if (name in changes or name in form.changed_data) and mine != theirs:
            choices.append(Choice(name, str(form.fields[name].label), mine, theirs, words(form, name, mine), words(form, name, theirs)))
        else:
            kept.append((name, theirs))
    return Conflict(choices, kept, [(f"initial-{name}", now[name]) for name in form.before_names()], current.version, last)


def words(form: EditForm, name: str, value: str) -> str:
    """A form's value as people read it."""
    field = form.fields[name]
    if isinstance(field, OwnField):
        found = parse(field.field, value)
        return "" if found is None else shown(field.field.kind, found)
    return str(Stage(value).label) if name == "stage" and value in Stage.values else value

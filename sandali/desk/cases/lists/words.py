"""A filter in words: one chip a value, each with the address of the list without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.filtering import DRAFTED, FOLLOWED, ME, NAMED, NOBODY, NONE, UNREAD, Asked
from sandali.cases.models import Aside, Kind, Mood, Priority, State
from sandali.cases.own_filtering import fields_named, is_own, number_of, words_of
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.customers.fields.values import called
from sandali.customers.models import CustomField, FieldKind, Organisation, Tag
from sandali.desk.cases.boxes import DUE_NAMES, Filter
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number

OF_US: Final[dict[str, type[Model]]] = {
    "department": Department, "person": Person, "channel": Channel, "tag": Tag, "organisation": Organisation,
}  # fmt: skip
YES_NO: Final = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}
NEAR_NAMES: Final = {
    FOLLOWED: gettext_lazy("I follow it"),
    NAMED: gettext_lazy("A note names me"),
    DRAFTED: gettext_lazy("With a draft of mine"),
    UNREAD: gettext_lazy("Unread by me"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of a filter, and the list without it."""

    label: str
    url: str


def chips(wanted: Filter) -> tuple[Chip, ...]:
    """What a list is narrowed by, in words. One query for each kind of thing that is named; none without a filter."""
    names = {name: names_of(name, wanted.asked) for name, _values in wanted.asked.fields if name in OF_US}
    own = fields_named(name for name, _values in wanted.asked.fields)
    return tuple(
        Chip(own_label(name, value, own) if is_own(name) else label_of(name, value, names.get(name, {})), wanted.at(asked=wanted.asked.without(name, value)).url)
        for name, values in wanted.asked.fields
        for value in values
    )


def names_of(name: str, asked: Asked) -> dict[str, str]:
    """Id → name of the things that a field of the filter names."""
    wanted = [int(value) for value in asked.many(name) if value.isdigit()]
    rows = OF_US[name]._default_manager.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return {str(pk): title for pk, title in rows}


def own_label(name: str, value: str, fields: Mapping[int, CustomField]) -> str:
    """What is asked of one of the company's own fields."""
    field = fields.get(number_of(name))
    if field is None:
        return _("gone since")
    said = {"field": isolated(called(field)), "value": isolated(YES_NO[value] if value in YES_NO and field.kind == FieldKind.YES_NO else words_of(name, value, field))}
    if name.endswith("-from"):
        return _("%(field)s: from %(value)s") % said
    return (_("%(field)s: up to %(value)s") if name.endswith("-to") else "%(field)s: %(value)s") % said


def label_of(name: str, value: str, names: dict[str, str]) -> str:
    """One value in words."""
    if name in OF_US:
        return said(name, value) or (isolated(names[value]) if value in names else _("gone since"))
    if name in COUNTED:
        return COUNTED[name](int(value)) % {"number": number(int(value))}
    match name:
        case "is":
            return str(State(value).label)
        case "kind":
            return _("No kind yet") if value == NONE else str(Kind(value).label)
        case "priority":
            return _("Priority: %(priority)s") % {"priority": Priority(int(value)).label}
        case "mood":
            return _("Mood: %(mood)s") % {"mood": Mood(value).label}
        case "aside":
            return str(Aside(value).label)
        case "due":
            return str(DUE_NAMES[value])
        case "near":
            return str(NEAR_NAMES[value])
        case "overdue":
            return _("With an overdue task")
    return _("“%(words)s”") % {"words": isolated(value)}


def said(name: str, value: str) -> str:
    """The words that stand in place of an id."""
    if value == ME:
        return _("Mine")
    if value == NOBODY:
        return _("Nobody's")
    if value == NONE:
        return {"department": _("No department"), "channel": _("No channel"), "tag": _("No tag")}[name]
    return ""


COUNTED: Final[dict[str, Callable[[int], str]]] = {
    "opened_over": lambda count: ngettext("Opened more than %(number)s day ago", "Opened more than %(number)s days ago", count),
    "opened_under": lambda count: ngettext("Opened in the last day", "Opened in the last %(number)s days", count),
    "quiet_over": lambda count: ngettext("Silent for more than %(number)s day", "Silent for more than %(number)s days", count),
    "quiet_under": lambda count: ngettext("A message in the last day", "A message in the last %(number)s days", count),
    "reach": lambda count: ngettext("At least %(number)s person may hear of it", "At least %(number)s people may hear of it", count),
    "waits": lambda count: ngettext("Waiting for more than %(number)s hour", "Waiting for more than %(number)s hours", count),
}




def context_of(wanted: Filter) -> dict[str, Any]:
    """Context of the chips above a list."""
    return {"chips": chips(wanted) if wanted.asked else (), "clear_url": Filter(box=wanted.box).url}

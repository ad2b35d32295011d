"""The panel in which a list is narrowed: a form of choices that GETs the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.filtering import ME, NOBODY, NONE
from sandali.cases.models import Aside, Kind, Mood, Priority, State
from sandali.cases.own_filtering import OF_CHOICES, ORDERED
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.customers.fields.queries import fields_of
from sandali.customers.models import CustomField, FieldKind, Organisation, Subject, Tag
from sandali.desk.cases.boxes import BOX_NAMES, DUE_NAMES, Filter, asked_filter, overrides, sorts_of
from sandali.desk.cases.lists.words import NEAR_NAMES, YES_NO
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number
from sandali.kit.htmx import page

MOST_CHOICES: Final = 300  # of one kind; what is asked for already is among them


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick, or one entry of a list to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A field of the filter with its choices. `name` is the field's in the address."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@staff("see_cases")
def filter_panel(request: HttpRequest) -> HttpResponse:
    """The panel for the list of this address; as a part it opens over the list, as a page it stands alone."""
    wanted = asked_filter(request.GET)
    return page(request, "desk/cases/lists/filter.html", panel(wanted), part="filter-panel")


def panel(wanted: Filter) -> dict[str, Any]:
    """Context of the panel."""
    # An order that was chosen stays; the usual one is left to whatever states are chosen.
    kept = {"sort": wanted.sort} if wanted.sort != sorts_of(wanted.shown)[0] else {}
    hidden = {"box": wanted.box} | ({} if overrides(wanted.asked) else {"state": wanted.shown}) | kept
    return {
        "filter": wanted,
        "hidden": hidden,
        "box_name": BOX_NAMES[wanted.box],
        "groups": groups(wanted),
        "organisations": Group("organisation", _("Organisation"), named(wanted, "organisation", Organisation.objects.filter(merged_into=None, removed_at=None).order_by("name", "pk"))),
        "asides": Group("aside", _("Kept out of the lists"), chosen(wanted, "aside", Aside.choices)),
        "ages": ages(wanted),
        "own_lines": own_lines(wanted),
        "reach": number(int(wanted.asked.one("reach"))) if wanted.asked.one("reach") else "",
        "typed": wanted.asked.one("words"),
        "overdue": bool(wanted.asked.one("overdue")),
        "clear_url": Filter(box=wanted.box).url,
        "cases_url": reverse("cases"),
    }


def groups(wanted: Filter) -> list[Group]:
    """What can be ticked. Groups without a choice are left out."""
    everybody = [(ME, _("Mine")), (NOBODY, _("Nobody's"))]
    made = [
        Group("is", _("State"), chosen(wanted, "is", State.choices)),
        Group("kind", _("Kind"), chosen(wanted, "kind", [*Kind.choices, (NONE, _("No kind yet"))])),
        Group("priority", _("Priority"), chosen(wanted, "priority", list(reversed(Priority.choices)))),
        Group("due", _("Due"), chosen(wanted, "due", DUE_NAMES.items())),
        Group("mood", _("Their mood"), chosen(wanted, "mood", list(reversed(Mood.choices)))),
        Group("person", _("Whose"), chosen(wanted, "person", everybody) + named(wanted, "person", Person.objects.filter(is_active=True).order_by("name", "pk"))),
        Group("near", _("My part in it"), chosen(wanted, "near", NEAR_NAMES.items())),
        Group("department", _("Department"), named(wanted, "department", Department.objects.filter(archived_at=None).order_by("name"), _("No department"))),
        Group("channel", _("Channel"), named(wanted, "channel", Channel.objects.filter(archived_at=None).order_by("name", "pk"), _("No channel"))),
        Group("tag", _("Tag"), named(wanted, "tag", Tag.objects.filter(cases__isnull=False).distinct().order_by("folded"), _("No tag"))),
    ]  # fmt: skip
    return [group for group in made + own_groups(wanted) if group.choices]


def own_groups(wanted: Filter) -> list[Group]:
    """The company's own fields of which an answer is chosen."""
    answers = {field: [(one.pk, one.name) for one in field.choices.all()] if field.kind in OF_CHOICES else list(YES_NO.items()) for field in fields_of(Subject.CASE) if is_chosen(field)}
    return [Group(f"field-{field.pk}", field.name, chosen(wanted, f"field-{field.pk}", choices)) for field, choices in answers.items()]


def is_chosen(field: CustomField) -> bool:
    """Whether a field's answers are ticked, rather than typed."""
    return field.kind in OF_CHOICES or field.kind == FieldKind.YES_NO


def own_lines(wanted: Filter) -> list[dict[str, str]]:
    """The company's own fields into which something is typed, those with an order from and up to something."""
    lines = []
    for field in fields_of(Subject.CASE, choices=False):
        if is_chosen(field) or field.kind == FieldKind.LONG:
            continue
        name, said = f"field-{field.pk}", {"field": isolated(field.name)}
        ends = [(f"{name}-from", _("%(field)s: from") % said), (f"{name}-to", _("%(field)s: up to") % said)] if field.kind in ORDERED else [(name, field.name)]
        lines += [{"name": one, "label": label, "value": wanted.asked.one(one)} for one, label in ends]
    return lines


def chosen(wanted: Filter, name: str, choices: Any) -> tuple[Choice, ...]:
    """Choices with those that the filter asks for marked."""
    asked = wanted.asked.many(name)
    return tuple(Choice(str(value), str(label), str(value) in asked) for value, label in choices)


def named(wanted: Filter, name: str, things: Any, none: str = "") -> tuple[Choice, ...]:
    """Things of ours as choices, by their names, and "none" at the end where that can be asked for."""
    rows = list(things.values_list("pk", "name")[:MOST_CHOICES])
    return chosen(wanted, name, [*rows, *([(NONE, none)] if none else [])])


def ages(wanted: Filter) -> list[dict[str, str]]:
    """The fields that take a number, with what is in them."""
    fields = [
        ("opened_over", _("Opened more than this many days ago")),
        ("opened_under", _("Opened in the last days")),
        ("quiet_over", _("Silent for more than this many days")),
        ("quiet_under", _("A message in the last days")),
        ("waits", _("Waiting for us for more than this many hours")),
    ]
    given = wanted.asked.one
    return [{"name": name, "label": label, "value": number(int(given(name))) if given(name) else ""} for name, label in fields]

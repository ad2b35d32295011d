"""A rule in words: one sentence that says when, if and then, and what it did in the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.automation.models import Rule
from sandali.automation.rules.asking import NOBODY
from sandali.automation.rules.triggers import TRIGGERS
from sandali.cases.models import Kind, Priority, State
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.customers.models import Organisation, Segment, Stage
from sandali.desk.automation.forms import LANGUAGES
from sandali.desk.sentences import isolated, label
from sandali.desk.settings.routing.rows import joined
from sandali.kit.components.pieces import number

GONE = gettext_lazy("(no longer there)")


@dataclass(frozen=True, slots=True)
class Names:
    """How what rules name by number is called, read once for a page."""

    departments: Mapping[int, str]
    people: Mapping[int, str]
    channels: Mapping[int, str]
    organisations: Mapping[int, str]
    segments: Mapping[int, str]


def names_for(rules: Iterable[Rule]) -> Names:
    """The names that these rules need: as many queries for one rule as for all."""
    rules = list(rules)
    organisations = {rule.conditions.get("organisation", 0) for rule in rules}
    segments = {rule.conditions["segment"] for rule in rules if "segment" in rule.conditions}
    return Names(
        dict(Department.objects.values_list("pk", "name")), dict(Person.objects.values_list("pk", "name")), dict(Channel.objects.values_list("pk", "name")),
        dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name")),
        dict(Segment.objects.filter(pk__in=segments).values_list("pk", "name")) if segments else {},
    )  # fmt: skip


def called(names: Mapping[int, str], value: Any) -> str:
    """A name in its own direction."""
    return isolated(names[value]) if value in names else str(GONE)


# Each condition and each act as a phrase of the sentence.
ASKED: Final[dict[str, tuple[Any, Callable[[Any, Names], str]]]] = {
    "kind": (gettext_lazy("it is of the kind “%(value)s”"), lambda value, names: label(Kind, value)),
    "priority": (gettext_lazy("its priority is at least “%(value)s”"), lambda value, names: label(Priority, value)),
    "state": (gettext_lazy("its state is “%(value)s”"), lambda value, names: label(State, value)),
    "channel": (gettext_lazy("it came by %(value)s"), lambda value, names: called(names.channels, value)),
    "department": (gettext_lazy("it is in the department %(value)s"), lambda value, names: called(names.departments, value)),
    "owner": (gettext_lazy("its owner is %(value)s"), lambda value, names: called(names.people, value)),
    "tag": (gettext_lazy("it has the tag “%(value)s”"), lambda value, names: isolated(value)),
    "stage": (gettext_lazy("the customer's stage is “%(value)s”"), lambda value, names: label(Stage, value)),
    "customer_tag": (gettext_lazy("the customer has the tag “%(value)s”"), lambda value, names: isolated(value)),
    "organisation": (gettext_lazy("the customer is from %(value)s"), lambda value, names: called(names.organisations, value)),
    "language": (gettext_lazy("the customer writes %(value)s"), lambda value, names: str(dict(LANGUAGES).get(value, value))),
    "segment": (gettext_lazy("the customer is in the segment “%(value)s”"), lambda value, names: called(names.segments, value)),
    "words": (gettext_lazy("the subject or the message has %(value)s"), lambda value, names: any_of(value.splitlines())),
}
DOES: Final[dict[str, tuple[Any, Callable[[Any, Names], str]]]] = {
    "department": (gettext_lazy("move it to %(value)s"), lambda value, names: called(names.departments, value)),
    "person": (gettext_lazy("give it to %(value)s"), lambda value, names: called(names.people, value)),
    "give_out": (gettext_lazy("let routing give it out"), lambda value, names: ""),
    "kind": (gettext_lazy("set its kind to “%(value)s”"), lambda value, names: label(Kind, value)),
    "priority": (gettext_lazy("set its priority to “%(value)s”"), lambda value, names: label(Priority, value)),
    "tag": (gettext_lazy("add the tag “%(value)s”"), lambda value, names: isolated(value)),
    "untag": (gettext_lazy("remove the tag “%(value)s”"), lambda value, names: isolated(value)),
    "task": (gettext_lazy("ask for the task %(value)s"), lambda value, names: task_words(value, names)),
    "follower": (gettext_lazy("have %(value)s follow it"), lambda value, names: called(names.people, value)),
    "told": (gettext_lazy("tell %(value)s"), lambda value, names: called(names.people, value)),
    "note": (gettext_lazy("leave a note"), lambda value, names: ""),
    "snooze": (gettext_lazy("snooze it for %(value)s"), lambda value, names: ngettext("%(number)s day", "%(number)s days", value) % {"number": number(value)}),
}


def any_of(words: list[str]) -> str:
    """Words of which any is enough."""
    quoted = [_("“%(word)s”") % {"word": isolated(one)} for one in words]
    return reduce(lambda one, other: _("%(one)s or %(other)s") % {"one": one, "other": other}, quoted)


def task_words(task: Mapping[str, Any], names: Names) -> str:
    """A task, and of whom it is asked."""
    return _("“%(title)s” from %(department)s") % {"title": isolated(task["title"]), "department": called(names.departments, task["department"])}


def condition_phrases(conditions: Mapping[str, Any], names: Names) -> list[str]:
    """What a rule asks, a phrase each."""
    said = []
    for name, value in conditions.items():
        if name == "owner" and value == NOBODY:
            said.append(_("nobody owns it"))
        elif name == "hours":
            said.append(_("we are open") if value == "open" else _("we are closed"))
        elif name in ASKED:
            said.append(str(ASKED[name][0]) % {"value": ASKED[name][1](value, names)})
    return said


def act_phrases(acts: Iterable[tuple[str, Any]], names: Names) -> list[str]:
    """What is done, a phrase each."""
    return [str(DOES[name][0]) % {"value": DOES[name][1](value, names)} for name, value in acts if name in DOES]


def rule_sentence(rule: Rule, names: Names) -> str:
    """The whole rule."""
    when = str(TRIGGERS[rule.trigger].when) % {"amount": number(rule.amount or 0)} if rule.trigger in TRIGGERS else rule.trigger
    asked = condition_phrases(rule.conditions, names)
    said = {"when": when, "conditions": joined(asked), "acts": joined(act_phrases(rule.acts.items(), names))}
    return (_("%(when)s, and if %(conditions)s: %(acts)s.") if asked else _("%(when)s: %(acts)s.")) % said

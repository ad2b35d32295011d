"""What the pages of routing say about rules, departments and a trial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.access import cases_for
from sandali.cases.models import Case, Kind, Priority, RoutingRule, RoutingWay, Skill
from sandali.cases.routing import (
    DepartmentHand,
    Facts,
    Rule,
    active_rules,
    fits,
    newest_cases,
    words_of,
)
from sandali.desk.cases.head import number_of
from sandali.desk.settings.routing.forms import LANGUAGES
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the list: its conditions and outcomes as (label, value) pairs."""

    rule: RoutingRule
    url: str
    conditions: list[tuple[str, str]]
    outcomes: list[tuple[str, str]]
    is_first: bool
    is_last: bool


def joined(values: list[str]) -> str:
    """Values one after another, with the language's comma."""
    return ("، " if current_display().language == "fa" else ", ").join(values)


def said(pairs: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """The pairs that say something."""
    return [(label, str(value)) for label, value in pairs if value]


def rule_row(rule: RoutingRule, place: int, count: int) -> RuleRow:
    """What the list says about a rule."""
    conditions = [
        (_("Channel"), rule.channel and rule.channel.name),
        (_("Words"), joined(rule.words.splitlines())),
        (_("Sender"), rule.sender),
        (_("Language"), dict(LANGUAGES).get(rule.language, rule.language)),
    ]
    outcomes = [
        (_("Department"), rule.department and rule.department.name),
        (_("Person"), rule.person and rule.person.name),
        (_("Kind"), Kind(rule.kind).label if rule.kind else ""),
        (_("Priority"), Priority(rule.priority).label if rule.priority else ""),
        (_("Skill"), rule.skill and rule.skill.name),
    ]
    url = reverse("settings_routing_rule", args=[rule.pk])
    return RuleRow(rule, url, said(conditions), said(outcomes), place == 0, place == count - 1)


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """How one department gives out."""

    name: str
    url: str
    way: str
    ceiling: str
    waiting: int


def department_row(hand: DepartmentHand) -> DepartmentRow:
    """What the list says about a department."""
    gives = hand.way != RoutingWay.PULL
    ceiling = _("at most %(number)s each") % {"number": number(hand.ceiling)} if gives and hand.ceiling else ""
    url = reverse("settings_routing_department", args=[hand.department.pk])
    return DepartmentRow(hand.department.name, url, str(RoutingWay(hand.way).label), ceiling, hand.waiting)


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill, and who has it."""

    skill: Skill
    people: str


def skill_row(skill: Skill) -> SkillRow:
    """What the list says about a skill."""
    return SkillRow(skill, joined([person.name for person in skill.people.all() if person.is_active]))


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that a rule would have matched; `earlier` names the rule that is asked before it and fits too."""

    url: str
    number: str
    subject: str
    customer: str
    department: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule tried on the last new cases that somebody may see."""

    asked: int
    hits: list[Hit]

    @property
    def words(self) -> str:
        """How many it would have matched."""
        said = ngettext("It fits %(hits)s of the last %(asked)s case.", "It fits %(hits)s of the last %(asked)s cases.", self.asked)
        return said % {"hits": number(len(self.hits)), "asked": number(self.asked)}


def tried(person: Any, given: dict[str, Any], standing: RoutingRule | None) -> Trial:
    """Try what a form says. Rules that stand before it are asked first, as they would be."""
    rule = Rule(
        standing.pk if standing else 0, given["name"], given["channel"].pk if given["channel"] else None, words_of(given["words"]),
        given["sender"], given["language"],
    )  # fmt: skip
    cases = newest_cases(cases_for(person).filter(aside=""))
    before = rules_before(standing)
    hits = [hit(case, facts, before) for case, facts in cases if fits(rule, facts)]
    return Trial(len(cases), hits)


def rules_before(standing: RoutingRule | None) -> list[Rule]:
    """The rules that are on and asked before a rule; all of them before a new one."""
    rules = active_rules()
    if standing is None:
        return rules
    places = dict(RoutingRule.objects.values_list("pk", "place"))
    return [rule for rule in rules if (places[rule.pk], rule.pk) < (standing.place, standing.pk)]


def hit(case: Case, facts: Facts, before: list[Rule]) -> Hit:
    """A case that fits, as a line."""
    earlier = next((rule.name for rule in before if fits(rule, facts)), "")
    department = case.department.name if case.department else ""
    return Hit(reverse("case", args=[case.pk]), number_of(case), case.subject, str(case.customer), department, earlier)

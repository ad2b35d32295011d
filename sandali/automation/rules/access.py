"""The only way to fetch rules on somebody's behalf. Rules stand between departments: they are for who decides about routing everywhere."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sandali.automation.models import Outcome, Rule, RuleRun
from sandali.cases.access import access_case, cases_for, reach
from sandali.cases.access_routing import manages_rules, refuse_unless_everywhere
from sandali.cases.models import Case


def access_rule(person: Any, number: int) -> Rule:
    """One rule that stands, to manage. Raises Rule.DoesNotExist, NotAllowed."""
    refuse_unless_everywhere(person)
    return Rule.objects.select_related("owner").get(pk=number, removed_at=None)


def access_run(person: Any, rule: Rule, number: int) -> RuleRun:
    """What a rule did to a case that the person may handle, to be taken back. Raises RuleRun.DoesNotExist, Case.DoesNotExist, NotAllowed."""
    refuse_unless_everywhere(person)
    run = RuleRun.objects.select_related("rule").get(pk=number, rule=rule, outcome=Outcome.DONE, taken_back_at=None)
    run.case = access_case(person, run.case_id, to="handle")
    return run


def runs_seen_by(person: Any, rule: Rule) -> QuerySet[RuleRun]:
    """What a rule did, to the cases that the person may see."""
    return RuleRun.objects.filter(rule=rule, case__in=cases_for(person))


def cases_of_owner(owner: Any) -> QuerySet[Case]:
    """The cases that a rule may touch: those that its owner may handle, while they may decide about rules at all."""
    if not manages_rules(owner):
        return Case.objects.none()
    return Case.objects.filter(reach(owner, "handle_cases"))

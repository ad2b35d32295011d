"""What is decided about rules, and the way back from what one did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.automation.models import Rule, RuleRun
from sandali.automation.rules import events
from sandali.automation.rules.asking import kept_conditions
from sandali.automation.rules.doing import ACTS, MOST_DAYS
from sandali.automation.rules.triggers import MOST_AMOUNT, TIMED, TRIGGERS
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Kind, Priority
from sandali.company.actions import Overtaken
from sandali.history.events import record


class EmptyRule(ValueError):
    """A rule must do something, and one that goes by the clock must say when; the text says what is missing."""


def kept_acts(given: Mapping[str, Any]) -> dict[str, Any]:
    """The acts of a rule as they are kept. Raises EmptyRule, ValueError for a kind, priority or length that there is not."""
    kept = {name: given[name] for name in ACTS if given.get(name) not in (None, "", False)}
    if not kept:
        raise EmptyRule(_("Say at least one thing that the rule does."))
    if "person" in kept and "give_out" in kept:
        raise EmptyRule(_("A case is either given to a person or given out by routing. Please choose one of the two."))
    if "kind" in kept:
        kept["kind"] = Kind(kept["kind"]).value
    if "priority" in kept:
        kept["priority"] = Priority(int(kept["priority"])).value
    if "snooze" in kept and not 1 <= int(kept["snooze"]) <= MOST_DAYS:
        raise ValueError("a snooze lasts from a day to a year")
    if "task" in kept and not (kept["task"].get("title") and kept["task"].get("department")):
        raise EmptyRule(_("A task needs a title and a department."))
    return kept


def rule_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a rule as they are kept. Raises EmptyRule, ValueError."""
    trigger, amount = given["trigger"], given.get("amount")
    if trigger not in TRIGGERS:
        raise ValueError(f"nothing sets a rule off that is called {trigger!r}")
    if trigger in TIMED and not (amount and 1 <= amount <= MOST_AMOUNT):
        raise EmptyRule(_("Say for how long: at least 1, at most 365."))
    return {
        "name": str(given["name"]).strip()[:80], "trigger": trigger, "amount": amount if trigger in TIMED else None,
        "conditions": kept_conditions(given["conditions"]), "acts": kept_acts(given["acts"]),
    }  # fmt: skip


@transaction.atomic
def add_rule(*, by: Any, **given: Any) -> Rule:
    """A new rule, done after all others; it works within what its maker may handle. Raises EmptyRule, ValueError."""
    last = Rule.objects.aggregate(last=Max("place"))["last"]
    rule = Rule.objects.create(place=(last or 0) + 1, owner=by, **rule_fields(given))
    record(events.AUTO_RULE_ADDED, rule, by=by, rule=rule.name)
    return rule


@transaction.atomic
def change_rule(rule: Rule, *, by: Any, version: int | None = None, **given: Any) -> Rule:
    """What sets a rule off, what it asks and does. From now on it works with the rights of whoever changed it.

    Raises EmptyRule, ValueError, Overtaken with the rule as it stands."""
    fields = rule_fields(given)
    rows = Rule.objects.filter(pk=rule.pk, removed_at=None)
    done = (rows if version is None else rows.filter(version=version)).update(**fields, owner=by, failures=0, version=F("version") + 1)
    current = Rule.objects.select_related("owner").get(pk=rule.pk)
    if not done:
        raise Overtaken(current, str(current.version))
    record(events.AUTO_RULE_CHANGED, current, by=by, rule=current.name)
    return current


@transaction.atomic
def move_rule(rule: Rule, *, by: Any, up: bool) -> bool:
    """Let the rule come one place earlier, or later; returns whether there was a place to go to."""
    ordered = list(Rule.objects.select_for_update().filter(removed_at=None).order_by("place", "pk"))
    at = next((place for place, one in enumerate(ordered) if one.pk == rule.pk), -1)
    to = at - 1 if up else at + 1
    if at < 0 or not 0 <= to < len(ordered):
        return False
    ordered[at], ordered[to] = ordered[to], ordered[at]
    for place, one in enumerate(ordered, start=1):
        if one.place != place:
            Rule.objects.filter(pk=one.pk).update(place=place)
    record(events.AUTO_RULE_MOVED, rule, by=by, rule=rule.name, place=to + 1)
    return True


@transaction.atomic
def switch_rule(rule: Rule, *, by: Any, on: bool) -> None:
    """Let the rule work from now on, or no longer. One that was paused begins anew."""
    rows = Rule.objects.filter(pk=rule.pk).exclude(is_active=on, paused_at=None)
    if rows.update(is_active=on, paused_at=None, failures=0, version=F("version") + 1):
        record(events.AUTO_RULE_SWITCHED_ON if on else events.AUTO_RULE_SWITCHED_OFF, rule, by=by, rule=rule.name)


@transaction.atomic
def remove_rule(rule: Rule, *, by: Any) -> None:
    """The rule works no longer and stands in no list. What it did stays, with its name."""
    if Rule.objects.filter(pk=rule.pk, removed_at=None).update(removed_at=timezone.now(), is_active=False):
        record(events.AUTO_RULE_REMOVED, rule, by=by, rule=rule.name)


@transaction.atomic
def take_back(run: RuleRun, *, by: Any) -> tuple[int, int]:
    """Put back what a rule did to a case, the last first, where nobody changed it since: (how much is as before, how much there was).

    Notes, tasks, notices and followers stay: they were read."""
    hold_case(run.case)
    if not RuleRun.objects.filter(pk=run.pk, taken_back_at=None).update(taken_back_by=by, taken_back_at=timezone.now()):
        return 0, 0
    undone = [one for one in reversed(run.did) if ACTS[one["act"]].back is not None]
    restored = 0
    for one in undone:
        hold_case(run.case)
        back = ACTS[one["act"]].back
        restored += bool(back and back(run.case, one["to"], one["was"], by))
    record(events.AUTO_RULE_TAKEN_BACK, run.case, by=by, rule=run.rule.name)
    return restored, len(undone)

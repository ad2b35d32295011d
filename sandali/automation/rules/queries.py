"""Reads about rules: which there are, which an event sets off, what one did."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, Q

from sandali.automation.models import Outcome, Rule, RuleRun
from sandali.automation.rules.access import runs_seen_by
from sandali.company.queries import know_departments
from sandali.history.models import Event
from sandali.kit.prepared import Prepared

PAGE: Final = 30
_triggers = Prepared(lambda: Rule.objects.filter(is_active=True).values_list("trigger").distinct().order_by("trigger"))


def all_rules() -> list[Rule]:
    """Every rule that stands, in its order, with `done`, how often it did something, and `last`, when it did so last."""
    counted = {"done": Count("runs", filter=Q(runs__outcome=Outcome.DONE)), "last": Max("runs__at", filter=Q(runs__outcome=Outcome.DONE))}
    rules = list(Rule.objects.filter(removed_at=None).select_related("owner").annotate(**counted).order_by("place", "pk"))
    know_departments([rule.owner for rule in rules])
    return rules


def triggers_in_use() -> set[str]:
    """What sets off a rule that works: one small query, asked for each event that could."""
    return {row[0] for row in _triggers()}


def rules_set_off_by(trigger: str) -> list[Rule]:
    """The rules that work and are set off by this, in their order."""
    return list(Rule.objects.filter(is_active=True, trigger=trigger).select_related("owner").order_by("place", "pk"))


def runs_of(person: Any, rule: Rule, *, below: int | None = None, most: int = PAGE) -> list[RuleRun]:
    """What a rule did to cases that the person may see, the newest first; `below` is the number of the last one seen."""
    runs = runs_seen_by(person, rule)
    if below is not None:
        runs = runs.filter(pk__lt=below)
    return list(runs.select_related("case__customer", "taken_back_by").order_by("-pk")[:most])


def first_event_since(moment: datetime) -> int:
    """The number from which on events happened since a moment: found by halving, as events are numbered in their order."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    low, high = 0, newest + 1
    while low < high:
        middle = (low + high) // 2
        found = Event.objects.filter(pk__gt=middle).order_by("pk").values_list("at", flat=True).first()
        if found is not None and found < moment:
            low = middle + 1
        else:
            high = middle
    return low + 1

"""Rules that time sets off: each once for a stretch, which is known by when it began and not by any clock's having passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from sandali.automation.models import Outcome, Rule, RuleRun
from sandali.automation.rules.access import cases_of_owner
from sandali.automation.rules.asking import narrowed, silent_states
from sandali.automation.rules.queries import rules_set_off_by
from sandali.automation.rules.running import run_rule
from sandali.automation.rules.triggers import SILENT, WAITS
from sandali.cases.models import ON_US, Case
from sandali.cases.waits import opening_hours
from sandali.history.queue import give_way
from sandali.kit.hours import WeekHours

BATCH: Final = 50
STRETCH: Final = {WAITS: "waiting_since", SILENT: "last_message_at"}


def since_working(now: datetime, hours: int, week: WeekHours) -> datetime:
    """The latest moment from which until now so many working hours passed. A company that never said when it is open works at all hours."""
    wanted = timedelta(hours=hours)
    if not any(week.days.values()) and not week.overrides:
        return now - wanted
    low, high = now - wanted * 60 - timedelta(days=30), now - wanted
    while high - low > timedelta(seconds=30):
        middle = low + (high - low) / 2
        if week.between(middle, now) >= wanted:
            low = middle
        else:
            high = middle
    return low


def due_cases(rule: Rule, now: datetime) -> QuerySet[Case]:
    """The cases whose stretch is long enough, with `since`; in the order of their numbers. Words and hours are asked afterwards."""
    cases = narrowed(cases_of_owner(rule.owner), rule.conditions, owner=rule.owner)
    column, amount = STRETCH[rule.trigger], rule.amount or 1
    if rule.trigger == WAITS:
        cases = cases.filter(state__in=ON_US, waiting_since__lte=since_working(now, amount, opening_hours()))
    else:
        cases = cases.filter(silent_states(rule.conditions), last_message_at__lte=now - timedelta(days=amount))
    return cases.annotate(since=F(column)).order_by("pk")


def run_timed(now: datetime | None = None) -> int:
    """Run every rule whose time came on the cases for which it did; returns how many it did something to."""
    now = now or timezone.now()
    return sum(run_due(rule, now) for trigger in STRETCH for rule in rules_set_off_by(trigger))


def run_due(rule: Rule, now: datetime) -> int:
    """One rule, batch by batch, as long as it works: it may be paused meanwhile."""
    count, last = 0, 0
    while True:
        past = RuleRun.objects.filter(rule=rule, case=OuterRef("pk"), since=OuterRef("since"))
        batch = list(due_cases(rule, now).filter(~Exists(past), pk__gt=last)[:BATCH].values_list("pk", STRETCH[rule.trigger]))
        for number, since in batch:
            run = run_rule(rule, number, at=now, since=since)
            count += run is not None and run.outcome == Outcome.DONE
        if len(batch) < BATCH or not Rule.objects.filter(pk=rule.pk, is_active=True).exists():
            return count
        last = batch[-1][0]
        give_way()

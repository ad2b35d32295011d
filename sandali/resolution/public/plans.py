"""Plans: how each kind of public complaint is answered, as the company writes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.history.events import record
from sandali.kit.text import clean, isolate
from sandali.resolution.models import PublicPlan
from sandali.resolution.public import events

LONGEST_STEPS, LEAST_MINUTES, MOST_MINUTES = 10_000, 5, 60 * 24 * 14


def plan_fields(name: str, fits: str, steps: str, who: str, minutes: int) -> dict[str, Any]:
    """The fields as they are stored. Raises ValueError without a name or steps, or for a time that is none."""
    fields = {
        "name": isolate(clean(name)).strip()[:120], "fits": clean(fits).strip()[:400], "steps": clean(steps).strip()[:LONGEST_STEPS],
        "who": isolate(clean(who)).strip()[:120], "minutes": minutes,
    }  # fmt: skip
    if not fields["name"] or not fields["steps"]:
        raise ValueError("a plan has a name, and steps")
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise ValueError("a plan's time is between five minutes and two weeks of working time")
    return fields


@transaction.atomic
def write_plan(*, by: Any, name: str, steps: str, fits: str = "", who: str = "", minutes: int = 240) -> PublicPlan:
    """A new plan; `minutes` of working time until the public answer. Raises ValueError."""
    plan = PublicPlan.objects.create(**plan_fields(name, fits, steps, who, minutes))
    record(events.PLAN_WRITTEN, plan, by=by, plan=plan.name)
    return plan


@transaction.atomic
def change_plan(plan: PublicPlan, *, by: Any, name: str, steps: str, fits: str, who: str, minutes: int, version: int | None = None) -> PublicPlan:
    """Write it anew. Clocks that run by it stay as they are. Raises ValueError, Overtaken."""
    rows = PublicPlan.objects.filter(pk=plan.pk, **({} if version is None else {"version": version}))
    done = rows.update(**plan_fields(name, fits, steps, who, minutes), version=F("version") + 1)
    plan.refresh_from_db()
    if not done:
        raise Overtaken(plan)
    record(events.PLAN_CHANGED, plan, by=by, plan=plan.name)
    return plan


@transaction.atomic
def archive_plan(plan: PublicPlan, *, by: Any) -> None:
    """Offer it no longer; cases that follow it go on doing so."""
    if PublicPlan.objects.filter(pk=plan.pk, archived_at=None).update(archived_at=timezone.now()):
        record(events.PLAN_ARCHIVED, plan, by=by, plan=plan.name)


@transaction.atomic
def return_plan(plan: PublicPlan, *, by: Any) -> None:
    """Offer it again."""
    if PublicPlan.objects.filter(pk=plan.pk).exclude(archived_at=None).update(archived_at=None):
        record(events.PLAN_RETURNED, plan, by=by, plan=plan.name)

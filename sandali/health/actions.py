"""Every write about the health of records: rules, and looks through everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from sandali.company.access import refuse_unless
from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.queries import company_zone
from sandali.health import events
from sandali.health.checks import CHECKS
from sandali.health.models import CheckRules, Look
from sandali.health.rules import LEAST_DAYS, MOST_DAYS, Rules, check_rules
from sandali.history import queue
from sandali.history.events import record

LOOK = "sandali.health.jobs.look_through"


class LookingAlready(Exception):
    """A look through everything is going on."""


@transaction.atomic
def change_rules(*, by: Any, off: Collection[str], days: Mapping[str, int], was: str | None = None) -> Rules:
    """Which checks are not made, and the limits in days. Raises NotAllowed, Overtaken, ValueError for what is no check or no limit."""
    refuse_unless(by, "keep_records")
    limited = {code for code, check in CHECKS.items() if check.days}
    if not (CHECKS.keys() >= set(off) and limited >= days.keys() and all(LEAST_DAYS <= limit <= MOST_DAYS for limit in days.values())):
        raise ValueError("no rules for checks")
    row = CheckRules.objects.select_for_update().get_or_create(pk=1, defaults={"version": 0})[0]
    refuse_overtaken(was, str(row.version), row)
    before = check_rules()
    changed = {code: limit for code, limit in days.items() if limit != CHECKS[code].days}
    if before.off == frozenset(off) and before.days == changed:
        return before
    CheckRules.objects.filter(pk=1).update(off=sorted(off), days=changed, version=F("version") + 1)
    record(events.CHECK_RULES_CHANGED, row, by=by, off=sorted(off), days=changed)
    return check_rules()


def begin_look(*, by: Any) -> Look:
    """Have everything counted now, by a job. Raises NotAllowed, LookingAlready: two at once would count the same."""
    refuse_unless(by, "keep_records")
    try:
        return put_look(by)
    except IntegrityError:
        raise LookingAlready from None


@transaction.atomic
def put_look(by: Any) -> Look:
    """A look for today, by the calendar of the company. Raises IntegrityError while one runs."""
    look = Look.objects.create(day=timezone.now().astimezone(company_zone()).date(), by=by)
    if by is not None:
        record(events.LOOK_BEGUN, look, by=by)
    queue.put(LOOK, look.pk, unique_key=f"{LOOK}:{look.pk}")
    return look


def end_look(look: int) -> bool:
    """It is through; False where it had ended."""
    return bool(Look.objects.filter(pk=look, running=True).update(running=None, ended_at=timezone.now()))


def look_parked(look: int) -> None:
    """Its job was set aside for good: it ends unfinished, so that the next night's is not kept out."""
    end_look(look)

"""Ten thousand clocks: following them when all fall due in one instant, and reckoning them anew after the hours changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from django.db import transaction
from django.utils import timezone

from bench.figures import Figure
from sandali.cases.models import Case, State, Wait
from sandali.company.models import Person
from sandali.history.events import listeners
from sandali.resolution.models import Clock
from sandali.resolution.standards.actions import add_usual_standards
from sandali.resolution.standards.following import follow_due
from sandali.resolution.standards.reckoning import UNSETTLED
from sandali.resolution.standards.settling import settle
from sandali.resolution.standards.timetable import timetable

MANY = 10_000
AT_ONCE = 200  # cases, as the job takes them


def measure() -> list[Figure]:
    """Both figures; what was made for them is taken back."""
    with transaction.atomic():
        found = measured(MANY)
        transaction.set_rollback(True)
    return found


def measured(many: int) -> list[Figure]:
    """Make cases wait that did not, with the clocks of the usual standards, until there are `many` clocks."""
    add_usual_standards(by=Person.objects.order_by("pk").first())
    listeners("AT_ONCE")  # a worker has loaded them long ago
    now = timezone.now()
    numbers = list(Case.objects.filter(aside="").order_by("pk").values_list("pk", flat=True)[: many // 3 + AT_ONCE])
    Wait.objects.filter(case__in=numbers).delete()
    Case.objects.filter(pk__in=numbers).update(state=State.OPEN, state_at=now, waiting_since=now, kind="")
    Wait.objects.bulk_create(Wait(case_id=number, began_at=now) for number in numbers)
    parts = [numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)]
    begun = seconds(lambda: sum(settle(part) for part in parts))
    running = Clock.objects.filter(ended_at=None, case__state__in=UNSETTLED)
    kept = list(running.order_by("pk").values_list("pk", flat=True)[:many])
    running.exclude(pk__in=kept).delete()
    anew = seconds(lambda: sum(settle(part, anew=True) for part in parts))
    opening = next(timetable().openings(now + timedelta(days=1)))[0]
    moment = opening + timedelta(hours=2)
    Clock.objects.filter(pk__in=kept).update(due_at=moment, next_at=moment, told=0)
    followed = seconds(lambda: follow_all(moment))
    return [
        Figure("10,000 clocks: all due in one instant", round(followed, 2), "s", 2, f"{len(kept):,} clocks marked and told of"),
        Figure("10,000 clocks: reckoned anew", round(anew, 2), "s", 2, f"{len(parts)} batches of {AT_ONCE} cases, written"),
        Figure("10,000 clocks: begun", round(begun, 2), "s", None, "with their rows"),
    ]


def follow_all(moment: datetime) -> int:
    """As the job does: until nothing is due."""
    done = 0
    while found := follow_due(moment):
        done += found
    return done


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun

"""Waits of many cases at once: the rules of `waits`, in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from sandali.cases.models import Case, Wait
from sandali.cases.waits import spans


def begin_waits(cases: Sequence[Case], *, at: datetime) -> None:
    """The customers of these cases wait since each case's `waiting_since` (`at` where it has none), unless a wait runs."""
    Wait.objects.bulk_create(
        [
            Wait(case=case, began_at=case.waiting_since or at, department_id=case.department_id, channel_id=case.channel_id)
            for case in cases
        ],
        ignore_conflicts=True,
    )


def end_waits(cases: Sequence[Case], *, at: datetime, by: Any) -> None:
    """The waits that run in these cases are over at `at`, not by an answer."""
    near = {case.pk: case for case in cases}
    waits = list(Wait.objects.filter(case__in=near, ended_at=None))
    for wait in waits:
        case = near[wait.case_id]
        wait.seconds, wait.working_seconds = spans(wait.began_at, at)
        wait.ended_at, wait.by_answer, wait.person = max(at, wait.began_at), False, by
        wait.department_id, wait.channel_id = case.department_id, case.channel_id
    Wait.objects.bulk_update(waits, ["ended_at", "seconds", "working_seconds", "by_answer", "person", "department", "channel"])


def take_back_waits(numbers: Sequence[int], *, at: datetime) -> None:
    """What `begin_waits` and `end_waits` did to these cases at `at` is as if it had not been."""
    Wait.objects.filter(case__in=numbers, began_at=at, ended_at=None).delete()
    Wait.objects.filter(case__in=numbers, ended_at=at, by_answer=False, began_at__lt=F("ended_at")).update(
        ended_at=None, seconds=None, working_seconds=None, person=None
    )

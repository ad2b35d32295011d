"""One of everything on the recovery path of a case, for the walk over all addresses."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sandali.resolution.models import (
    Apology,
    CaseCause,
    Cause,
    Improvement,
    Lesson,
    RecoveryStep,
    Signing,
    Step,
    Telling,
)


def recovery_things(case, cast) -> dict[str, int]:
    """Numbers of what hangs on a case, by the words of addresses."""
    now = timezone.now()
    step = RecoveryStep.objects.create(case=case, step=Step.OWN, by=cast.admin, person=cast.admin, ended_at=now)
    apology = Apology.objects.create(case=case, text="!", by=cast.admin, signer=cast.nahid, state=Signing.WITHDRAWN, ended_at=now)
    cause, _made = Cause.objects.get_or_create(name="!", folded="!")
    CaseCause.objects.create(case=case, cause=cause, opened_at=case.opened_at)
    Lesson.objects.create(case=case, department=case.department, text="!", by=cast.admin)
    return {f"stepped of {case.pk}": step.pk, f"apology of {case.pk}": apology.pk, f"cause of {case.pk}": cause.pk, "step": "own"}


def lesson_things(case, cast) -> dict[str, int]:
    """Numbers of a lesson with an improvement, and of a cause with a letter."""
    lesson = Lesson.objects.get(case=case)
    due = timezone.now() + timedelta(days=1)
    improvement = Improvement.objects.create(lesson=lesson, what="!", owner=cast.admin, due_at=due, by=cast.admin)
    cause = Cause.objects.get(name="!")
    telling = Telling.objects.create(cause=cause, text="!", by=cast.admin, key="!", starts_at=due)
    return {"lesson": lesson.pk, "improvement": improvement.pk, "cause": cause.pk, "settings_cause": cause.pk, "telling": telling.pk}

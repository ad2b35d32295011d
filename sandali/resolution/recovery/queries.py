"""Reads of the recovery path."""

from __future__ import annotations

from typing import Any

from sandali.cases.holding import CASE, may_hold, part
from sandali.cases.models import Case
from sandali.company.models import Person
from sandali.company.permissions import NotAllowed
from sandali.kit.prepared import Prepared
from sandali.resolution.models import Apology, CaseCause, Cause, CauseLook, Lesson, RecoveryStep
from sandali.resolution.recovery.tree import paths

STEP_FIELDS = ("step", "pk", "at", "by__name", "person__name", "text", "message_id")
_standing = Prepared(lambda case: RecoveryStep.objects.filter(case=case, ended_at=None).values_list(*STEP_FIELDS))

_STEPS = part("recovery steps", RecoveryStep.objects.filter(case=CASE, ended_at=None))


def standing_rows(case: Case) -> list[tuple[Any, ...]]:
    """STEP_FIELDS of each step of a case that is done. Asked for every case that is opened, so it costs next to nothing."""
    return _standing(case.pk) if may_hold(case, _STEPS) else []


def access_apology(case: Case, number: int, *, signer: Any = None) -> Apology:
    """One apology of a case; with `signer` only for who is asked to sign it. Raises Apology.DoesNotExist, NotAllowed."""
    apology = Apology.objects.select_related("by", "signer", "case__customer").get(pk=number, case=case)
    if signer is not None and apology.signer_id != signer.pk:
        raise NotAllowed
    return apology


def causes_of(case: Case) -> list[tuple[int, str]]:
    """(id, whole name) of each cause of a case, in the order in which they were found."""
    numbers = list(CaseCause.objects.filter(case=case).order_by("pk").values_list("cause_id", flat=True))
    names = paths(numbers)
    return [(one, names[one]) for one in numbers if one in names]


def look_of(case: Case) -> CauseLook | None:
    """When somebody looks for the cause again."""
    return CauseLook.objects.select_related("by").filter(case=case).first()


def lesson_of(case: Case) -> Lesson | None:
    """What a case taught us."""
    return Lesson.objects.select_related("by").filter(case=case).first()


def colleague(number: int) -> Person:
    """Somebody who works here. Raises Person.DoesNotExist, also for who has left."""
    return Person.objects.get(pk=number, is_active=True)


def standing_cause(number: int) -> Cause:
    """A cause that stands in the tree. Raises Cause.DoesNotExist, also for one that was merged."""
    return Cause.objects.get(pk=number, merged_into=None)

"""Who hears of what happens on the recovery path: the audiences of its events."""

from __future__ import annotations

from sandali.history.models import Event
from sandali.resolution.models import Apology, Improvement, RecoveryStep, Telling


def recovery_owner(event: Event) -> list[int]:
    """Who is to own what went wrong."""
    return _ids(RecoveryStep.objects.filter(pk=event.subject_id, person__is_active=True).values_list("person_id", flat=True))


def apology_signer(event: Event) -> list[int]:
    """Who is asked to sign."""
    return _ids(Apology.objects.filter(pk=event.subject_id, signer__is_active=True).values_list("signer_id", flat=True))


def apology_writer(event: Event) -> list[int]:
    """Who wrote the apology."""
    return _ids(Apology.objects.filter(pk=event.subject_id, by__is_active=True).values_list("by_id", flat=True))


def improvement_owner(event: Event) -> list[int]:
    """Whose the improvement is."""
    return _ids(Improvement.objects.filter(pk=event.subject_id, owner__is_active=True).values_list("owner_id", flat=True))


def improvement_maker(event: Event) -> list[int]:
    """Who asked for the improvement."""
    return _ids(Improvement.objects.filter(pk=event.subject_id, by__is_active=True).values_list("by_id", flat=True))


def telling_writer(event: Event) -> list[int]:
    """Who wrote the letter to many."""
    return _ids(Telling.objects.filter(pk=event.subject_id, by__is_active=True).values_list("by_id", flat=True))


def _ids(found: object) -> list[int]:
    return [one for one in found if one is not None]  # type: ignore[attr-defined]

"""Estimates of reach as the cases carry them for lists."""

from django_tasks import task

from sandali.resolution.reach.actions import note_all


@task()
def note_reaches() -> int:
    """Bring them in line with what is known and assumed now; returns how many were looked at."""
    return note_all()

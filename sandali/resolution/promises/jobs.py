"""Promises whose time has come."""

from django_tasks import task

from sandali.resolution.promises.clock import follow_due


@task()
def follow_promises() -> int:
    """Remind owners, see what was not kept and tell of it; returns how many promises were moved on."""
    return follow_due()

"""Calls whose end nobody told."""

from django_tasks import task

from sandali.cases.actions.calls import end_lost


@task()
def end_lost_calls() -> int:
    """Bring calls to their end that a telephone system forgot; returns how many."""
    return end_lost()

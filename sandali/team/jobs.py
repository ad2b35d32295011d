"""Answers to suggestions whose time runs out."""

from django_tasks import task

from sandali.team.actions import tell_of_owed


@task()
def tell_of_owed_answers() -> int:
    """Warn before, and tell leaders after; returns how many suggestions were due."""
    return tell_of_owed()

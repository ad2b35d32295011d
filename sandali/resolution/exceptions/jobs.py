"""Cases that a situation came to affect without a message: a tag that was set, a department that they were moved to."""

from django_tasks import task

from sandali.resolution.exceptions.affected import find_all, find_for_case


@task()
def find_affected_cases() -> int:
    """Write them down; returns how many."""
    return find_all()


@task()
def find_affecting(case: int) -> int:
    """Which running situations affect a case that was just opened."""
    return find_for_case(case)

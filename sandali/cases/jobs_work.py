"""Warning of tasks that are due soon, and of those that are overdue."""

from django.utils import timezone
from django_tasks import task

from sandali.cases.actions.work import warn_of_task
from sandali.cases.work import tasks_to_warn_of
from sandali.company.queries import week_hours


@task()
def warn_of_tasks() -> int:
    """Tell whose tasks run out, each time once and never while the company is closed; returns how many were told of."""
    now = timezone.now()
    return sum(warn_of_task(one, overdue=overdue, at=now) for one, overdue in tasks_to_warn_of(now, week_hours()))

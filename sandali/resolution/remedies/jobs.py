"""Questions that nobody answered in time."""

from functools import partial

from django.utils import timezone
from django_tasks import task

from sandali.history.queue import in_batches
from sandali.resolution.remedies.overdue import BATCH, escalate_overdue


@task()
def escalate() -> int:
    """Tell those above, until nothing is late; returns how many were."""
    return in_batches(partial(escalate_overdue, now=timezone.now()), BATCH)

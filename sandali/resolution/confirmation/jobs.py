"""Questions whose time has come."""

from django_tasks import task

from sandali.history.queue import in_batches
from sandali.resolution.confirmation.asking import BATCH, follow_due


@task()
def follow_askings() -> int:
    """Remind, give up and look again, until nothing is due; returns how many were."""
    return in_batches(follow_due, BATCH)

"""Moods of what was imported."""

from django_tasks import task

from sandali.history.queue import in_batches
from sandali.resolution.understanding.moods import BATCH, read_old


@task()
def read_old_moods() -> int:
    """Read what was written before it could be read at once, until nothing is left; returns how many messages were read."""
    return in_batches(read_old, BATCH)

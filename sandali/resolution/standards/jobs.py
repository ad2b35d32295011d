"""Clocks whose time has come, and clocks that are reckoned anew."""

from django_tasks import task

from sandali.history.queue import give_way, in_batches
from sandali.resolution.standards.following import BATCH, follow_due
from sandali.resolution.standards.reckoning import reckon_next


@task()
def follow_clocks() -> int:
    """Warn, say what is late, and tell who leads; returns how many clocks were due. At night nobody is told of anything."""
    return in_batches(follow_due, BATCH)


@task()
def reckon_clocks() -> int:
    """Reckon all that runs anew, some hundred cases at a time; returns how many clocks are different now."""
    changed, after = 0, 0
    while True:
        written, last = reckon_next(after)
        changed += written
        if not last:
            return changed
        after = last
        give_way()

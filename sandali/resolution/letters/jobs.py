"""Printing what left, and forgetting what is old."""

from django_tasks import task

from sandali.history.queue import give_way
from sandali.resolution.letters import prints

MOST_BATCHES = 25  # of one run; the next one goes on


@task()
def print_letters() -> int:
    """Store prints of the letters that left; returns how many."""
    done = 0
    for _batch in range(MOST_BATCHES):
        found = prints.print_letters()
        done += found
        if found < prints.BATCH:
            break
        give_way()
    return done


@task()
def forget_prints() -> int:
    """Keep the newest prints."""
    return prints.forget_prints()

"""Questions that nobody answered in time."""

from django_tasks import task

from sandali.resolution.remedies.overdue import BATCH, escalate_overdue


@task()
def escalate() -> int:
    """Tell those above, until nothing is late; returns how many were."""
    done = 0
    while found := escalate_overdue():
        done += found
        if found < BATCH:
            break
    return done

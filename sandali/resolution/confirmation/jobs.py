"""Questions whose time has come."""

from django_tasks import task

from sandali.resolution.confirmation.asking import BATCH, follow_due


@task()
def follow_askings() -> int:
    """Remind, give up and look again, until nothing is due; returns how many were."""
    done = 0
    while found := follow_due():
        done += found
        if found < BATCH:
            break
    return done

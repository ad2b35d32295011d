"""Public answers whose time runs out."""

from django_tasks import task

from sandali.resolution.public.telling import BATCH, tell_due


@task()
def tell_of_public() -> int:
    """Warn, and say what is late, until nothing is due; returns how many clocks spoke."""
    done = 0
    while found := tell_due():
        done += found
        if found < BATCH:
            break
    return done

"""Public answers whose time runs out."""

from functools import partial

from django.utils import timezone
from django_tasks import task

from sandali.history.queue import in_batches
from sandali.resolution.public import mentions
from sandali.resolution.public.telling import BATCH, tell_due


@task()
def tell_of_public() -> int:
    """Warn, and say what is late, until nothing is due; returns how many clocks spoke."""
    return in_batches(partial(tell_due, timezone.now()), BATCH)


@task()
def find_link(matter: int, message: int) -> None:
    """Ask a provider where something was said."""
    mentions.find_link(matter, message)

"""Telling people what they wanted to be reminded of."""

from django_tasks import task

from sandali.cases.actions.timing import BATCH, tell_due
from sandali.history.queue import in_batches


@task()
def tell_reminders() -> int:
    """Tell every reminder that is due, a batch in each transaction; returns how many."""
    return in_batches(tell_due, BATCH)

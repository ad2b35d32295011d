"""Telling people what they wanted to be reminded of."""

from django_tasks import task

from sandali.cases.actions.timing import BATCH, tell_due


@task()
def tell_reminders() -> int:
    """Tell every reminder that is due, a batch in each transaction; returns how many."""
    told = 0
    while found := tell_due():
        told += found
        if found < BATCH:
            break
    return told

"""Taking in what arrived, and waking what slept."""

from django.utils import timezone
from django_tasks import task

from sandali.cases import actions
from sandali.cases.models import Case, State
from sandali.channels.actions import claim_arrivals

BATCH = 20


@task(priority=10)
def read_arrivals() -> int:
    """Take in everything that waits to be read; returns how many. Each arrival is its own transaction."""
    count = 0
    while arrivals := claim_arrivals(BATCH):
        for arrival in arrivals:
            actions.receive_arrival(arrival)
            count += 1
    return count


@task()
def wake_snoozed() -> None:
    """Bring back the cases whose time has come."""
    due = Case.objects.filter(state=State.SNOOZED, snoozed_until__lte=timezone.now())
    for case in due.order_by("snoozed_until")[:500]:
        actions.wake_case(case)

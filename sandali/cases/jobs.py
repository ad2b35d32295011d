"""Taking in what arrived, waking what slept, and what measuring needs of the past."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from sandali.cases import actions
from sandali.cases.actions import asking_more, fetching, unread
from sandali.cases.exporting import export_for_later, forget_old
from sandali.cases.figure_days import catch_up, forget_days
from sandali.cases.models import Case, State
from sandali.cases.old_waits import write_old_waits
from sandali.channels.actions import read_again
from sandali.channels.taking import claim_arrivals, wait_for_settling
from sandali.company.models import Person
from sandali.kit.courtesy import after_you

BATCH = 20


@task(priority=10)
def read_arrivals() -> int:
    """Take in everything that waits to be read; returns how many. Each arrival is its own transaction."""
    count = 0
    while arrivals := claim_arrivals(BATCH):
        for arrival in arrivals:
            if arrival.lease_until is None or read_again(arrival):
                actions.receive_arrival(arrival)
            count += 1
            after_you()
    wait_for_settling()
    return count


@task()
def wake_snoozed() -> None:
    """Bring back the cases whose time has come."""
    due = Case.objects.filter(state=State.SNOOZED, snoozed_until__lte=timezone.now(), aside="")
    for case in due.order_by("snoozed_until")[:500]:
        actions.wake_case(case)


@task()
def mail_unread() -> int:
    """Send by mail what was answered in a window that was not opened again; returns how many."""
    return unread.mail_unread()


@task()
def measure_old_waits(after: int = 0) -> int:
    """Write the waits of cases that stood before waits were written, a part of them a run; returns how many waits were written.

    A case that has waits already is left alone, so this may be run again at any time."""
    written, last = write_old_waits(after)
    if last is not None:
        measure_old_waits.enqueue(after=last)
    else:
        forget_days()  # no event says that these waits were written
    return written


@task()
def pack_figures() -> None:
    """Pack the days that are over and those that changed; where many are left, the rest in runs to come."""
    if catch_up():
        pack_figures.enqueue()


@task()
def write_export(person: int, words: dict[str, Any], *, format: str, name: str) -> None:
    """Write a large export of cases, and tell whoever asked for it."""
    asker = Person.objects.filter(pk=person, is_active=True).first()
    if asker is not None:
        export_for_later(asker, words, format=format, name=name)


@task()
def forget_exports() -> int:
    """Delete the files of old exports; returns how many."""
    return forget_old()


@task(priority=8)
def fetch_file(attachment: int, tries: int = 0) -> None:
    """Bring over a file that lies at a provider."""
    fetching.fetch_file(attachment, tries)


@task()
def name_customer(customer: int, channel: int, value: str) -> None:
    """Ask a provider how somebody is called."""
    fetching.name_customer(customer, channel, value)


@task()
def ask_more(channel: int, reference: str, tries: int = 0) -> None:
    """Ask a provider what it told only the fact of."""
    asking_more.ask_more(channel, reference, tries)

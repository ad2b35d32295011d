"""What customers have done later: somebody erased or exported, the whole base looked through for records of one person."""

from django_tasks import task

from sandali.company.models import Person
from sandali.customers import erasing, exporting, merging, search
from sandali.customers.duplicates import keys, scanning
from sandali.customers.segments.exporting import write_segment
from sandali.history import queue


@task()
def erase_customer(customer: int) -> None:
    """Take away what is left of somebody whose erasure has begun."""
    erasing.erase(customer)


@task()
def export_customer(person: int, customer: int, name: str) -> None:
    """Write all that is kept of somebody, and tell whoever asked for it."""
    asker = Person.objects.filter(pk=person, is_active=True).first()
    if asker is not None:
        exporting.write_export(asker, customer, name)


@task()
def export_segment(person: int, segment: int, *, format: str, name: str) -> None:
    """Write all customers of a large segment, and tell whoever asked for them."""
    asker = Person.objects.filter(pk=person, is_active=True).first()
    if asker is not None:
        write_segment(asker, segment, format=format, name=name)


@task()
def look_through(scan: int) -> None:
    """Work a scan; after a restart it goes on where it was."""
    scanning.look_through(scan)


@task()
def look_at_changed() -> None:
    """Every night: whether somebody who came or changed is here twice."""
    scanning.look_at_changed()


@task()
def write_old_keys() -> None:
    """Who was written down before there were keys, or by an earlier formula, gets them."""
    keys.write_old_keys()


@task()
def index_field(field: int) -> None:
    """A field was put away or came back: whoever has a value of it is found by it no more, or again."""
    after = 0
    while after := search.index_again_with(field, after=after):
        queue.give_way()


@task()
def index_customers(numbers: list[int]) -> None:
    """Customers whose words are others by now, a few at a time."""
    for start in range(0, len(numbers), search.BATCH):
        search.index_again(numbers[start : start + search.BATCH])
        queue.give_way()


@task()
def carry_late(made: int) -> None:
    """What was written for a record while it was put together with another one goes after it."""
    merging.carry_late(made)

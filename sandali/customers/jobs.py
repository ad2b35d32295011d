"""Work on customers that is done later: fetch by id, call an action."""

from django_tasks import task

from sandali.company.models import Person
from sandali.customers import erasing, exporting


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

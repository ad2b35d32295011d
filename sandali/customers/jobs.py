"""What customers have done later: a look through the whole base for records of one person."""

from django_tasks import task

from sandali.customers import merging
from sandali.customers.duplicates import keys, scanning


@task()
def look_through(scan: int) -> None:
    """Work a scan; after a restart it goes on where it was."""
    scanning.look_through(scan)


@task()
def write_old_keys() -> None:
    """Who was written down before there were keys, or by an earlier formula, gets them."""
    keys.write_old_keys()


@task()
def carry_late(made: int) -> None:
    """What was written for a record while it was put together with another one goes after it."""
    merging.carry_late(made)

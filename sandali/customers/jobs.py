"""What customers have done later: a look through the whole base for records of one person."""

from django_tasks import task

from sandali.customers.duplicates import keys, scanning


@task()
def look_through(scan: int) -> None:
    """Work a scan; after a restart it goes on where it was."""
    scanning.look_through(scan)


@task()
def write_old_keys() -> None:
    """Who was written down before there were keys, or by an earlier formula, gets them."""
    keys.write_old_keys()

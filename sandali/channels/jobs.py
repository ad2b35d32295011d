"""Sending what is due, and taking in what a mail server has piped. (Fetching mailboxes is in email/jobs.py.)"""

from django_tasks import task

from sandali.channels import actions, spool


@task(priority=5)
def send_delivery(delivery_id: int) -> None:
    """Send one delivery, when it is due and its turn."""
    actions.send_delivery(delivery_id)


@task(priority=10)
def sweep_spool() -> None:
    """Take in what waits in the spool, should no watching thread run here."""
    spool.sweep_spool()

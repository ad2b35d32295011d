"""Sending what is due. (Fetching mailboxes is in email/jobs.py.)"""

from django_tasks import task

from sandali.channels import actions


@task(priority=5)
def send_delivery(delivery_id: int) -> None:
    """Send one delivery, when it is due and its turn."""
    actions.send_delivery(delivery_id)

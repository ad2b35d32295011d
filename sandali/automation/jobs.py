"""What automation does by the clock."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from sandali.automation.handing import hand_out
from sandali.automation.sending import forget_ended, look_again, send_due
from sandali.history.queue import in_batches

KEPT = timedelta(days=30)
A_BATCH = 500


@task()
def tell_webhooks() -> None:
    """Hand out what happened since, and look after what is due."""
    hand_out()
    look_again()


@task()
def send_to_webhook(number: int) -> None:
    """Send what is due for one webhook."""
    send_due(number)


@task()
def forget_deliveries() -> None:
    """Forget what ended a month ago."""
    now = timezone.now()
    in_batches(lambda: forget_ended(now, kept=KEPT, most=A_BATCH), A_BATCH)

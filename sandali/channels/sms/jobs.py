"""What is done by the clock for short messages."""

from django_tasks import task

from sandali.channels.sms.smpp import joining
from sandali.channels.sms.smpp.listening import made_event


@task()
def tell_late_parts() -> int:
    """Tell what came of long messages whose rest does not come; returns how many."""
    return joining.tell_late(made_event)

"""What comes due on the recovery path: signatures, improvements, causes to look for again, letters to many."""

from django.utils import timezone
from django_tasks import task

from sandali.resolution.recovery.improving import warn_of_improvements
from sandali.resolution.recovery.telling import tell_due
from sandali.resolution.recovery.waiting import tell_of_looks, warn_of_apologies


@task()
def warn_of_recoveries() -> int:
    """Tell of what is due or overdue, each once and in working hours; returns how many were told of."""
    now = timezone.now()
    return warn_of_apologies(now) + warn_of_improvements(now) + tell_of_looks(now)


@task()
def tell_everybody() -> int:
    """The next customers of letters to many; returns how many were worked."""
    return tell_due()

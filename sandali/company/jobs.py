"""What is done for the company by the clock."""

from django.utils import timezone
from django_tasks import task

from sandali.company.actions.tokens import A_BATCH, forget_answers
from sandali.history.queue import in_batches


@task()
def forget_kept_answers() -> None:
    """Forget what programs were answered more than a day ago."""
    now = timezone.now()
    in_batches(lambda: forget_answers(now), A_BATCH)

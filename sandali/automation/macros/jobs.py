"""Macros on many cases."""

from django_tasks import task

from sandali.automation.macros.many import do_many
from sandali.history.models import Event


@task()
def use_on_cases(number: int) -> int:
    """Do what the event of this number began; returns to how many cases it was done."""
    return do_many(Event.objects.select_related("by").get(pk=number))

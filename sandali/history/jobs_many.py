"""Telling of many events at once."""

from django.db import transaction
from django_tasks import task

from sandali.history.models import Event
from sandali.history.notices import tell


@task()
@transaction.atomic
def tell_of(numbers: list[int]) -> int:
    """Make the notices of these events; returns how many were made."""
    return sum(tell(event) for event in Event.objects.filter(pk__in=numbers).order_by("pk"))

"""Freeing the work of people who have left, when it is said that they leave and by the clock."""

from django_tasks import task

from sandali.cases.actions.freeing import free_work, give_back
from sandali.company.models import Person
from sandali.history.models import Event


@task()
def free_left() -> int:
    """Free whatever is held by somebody who has left: what they were given at the last moment, or before this was done at all."""
    return free_work()


def person_changed(event: Event) -> None:
    """Somebody left, or came back."""
    if event.data.get("active") is False:
        free_work()
    elif event.data.get("active") is True:
        person = Person.objects.filter(pk=event.subject_id, is_active=True).first()
        if person is not None:
            give_back(person)

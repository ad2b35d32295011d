"""The look through all records, at night and on request."""

from django_tasks import task

from sandali.health import counting


@task()
def look_at_night() -> None:
    """Begin the look of the day."""
    counting.look_at_night()


@task()
def look_through(look: int) -> None:
    """Work a look; after a restart it goes on with what is not counted yet."""
    counting.look_through(look)

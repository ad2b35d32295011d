"""Next steps of deals whose day has come."""

from django_tasks import task

from sandali.sales.actions.deals import tell_of_steps


@task()
def tell_of_next_steps() -> int:
    """Tell their owners, once; returns how many were due."""
    return tell_of_steps()

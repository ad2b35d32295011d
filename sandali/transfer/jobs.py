"""Work on imports: it goes on where it was, however often it is begun."""

from django_tasks import task

from sandali.transfer import actions


@task()
def work_on_import(number: int) -> None:
    """Check, run or undo an import, as its state says."""
    actions.work_on(number)

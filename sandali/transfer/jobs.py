"""Work on imports: it goes on where it was, however often it is begun."""

from django_tasks import task

from sandali.transfer import actions, forgetting


@task()
def work_on_import(number: int) -> None:
    """Check, run or undo an import, as its state says."""
    actions.work_on(number)


@task(priority=-5)
def forget_files() -> None:
    """Forget files that were brought in a month ago."""
    forgetting.forget_old_files()

"""Work on imports and archives: an import goes on where it was, an archive is written anew."""

from django_tasks import task

from sandali.transfer import actions, archiving, forgetting
from sandali.transfer.archive.rebuilding import rebuild


@task()
def work_on_import(number: int) -> None:
    """Check, run or undo an import, as its state says."""
    actions.work_on(number)


@task()
def write_archive(number: int) -> None:
    """Write the archive that somebody asked for."""
    archiving.write(number)


@task()
def rebuild_after_restoring() -> None:
    """Make what follows from the rows of an archive: search words and keys of likely duplicates."""
    rebuild()


@task(priority=-5)
def forget_files() -> None:
    """Forget files that were brought in a month ago."""
    forgetting.forget_old_files()

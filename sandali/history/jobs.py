"""Work that history itself does later: calling listeners, clearing finished jobs, folding SQLite's log."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from sandali.history.models import Event, Job, JobState
from sandali.history.outgoing import clear_ended

KEEP_FINISHED = timedelta(days=2)


@task()
def call_listener(event_id: int, path: str) -> None:
    """Call one AFTERWARDS listener for one event."""
    import_string(path)(Event.objects.select_related("by").get(pk=event_id))


@task()
def clear_finished_jobs() -> None:
    """Forget jobs that ended two days ago or earlier; parked ones stay until somebody decides."""
    Job.objects.filter(state=JobState.DONE, finished_at__lt=timezone.now() - KEEP_FINISHED).delete()


@task()
def clear_notices() -> None:
    """Forget what left by mail or push a week ago or earlier."""
    clear_ended()


class DatabaseDamaged(Exception):
    """SQLite's own check found damage; its words are the text. The job is parked with them, and the status page shows it."""


@task()
def look_after_database() -> None:
    """Once a night on SQLite: let it renew what it knows of its tables, and check its pages. PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize")
        cursor.execute("PRAGMA quick_check(20)")
        found = [row[0] for row in cursor.fetchall()]
    if found != ["ok"]:
        raise DatabaseDamaged("; ".join(found))


def checkpoint_sqlite() -> None:
    """Fold the write-ahead log into the database; nothing else checkpoints (RELIABILITY finding 2 and 3.12).

    TRUNCATE takes the writer lock, so no commit can fall into it. Does nothing on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

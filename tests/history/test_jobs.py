"""What history looks after by itself: finished jobs, SQLite's health."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sandali.history import jobs
from sandali.history.models import Job


def test_finished_jobs_are_forgotten_after_two_days_and_parked_ones_never(db):
    now = timezone.now()
    for state, days in (("done", 1), ("done", 3), ("parked", 30), ("ready", 30)):
        Job.objects.create(task="x", run_after=now, state=state, finished_at=now - timedelta(days=days))
    jobs.clear_finished_jobs.func()
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == ["done", "parked", "ready"]


def test_a_sound_database_passes_its_nightly_check(db):
    jobs.look_after_database.func()


def test_a_damaged_database_is_said_so(db, monkeypatch):
    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, _sql):
            return None

        def fetchall(self):
            return [("Page 7: never used",), ("row 3 missing from index",)]

    class Connection:
        vendor = "sqlite"
        cursor = staticmethod(Cursor)

    monkeypatch.setattr(jobs, "connection", Connection)
    with pytest.raises(jobs.DatabaseDamaged, match="Page 7: never used; row 3 missing from index"):
        jobs.look_after_database.func()


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_empties_the_write_ahead_log():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has a write-ahead log that we fold")
    Job.objects.create(task="x", run_after=timezone.now())
    jobs.checkpoint_sqlite()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        assert cursor.fetchone()[1:] == (0, 0)

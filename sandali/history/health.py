"""How the machinery is doing: the queue, its workers, the database. For the status page and the probes."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from sandali.history.models import Job, JobState, ScheduleMark, WorkerMark

ALIVE = timedelta(seconds=30)
SAFE_SQLITE = (3, 51, 3)  # before it, two checkpointers could corrupt a WAL database (RELIABILITY finding 2)


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue now. `oldest` is since when the longest due job waits, None when nothing is late."""

    waiting: int
    late: int
    oldest: datetime | None
    running: int
    parked: int
    done_today: int
    workers: int


@dataclass(frozen=True, slots=True)
class Storage:
    """The database and the disk."""

    kind: str
    version: str
    is_safe: bool
    database_bytes: int
    free_bytes: int


def queue_health() -> Queue:
    """Counts by state, how late the queue is, how many workers are alive."""
    now = timezone.now()
    counts = dict(Job.objects.exclude(state=JobState.DONE).values_list("state").annotate(Count("pk")))
    late = Job.objects.filter(state=JobState.READY, run_after__lt=now - timedelta(seconds=5))
    numbers = late.aggregate(count=Count("pk"), oldest=Min("run_after"))
    return Queue(
        waiting=counts.get(JobState.READY, 0),
        late=numbers["count"],
        oldest=numbers["oldest"],
        running=counts.get(JobState.RUNNING, 0),
        parked=counts.get(JobState.PARKED, 0),
        done_today=Job.objects.filter(state=JobState.DONE, finished_at__gt=now - timedelta(days=1)).count(),
        workers=WorkerMark.objects.filter(seen_at__gt=now - ALIVE).count(),
    )


def storage_health() -> Storage:
    """Which database, how large, how much room is left on the data disk (bytes)."""
    disk = os.statvfs(settings.DATA)
    free = disk.f_bavail * disk.f_frsize
    if connection.vendor == "sqlite":
        size = sum(path.stat().st_size for path in settings.DATA.glob("sandali.sqlite3*"))
        return Storage("SQLite", sqlite3.sqlite_version, sqlite3.sqlite_version_info >= SAFE_SQLITE, size, free)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return Storage("PostgreSQL", version, True, size, free)


def parked_jobs(most: int = 50) -> list[Job]:
    """Poison jobs, newest first."""
    return list(Job.objects.filter(state=JobState.PARKED).order_by("-pk")[:most])


def schedule() -> list[ScheduleMark]:
    """What runs by the clock, and when next."""
    return list(ScheduleMark.objects.order_by("next_at"))

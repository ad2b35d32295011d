"""The database is the queue: Django's tasks API over our own table, with lease, heartbeat, retry and parking.

Enqueued in the transaction of the business row, taken by compare-and-set. RELIABILITY L3-L6; why not the ready-made
database backend is told in docs/decisions/0003-queue.md."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from sandali.history.models import Job, JobState

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
GIVE_WAY = 0.12  # seconds

bell = threading.Event()  # wakes this process's worker after a commit; the poll is the guarantee


class Retry(Exception):
    """Raised by a task to be run again after `seconds`, without counting as a failure."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason)
        self.seconds = seconds


class Backend(BaseTaskBackend):
    """Puts django_tasks' tasks into the Job table."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Write the job in the current transaction. A keyword `unique_key` keeps at most one waiting job of that key."""
        kwargs = dict(kwargs)
        key = kwargs.pop("unique_key", "")
        path = f"{task.func.__module__}.{task.func.__qualname__}"
        job = put(path, *args, unique_key=key, priority=task.priority, run_after=task.run_after, **kwargs)
        return TaskResult(
            task=task,
            id=str(job.pk or key),
            status=TaskResultStatus.READY,
            enqueued_at=job.created_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def put(
    path: str, *args: Any, unique_key: str = "", priority: int = 0, run_after: datetime | None = None, **kwargs: Any
) -> Job:
    """Queue the task with this dotted path, in the current transaction, and wake the worker after its commit."""
    job = Job(
        task=path,
        args=list(args),
        kwargs=kwargs,
        priority=priority,
        run_after=run_after or Now(),  # by the database's clock, as it is compared
        unique_key=unique_key,
    )
    Job.objects.bulk_create([job], ignore_conflicts=bool(unique_key))
    transaction.on_commit(bell.set)
    return job


def in_seconds(seconds: float) -> datetime:
    """A moment to come, by the database's clock, for `run_after`."""
    return database_now() + timedelta(seconds=seconds)


def database_now() -> datetime:
    """The database's clock: leases are compared by it alone, so that a machine with a wrong clock harms nobody (L6)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
            # It says milliseconds and cuts off the rest: the end of this one, so that what was due a moment ago is due.
            return datetime.fromisoformat(cursor.fetchone()[0] + "+00:00") + timedelta(milliseconds=1)
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def claim(worker: str, *, near: bool = False) -> Job | None:
    """Take the next job that is due, or one whose holder's lease ran out. One statement decides who gets it.

    `near` leaves those alone that wait for somebody else's server (settings.FAR_TASKS, M6)."""
    now = database_now()
    jobs = Job.objects.exclude(task__in=settings.FAR_TASKS) if near else Job.objects.all()
    due = Q(state=JobState.READY, run_after__lte=now)
    if not jobs.filter(due | Q(state=JobState.RUNNING, lease_until__lt=now)).exists():
        return None
    if import_string(settings.AT_REST)():
        jobs = jobs.filter(task__in=settings.WHILE_AT_REST)
    with transaction.atomic():
        job = jobs.select_for_update(skip_locked=True).filter(due).order_by("-priority", "run_after", "id").first()
        if job is None:
            job = jobs.select_for_update(skip_locked=True).filter(state=JobState.RUNNING, lease_until__lt=now).first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            park(job, job.last_error or "its worker died each time it ran")
            return None
        job.state, job.worker, job.lease_until, job.attempts = JobState.RUNNING, worker, now + LEASE, job.attempts + 1
        job.save(update_fields=["state", "worker", "lease_until", "attempts"])
    return job


def run(job: Job) -> None:
    """Run a claimed job and write down how it ended. Only what the task raises is caught; it is kept on the job."""
    try:
        work = import_string(job.task)
        with speaking():
            getattr(work, "func", work)(*job.args, **job.kwargs)
    except Retry as again:
        put_back(job, timedelta(seconds=again.seconds), str(again), counts=False)
    except Exception:  # noqa: BLE001 - whatever a task raises is its failure, not the worker's
        error = traceback.format_exc(limit=12)[-4000:]
        if job.attempts >= MOST_ATTEMPTS:
            park(job, error)
        else:
            put_back(job, min(FIRST_DELAY * 3 ** (job.attempts - 1), LONGEST_DELAY), error)
    else:
        mine(job).update(state=JobState.DONE, finished_at=Now(), lease_until=None, last_error="")


def speaking() -> AbstractContextManager[None]:
    """While it lasts, words that are written down for people (why a server refused) are in the company's language: no reader is there."""
    return translation.override(import_string(settings.JOB_LANGUAGE)())


def mine(job: Job):  # type: ignore[no-untyped-def]
    """The row, as long as this claim still holds it: a job taken over by another worker is not ours to finish."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)


def put_back(job: Job, delay: timedelta, error: str, *, counts: bool = True) -> None:
    """Let the job be tried again after `delay`. A key that somebody enqueued meanwhile wins; this one then ends."""
    rival = job.unique_key and Job.objects.filter(unique_key=job.unique_key, state=JobState.READY).exists()
    mine(job).update(
        state=JobState.DONE if rival else JobState.READY,
        run_after=database_now() + delay,
        lease_until=None,
        last_error=error,
        attempts=F("attempts") - (0 if counts else 1),
        finished_at=Now() if rival else None,
    )


@transaction.atomic
def park(job: Job, error: str) -> None:
    """Set a poison job aside with its reason; the status page shows it and can send it again. Who waits for what it does is told
    by settings.WHEN_PARKED."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.PARKED, lease_until=None, last_error=error, finished_at=Now(), unique_key=""
    )
    call(settings.WHEN_PARKED, job)


def call(listeners: dict[str, str], job: Job) -> None:
    """Call who listens to what becomes of a task's jobs, with the job's own arguments."""
    if job.task in listeners:
        with speaking():
            import_string(listeners[job.task])(*job.args, **job.kwargs)


@transaction.atomic
def unpark(job: Job) -> None:
    """Try a parked job again from the start."""
    call(settings.WHEN_UNPARKED, job)
    Job.objects.filter(pk=job.pk, state=JobState.PARKED).update(
        state=JobState.READY, attempts=0, run_after=Now(), finished_at=None
    )
    transaction.on_commit(bell.set)


def heartbeat(worker: str) -> None:
    """Renew the leases of everything that this worker is running (L4)."""
    Job.objects.filter(state=JobState.RUNNING, worker=worker).update(lease_until=database_now() + LEASE)


def let_go() -> None:
    """Let what was running be taken over at once: its workers are known to be dead (`life.living`)."""
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=database_now() - timedelta(seconds=1))


def give_way() -> None:
    """Between two batches of a long job: whoever waits to write gets a turn. SQLite keeps no line of those who wait, each looks again
    after a tenth of a second at most; a job that writes batch after batch would keep them out for its whole length. Where several may write at once, nobody waits."""
    if connection.vendor == "sqlite":
        time.sleep(GIVE_WAY)


def in_batches(work: Callable[[], int], most: int) -> int:
    """Do `work` again until a batch of it was not full, and give way in between; returns how many it did. Not inside a transaction."""
    done = 0
    while found := work():
        done += found
        if found < most:
            break
        give_way()
    return done


def drain(most: int = 1000) -> int:
    """Run what is due, here and now, until nothing is; returns how many ran. For tests, imports and the command line."""
    for count in range(most):
        job = claim("here")
        if job is None:
            return count
        run(job)
    return most

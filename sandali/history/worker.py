"""The worker: threads that take jobs, one more thread for heartbeat, schedule and checkpoints. Runs inside `sandali run` or alone."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from sandali.history import queue
from sandali.history.jobs import checkpoint_sqlite
from sandali.history.models import WorkerMark
from sandali.history.schedule import enqueue_due

log = logging.getLogger("sandali.worker")
POLL = 2.0
BEAT = 5.0
STOP_WITHIN = 20.0


class Worker:
    """Takes jobs until stopped. `stop` lets running jobs finish, up to 20 s, and takes no new one (M5).

    Where there are several threads, the first one takes no job that waits for somebody else's server: mail is read and clocks are
    followed, however many servers do not answer (M6)."""

    def __init__(self, threads: int | None = None) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}"
        self.stopping = threading.Event()
        self.count = threads or settings.WORKER_THREADS
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads and return."""
        jobs = [
            threading.Thread(target=self._take_jobs, args=(self.count > 1 and number == 0,), name=f"jobs-{number}", daemon=True)
            for number in range(self.count)
        ]
        self.threads = [*jobs, threading.Thread(target=self._keep_time, name="clock", daemon=True)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Take no new job, and wait for those that run."""
        self.stopping.set()
        queue.bell.set()
        deadline = time.monotonic() + STOP_WITHIN
        for thread in self.threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _take_jobs(self, near: bool) -> None:
        while not self.stopping.is_set():
            try:
                job = queue.claim(self.name, near=near)
                if job is not None:
                    queue.run(job)
                    continue
            except DatabaseError:
                log.warning("the database did not answer; the worker waits and tries again", exc_info=True)
                close_old_connections()
            queue.bell.wait(POLL)
            queue.bell.clear()
        connection.close()

    def _keep_time(self) -> None:
        started = timezone.now()
        while not self.stopping.wait(BEAT):
            try:
                queue.heartbeat(self.name)
                WorkerMark.objects.update_or_create(name=self.name, defaults={"started_at": started, "seen_at": timezone.now()})
                WorkerMark.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()
                enqueue_due()
                checkpoint_sqlite()
            except DatabaseError:
                log.warning("the database did not answer; heartbeat and schedule wait", exc_info=True)
                close_old_connections()
        connection.close()

"""Sandali's worker as a child process on a data folder of its own: started, asked, stopped, killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.migrated import NAME, lay_migrated

ROOT = Path(__file__).resolve().parents[1]
BEGUN = "Sandali's worker is running."


@dataclass
class Program:
    """A data folder with an empty database, and the processes that work on it."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen] = field(default_factory=list)

    def __post_init__(self) -> None:
        lay_migrated(self.data)

    @property
    def environment(self) -> dict[str, str]:
        """The child's own settings: nothing of the developer's own installation is used."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDALI_")}
        return inherited | {
            "SANDALI_DATA": str(self.data), "SANDALI_PRIVATE_HOSTS": "127.0.0.0/8", "DJANGO_SETTINGS_MODULE": "sandali.settings",
            "PYTHONPATH": str(ROOT), **self.more,
        }  # fmt: skip

    def ask(self, script: str) -> str:
        """Run a script on the database with Django set up; returns what it printed."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{script}"]
        done = subprocess.run(command, env=self.environment, cwd=self.data, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def start(self, *words: str, begun: str = BEGUN) -> subprocess.Popen:
        """Start a worker, or another command of ours; returns when it takes jobs, or says that it has begun."""
        log = self.data / f"worker-{len(self.processes)}.log"
        with log.open("wb") as said:
            command = [sys.executable, "-m", "sandali", *(words or ("worker",))]
            process = subprocess.Popen(command, env=self.environment, cwd=self.data, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        self.processes.append(process)
        until(lambda: begun in log.read_text("utf-8", "replace") or process.poll() is not None, "its start")
        assert process.poll() is None, log.read_text("utf-8", "replace")[-3000:]
        return process

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()

    def rows(self, question: str, *given: Any) -> list[tuple]:
        """What the database holds now."""
        with closing(sqlite3.connect(f"file:{self.data / NAME}?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(question, given).fetchall()

    def one(self, question: str, *given: Any) -> Any:
        """The only value of a question's only row."""
        ((value,),) = self.rows(question, *given)
        return value

    def write(self, *statements: str) -> None:
        """Change the database directly, as the passing of time does."""
        with closing(sqlite3.connect(self.data / NAME, timeout=20, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)


def stop(process: subprocess.Popen) -> int:
    """End a worker as an operator does; returns its exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(30)


def kill(process: subprocess.Popen) -> None:
    """End it without a word, as the kernel does when memory runs out."""
    process.kill()
    process.wait()


def until(holds: Callable[[], bool], what: str, seconds: float = 60) -> float:
    """Wait until it holds; returns how many seconds that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"{what} did not come within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - began

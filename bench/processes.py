"""Our programs as child processes, and what they cost: CPU time and memory from /proc (Linux)."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 60


class NotStarted(RuntimeError):
    """The server did not come up; the text is the end of what it said."""


def family(pid: int) -> list[int]:
    """A process and everything below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that ended meanwhile has no children
            for child in task.read_text().split():
                found += family(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, of its children that ended and of those that run, in seconds (proc(5), stat 14 to 17)."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):  # a child that ended meanwhile is counted at its parent
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(value) for value in fields[11:15])
    return total / TICKS


def children_cpu() -> float:
    """CPU seconds of all programs that we started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_bytes(pid: int) -> int:
    """Resident memory of a process and everything below it; shared pages are counted once for each."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):  # ended meanwhile
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return total * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    """A loopback TCP port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data: Path) -> dict[str, str]:
    """What our programs are told: the data folder, where the package lies, and that the mailbox on loopback may be asked.

    The figures are SQLite's, whatever database the suite around them runs on."""
    own = {"SANDALI_DATA": str(data), "SANDALI_PRIVATE_HOSTS": "127.0.0.1", "DJANGO_SETTINGS_MODULE": "sandali.settings", "SANDALI_DATABASE": ""}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT)}


class Server:
    """`sandali run` on a free port; `more` is what its environment says besides."""

    def __init__(self, data: Path, **more: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "server.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sandali", "run", "--port", str(self.port)],
                cwd=ROOT, env=environment(data) | more, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise NotStarted(self.log.read_text("utf-8", errors="replace")[-3000:])

    @property
    def cpu(self) -> float:
        """CPU seconds so far."""
        return cpu_seconds(self.process.pid)

    @property
    def memory(self) -> int:
        """Resident bytes now."""
        return memory_bytes(self.process.pid)

    def said(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text("utf-8", errors="replace")

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@contextlib.contextmanager
def running(data: Path) -> Iterator[Server]:
    """A server for the length of the block. Raises NotStarted."""
    server = Server(data)
    try:
        yield server
    finally:
        server.stop()


def settle(server: Server, *, most: float = 10.0) -> float:
    """Wait until the server is idle; returns the CPU share (seconds a second) that it uses doing nothing."""
    deadline = time.monotonic() + most
    while True:
        before, since = server.cpu, time.monotonic()
        time.sleep(1.0)
        share = (server.cpu - before) / (time.monotonic() - since)
        if share < 0.03 or time.monotonic() > deadline:
            return share

"""A real Sandali as a child process on loopback: its own data folder, web server, worker and scheduler."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services import folder, free_port, listens, wait_until

ROOT = Path(__file__).resolve().parents[2]
UNDO_SECONDS = 3


@dataclass(frozen=True)
class Running:
    """A server that answers; `log` is what it said."""

    address: str
    data: Path
    log: Path

    def deliver(self, channel: str, mail: bytes) -> None:
        """Hand a mail over as a mail server does, through the pipe."""
        command = [sys.executable, "-I", "-S", "sandali/pipe.py", "--channel", channel, "--data", str(self.data)]
        subprocess.run(command, input=mail, cwd=ROOT, check=True)


def environment(data: Path, port: int) -> dict[str, str]:
    """The child's own settings: nothing of the developer's own installation is used."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDALI_") and name != "PORT"}
    return inherited | {
        "SANDALI_DATA": str(data),
        "SANDALI_URL": f"http://127.0.0.1:{port}",
        "SANDALI_UNDO_SECONDS": str(UNDO_SECONDS),
        "SANDALI_PRIVATE_HOSTS": "127.0.0.1,localhost",
        "DJANGO_SETTINGS_MODULE": "sandali.settings",
        "PYTHONPATH": str(ROOT),
    }


def furnish(data: Path, wishes: dict) -> dict:
    """Fill the data folder in a process of its own (furnish.py) and return what it says: people, sessions, cases."""
    command = [sys.executable, "-m", "tests.browser.furnish", json.dumps(wishes)]
    done = subprocess.run(command, cwd=ROOT, env=environment(data, 1), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """The server on `data` for the length of the block."""
    port, log = free_port(), data / "server.log"
    command = [sys.executable, "-m", "sandali", "run", "--port", str(port)]
    with log.open("wb") as said:
        server = subprocess.Popen(command, cwd=ROOT, env=environment(data, port), stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        wait_until(lambda: listens(port) or server.poll() is not None, "Sandali", log)
        assert server.poll() is None, log.read_text(errors="replace")[-3000:]
        yield Running(f"http://127.0.0.1:{port}", data, log)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty data folder, removed at the end."""
    with folder() as path:
        yield path

"""A large mail is read once in a child process with hard limits, to see that reading it ends and stays small.

Reading is pure, so what the child survived, this process may do too: nothing has to be carried back."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

MEMORY = 512_000_000  # bytes of address space, Python itself included
CPU_SECONDS = 8
WALL_SECONDS = 60
SETTINGS_LINE = 65_536


def survives(raw: bytes, settings: dict[str, object]) -> bool:
    """True when a child process could read the mail within its limits."""
    named = {name: list(value) for name, value in settings.items() if name in ("addresses", "authserv_ids") and isinstance(value, list | tuple | set)}
    line = json.dumps(named, default=str).encode("ascii")[:SETTINGS_LINE] + b"\n"
    command = [sys.executable, "-m", "sandali.channels.email.child"]
    root = str(Path(__file__).resolve().parents[3])  # where the package lies, whatever the working directory is
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}
    try:
        done = subprocess.run(command, input=line + raw, capture_output=True, timeout=WALL_SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """The child: settings on the first line of the input, the mail behind it. Exit status 0 means that it can be read."""
    line = sys.stdin.buffer.readline()
    raw = sys.stdin.buffer.read()
    from sandali.channels.email import addresses, reading  # noqa: PLC0415 - reading imports this module

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    settings = json.loads(line)
    own = frozenset(addresses.without_tag(address) for address in settings.get("addresses", []))
    reading.read_here(raw, own, frozenset(settings.get("authserv_ids", [])), [])
    return 0


if __name__ == "__main__":
    sys.exit(main())

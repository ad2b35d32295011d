"""An hour of work: eight agents at a human pace and mail that keeps coming. What the memory does, and what goes wrong."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path

from bench import crowd
from bench.figures import Figure, percentile
from bench.mail_in import pipe_command
from bench.mails import mails
from bench.processes import ROOT, Server, environment
from sandali.company.models import Person

BETWEEN_REQUESTS = 1.0  # seconds, on average, of each agent: some thirty thousand requests an hour
BETWEEN_MAILS = 3.0
GOAL = 200.0  # MB
MB = 1e6


def measure(server: Server, data: Path, *, seconds: float, seed: int) -> list[Figure]:
    """Resident memory once a minute while they work; the growth is of the second half, when all that is kept has been filled."""
    agents = [crowd.prepared(server, person, seed) for person in Person.objects.filter(role="agent").order_by("pk")[: crowd.CLIENTS]]
    seen, ends = crowd.Seen(), time.monotonic() + seconds
    said = len(server.said())
    threads = [threading.Thread(target=crowd.work, args=(agent, seen, ends), kwargs={"thinking": BETWEEN_REQUESTS * 2}) for agent in agents]
    threads.append(threading.Thread(target=deliver, args=(data, ends, seed)))
    for thread in threads:
        thread.start()
    memory = [server.memory / MB]
    while time.monotonic() < ends:
        time.sleep(min(60.0, max(0.0, ends - time.monotonic())))
        memory.append(server.memory / MB)
        print(f"  {memory[-1]:.0f} MB, {len(seen.reads) + len(seen.writes)} requests", flush=True)
    for thread in threads:
        thread.join()
    half = memory[len(memory) // 2 :]
    name = f"{seconds / 60:.0f} minutes of work"
    count = len(seen.reads) + len(seen.writes)
    return [
        Figure(f"{name}: memory, the most", max(memory), "MB", GOAL, f"{memory[0]:.0f} MB at its beginning, {memory[-1]:.0f} at its end, {count} requests"),
        Figure(f"{name}: memory, growth in the second half", half[-1] - half[0], "MB", None),
        Figure(f"{name}: reads, p99", percentile(seen.reads, 0.99), "ms", None, f"p50 {percentile(seen.reads, 0.5):.0f} ms of {len(seen.reads)}"),
        Figure(f"{name}: errors", len(seen.wrong), "", 0, "; ".join(seen.wrong[:2])),
        Figure(f"{name}: “database is locked”", server.said()[said:].count("database is locked"), "", 0),
    ]  # fmt: skip


def deliver(data: Path, ends: float, seed: int) -> None:
    """Mail comes by the pipe, as from a mail server."""
    command = pipe_command(data, quick=True)
    for raw in mails(int(24 * 3600 / BETWEEN_MAILS), seed=f"soak-{seed}"):
        if time.monotonic() > ends:
            return
        subprocess.run(command, cwd=ROOT, env=environment(data), input=raw, check=True)
        time.sleep(BETWEEN_MAILS)

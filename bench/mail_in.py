"""Mail in: CPU a message of all our processes, through the pipe, from a mailbox by IMAP, and from an mbox of old mail."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure
from bench.imap_box import ImapBox
from bench.mails import mails
from bench.processes import ROOT, Server, children_cpu, environment, settle
from sandali.channels.models import Arrival, ArrivalState, Channel, MailCursor
from sandali.channels.setup import create_channel

GOAL = 25.0  # milliseconds of CPU
PIPED, FETCHED, OLD = 200, 1000, 2000
PATIENCE = 240.0  # seconds


class NotTakenIn(RuntimeError):
    """Mails did not become messages within the time; a figure over those that did would mean nothing."""


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Look until it is so. Raises NotTakenIn."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > deadline:
            raise NotTakenIn(what)
        time.sleep(0.2)


def taken_in(source: str, before: int, count: int) -> None:
    """Wait until `count` new arrivals of a source were read, every one of them into a message."""
    rows = Arrival.objects.filter(source=source, pk__gt=before)
    wait_for(lambda: rows.exclude(state=ArrivalState.NEW).count() >= count, f"{count} mails by {source}")
    read = rows.filter(state=ArrivalState.READ, messages__isnull=False).count()
    if read != count:
        raise NotTakenIn(f"of {count} mails by {source} only {read} became messages")


def newest_arrival() -> int:
    """The number of the latest arrival."""
    return Arrival.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def old_mail(data: Path, *, seed: int, count: int = OLD) -> Figure:
    """`sandali mail --history` on an mbox; no server runs meanwhile. The program's own start is in the figure."""
    before, cpu = newest_arrival(), children_cpu()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.mbox"
        with open(path, "wb") as file:
            for raw in mails(count, seed=f"history-{seed}"):
                file.write(b"From somebody@example.com Sat Mar  1 10:00:00 2025\n" + raw.replace(b"\r\n", b"\n") + b"\n")
        subprocess.run(
            [sys.executable, "-m", "sandali", "mail", "--channel", "support", "--history", str(path)],
            cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    taken_in("history", before, count)
    return Figure("mail in, --history: CPU a message", (children_cpu() - cpu) / count * 1000, "ms", GOAL, f"{count} mails, program start included")


def pipe_command(data: Path, *, quick: bool) -> list[str]:
    """`sandali mail` as a mail server runs it: as a module, or as the page of the channel gives it."""
    options = ["--data", str(data), "--channel", "support"]
    if quick:
        return ["/bin/sh", str(ROOT / "sandali" / "pipe.sh"), *options]
    return [sys.executable, "-m", "sandali", "mail", *options]


def piped(server: Server, data: Path, *, seed: int, quick: bool, count: int = PIPED) -> Figure:
    """One process a mail, and what the server needs until all of them are messages."""
    command, name = pipe_command(data, quick=quick), "pipe, the quick command" if quick else "pipe, sandali mail"
    idle, before = settle(server, most=4), newest_arrival()
    cpu, own, since = server.cpu, children_cpu(), time.monotonic()
    for raw in mails(count, seed=f"pipe-{quick}-{seed}"):
        subprocess.run(command, cwd=ROOT, env=environment(data), input=raw, check=True)
    own = children_cpu() - own
    taken_in("pipe", before, count)
    used = server.cpu - cpu - idle * (time.monotonic() - since)
    note = f"{own / count * 1000:.1f} ms the command, {used / count * 1000:.1f} ms the server"
    return Figure(f"mail in, {name}: CPU a message", (own + used) / count * 1000, "ms", GOAL, note)


def connect_mailbox(box: ImapBox) -> Channel:
    """A channel that fetches from the box; made before the server starts."""
    settings = {"imap_host": "127.0.0.1", "imap_port": box.port, "imap_security": "none", "imap_username": box.username}
    return create_channel(
        kind="email", name="IMAP", slug="imap", address="office@simorgh.example", by=None,
        settings=settings, secrets={"imap_password": box.password},
    )  # fmt: skip


def fetched(server: Server, box: ImapBox, channel: Channel, *, seed: int, count: int = FETCHED) -> Figure:
    """Mail that comes into a mailbox which the server fetches from."""
    wait_for(lambda: MailCursor.objects.filter(channel=channel, uidvalidity__gt=0).exists(), "the mailbox was never opened")
    ready = list(mails(count, seed=f"imap-{seed}"))
    idle, before = settle(server, most=4), newest_arrival()
    cpu, since = server.cpu, time.monotonic()
    box.add(ready)
    taken_in("imap", before, count)
    used = server.cpu - cpu - idle * (time.monotonic() - since)
    return Figure("mail in, IMAP: CPU a message", used / count * 1000, "ms", GOAL, f"{count} mails in {time.monotonic() - since:.0f} s")

"""Mail that a mail server handed to `sandali mail` waits in DATA/spool/<channel>/new until it is an arrival."""

from __future__ import annotations

import fcntl
import logging
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

import sandali
from sandali.channels.actions import record_arrival
from sandali.channels.fax.hylafax import TAG
from sandali.channels.kinds import SPOOLED_KINDS
from sandali.channels.models import Channel
from sandali.kit import files

log = logging.getLogger("sandali.mail")
LOOK = 0.5  # seconds
BATCH = 50  # files whose rows are written in one transaction
FORGET_AFTER = 24 * 3600  # of a file that its writer never finished
# What `sandali.pipe` writes before the mail.
FIRST_LINE = re.compile(rb"sandali-mail 1 ([^\r\n]*)\n")
# Some mail servers put mbox's separator before what they pipe; it is no part of the mail.
SEPARATOR = re.compile(rb"From [^\r\n]*\r?\n")


def spool_folder() -> Path:
    """Where the spool is."""
    return Path(settings.DATA) / "spool"


def ensure_spool(channel: Channel) -> Path:
    """Make a channel's spool folder; `sandali mail` takes mail for channels that have one."""
    folder = spool_folder() / channel.slug
    for name in ("tmp", "new"):
        (folder / name).mkdir(mode=0o770, parents=True, exist_ok=True)
    return folder


def ensure_spools() -> None:
    """Make the folders of every channel that receives; at a worker's start, as after a restored backup."""
    for channel in Channel.objects.filter(kind__in=SPOOLED_KINDS, archived_at=None):
        ensure_spool(channel)


def pipe_command(channel: Channel) -> str:
    """The command to give to a mail server, ready to copy: the quickest form, with this installation's own paths."""
    program = Path(sandali.__file__).with_name("pipe.sh")
    return f"/bin/sh {program} --data {Path(settings.DATA)} --channel {channel.slug}"


def fax_commands(channel: Channel) -> list[str]:
    """What HylaFAX's own scripts run for a channel that they hand faxes over to: in etc/FaxDispatch, and in etc/FaxNotify."""
    program = f"{sys.executable} -m sandali fax --data {Path(settings.DATA)} --channel {channel.slug}"
    received = f'{program} "$FILE" --from "${{CIDNUMBER:-$SENDER}}" --id "$COMMID" --error "$MSG"'
    # Only jobs of ours, for which HylaFAX then sends no mail of its own.
    ended = f'case "$jobtag" in {TAG}*) {program} --tag "$jobtag" --why "$WHY" --status "$faxstatus"; exit;; esac'
    return [received, ended]


def sweep_spool() -> int:
    """Make arrivals of what waits; returns how many files were taken. A file is removed only after its arrival is committed.

    One sweeper at a time on a machine; a second one returns 0 at once."""
    with _alone() as alone:
        if not alone:
            return 0
        count = 0
        for folder in sorted(spool_folder().glob("*/new")):
            waiting = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            channel = Channel.objects.filter(slug=folder.parent.name).first() if waiting else None
            if waiting and channel is None:
                log.error("mail waits in %s, but there is no such channel", folder.parent.name)
                continue
            for first in range(0, len(waiting), BATCH):
                count += _take(channel, waiting[first : first + BATCH]) if channel is not None else 0
        return count


def _take(channel: Channel, paths: list[Path]) -> int:
    """Some files at once: each on disk in the content store, then all their rows in one transaction; returns how many.

    When there is no room the rest stays: the disk is the trouble, not the mail."""
    kept = []
    for path in paths:
        raw, envelope_to = _mail_of(path.read_bytes())
        try:
            kept.append((files.put(raw), len(raw), envelope_to))
        except files.NoRoom:
            log.warning("too little room: mail for %s waits in the spool", channel.slug)
            break
    with transaction.atomic():
        for sha256, size, envelope_to in kept:
            record_arrival(channel, sha256, size=size, source="pipe", envelope_to=envelope_to)
    for path in paths[: len(kept)]:
        path.unlink(missing_ok=True)
    return len(kept)


def _mail_of(content: bytes) -> tuple[bytes, str]:
    """The mail in a file of the spool, and the address that it came to, "" when nobody said."""
    head = FIRST_LINE.match(content)
    raw = content[head.end() :] if head else content
    separator = SEPARATOR.match(raw)
    envelope = head[1].decode("ascii", "replace") if head else ""
    return raw[separator.end() :] if separator else raw, "".join(letter for letter in envelope if letter.isprintable())


def mark_room() -> None:
    """Say in the spool whether the disk is nearly full: the shell's `sandali mail` cannot ask by itself without a process more."""
    mark = spool_folder() / "full"
    if files.room_left():
        mark.unlink(missing_ok=True)
    else:
        mark.touch()


def forget_unfinished() -> int:
    """Remove what writers left unfinished a day ago (their mail server kept the mail); returns how many."""
    old = [path for path in spool_folder().glob("*/tmp/*") if path.stat().st_mtime < time.time() - FORGET_AFTER]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@contextmanager
def _alone() -> Iterator[bool]:
    folder = spool_folder()
    folder.mkdir(mode=0o770, parents=True, exist_ok=True)
    with open(folder / ".sweeping", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def start_sweeping(stopping: threading.Event) -> threading.Thread:
    """Sweep within half a second of a mail's coming, until `stopping` is set; returns the thread."""
    thread = threading.Thread(target=_watch, args=(stopping,), name="spool", daemon=True)
    thread.start()
    return thread


def _watch(stopping: threading.Event) -> None:
    made = False
    while not stopping.wait(LOOK):
        try:
            if not made:
                ensure_spools()
                forget_unfinished()
                made = True
            mark_room()
            if any(next(folder.iterdir(), None) for folder in spool_folder().glob("*/new")):
                sweep_spool()
        except DatabaseError:
            log.warning("the database did not answer; the spool waits", exc_info=True)
            close_old_connections()
        except OSError:
            log.exception("the spool cannot be read")
    connection.close()

"""Old mail from files: mbox, Maildir, folders of .eml. It becomes arrivals that tell nobody and answer nobody (A12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count

from sandali.channels.actions import store_arrival
from sandali.channels.models import Arrival, Channel

LARGEST = 50 * 1024 * 1024
BATCH = 100
# A separator, and not a line of a mail that begins with "From ": sender, then a date that ends in a year (RFC 4155).
SEPARATOR = re.compile(rb"From \S+ .{0,60}\b\d{4}(?: [+-]\d{4})?\s*$")
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(slots=True)
class Imported:
    """How far an import is. `known` were here already, `too_large` were left out (over 50 MB)."""

    found: int = 0
    stored: int = 0
    known: int = 0
    too_large: int = 0
    read: int = 0
    quarantined: int = 0
    ignored: int = 0


def mails_in(path: Path) -> Iterator[bytes | None]:
    """Every mail's bytes in an mbox file, one .eml file, a Maildir, or a folder of such; None for one over 50 MB.

    Raises FileNotFoundError."""
    if path.is_dir():
        if (path / "cur").is_dir() or (path / "new").is_dir():
            for box in ("cur", "new"):
                yield from (_whole(file) for file in sorted((path / box).glob("*")) if file.is_file())
            return
        for inside in sorted(path.iterdir()):
            if inside.is_dir() or inside.suffix.lower() in (".eml", ".mbox", ".mbx"):
                yield from mails_in(inside)
        return
    with open(path, "rb") as file:
        is_mbox = SEPARATOR.match(file.readline(200)) is not None
    if is_mbox:
        yield from _mbox(path)
    else:
        yield _whole(path)


def _whole(path: Path) -> bytes | None:
    return path.read_bytes() if path.stat().st_size <= LARGEST else None


def _mbox(path: Path) -> Iterator[bytes | None]:
    """mboxrd's rule: a separator stands after an empty line, and one ">" is taken off quoted "From " lines."""
    lines: list[bytes] = []
    size, after_empty = 0, True
    with open(path, "rb") as file:
        for line in file:
            if after_empty and SEPARATOR.match(line):
                if size:
                    yield _mail(lines, size)
                lines, size = [], 0
            else:
                size += len(line)
                if size <= LARGEST:
                    lines.append(line)
            after_empty = line in (b"\n", b"\r\n")
    if size:
        yield _mail(lines, size)


def _mail(lines: list[bytes], size: int) -> bytes | None:
    if size > LARGEST:
        return None
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines = lines[:-1]  # the empty line belongs to the separator
    return QUOTED_FROM.sub(rb"\1", b"".join(lines))


def import_history(
    channel: Channel, path: Path, *, take_in: Callable[[], object], tell: Callable[[Imported], None] = lambda _so_far: None
) -> Imported:
    """Keep every mail below `path` as old mail and have it taken in by `take_in` (the task that reads arrivals).

    `tell` is called after each batch of 100. An import that was cut off is simply begun again: what is here is known by
    its bytes. Raises kit.files.NoRoom, FileNotFoundError."""
    done, numbers = Imported(), []
    for raw in mails_in(path):
        done.found += 1
        if raw is None:
            done.too_large += 1
            continue
        arrival, made = store_arrival(channel, raw, source="history", is_history=True)
        done.stored += made
        done.known += not made
        numbers.append(arrival.pk)
        if len(numbers) == BATCH:
            _take_in(numbers, done, take_in)
            numbers = []
            tell(done)
    _take_in(numbers, done, take_in)
    tell(done)
    return done


def _take_in(numbers: list[int], done: Imported, take_in: Callable[[], object]) -> None:
    take_in()
    states = dict(
        Arrival.objects.filter(pk__in=numbers).values_list("state").annotate(count=Count("pk")).values_list("state", "count")
    )
    done.read += states.get("read", 0)
    done.quarantined += states.get("quarantined", 0)
    done.ignored += states.get("ignored", 0)

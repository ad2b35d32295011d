"""What an archive says of itself, and the seal by which one changed byte is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from sandali.transfer.archive.schema import Schema

FORMAT: Final = "sandali-archive"
VERSION: Final = 1  # of the file's form; which tables and columns it has is `mark` and `schema`
NAME: Final = "manifest.json"
MOST_BYTES: Final = 16 * 1024 * 1024
SEAL: Final = b"Sandali archive, sha256 of all before: "
SEALED: Final = len(SEAL) + 64
CHUNK: Final = 1024 * 1024
Tick = Callable[[int], None]


class Refused(Exception):
    """A file is no archive that can be brought in here; the text says why, to people."""


@dataclass
class Manifest:
    """`rows`: table → how many. `members`: name → [size in bytes, sha256] of all but the files, which are called by theirs. `files`:
    [how many, bytes altogether, sha256 of their names in order]. `missing`: [table, row, sha256, why]. `numbers`: table of the
    database → the highest number that it ever gave out."""

    program: str
    made_at: str
    company: str
    language: str
    database: str
    mark: str
    schema: Schema
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, list[Any]] = field(default_factory=dict)
    files: list[Any] = field(default_factory=list)
    missing: list[list[Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    migrations: dict[str, list[str]] = field(default_factory=dict)  # for people; nothing is decided by it

    def as_bytes(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """What an archive says of itself. Raises Refused."""
    try:
        whole = json.loads(content)
        kind, version = whole.pop("format"), whole.pop("version")
    except (ValueError, KeyError, AttributeError) as problem:
        raise Refused("Its manifest cannot be read.") from problem
    if kind != FORMAT or not isinstance(version, int):
        raise Refused("This is no archive of Sandali.")
    if version > VERSION:
        raise Refused(f"It was made by a newer Sandali (form {version}; this one knows {VERSION}). Please update this one first.")
    known = {one.name: one.type for one in fields(Manifest)}
    if set(whole) != set(known) or not all(isinstance(whole[name], (dict if name in DICTS else list if name in LISTS else str)) for name in known):
        raise Refused("Its manifest cannot be read.")
    return Manifest(**whole)


DICTS: Final = ("schema", "rows", "members", "numbers", "left_out", "migrations")
LISTS: Final = ("files", "missing", "emptied")


def digest_of(path: Path, tick: Tick | None = None) -> str:
    """The sha256 of a file without the seal's own digits at its end, as hex."""
    left = path.stat().st_size - 64
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (portion := file.read(min(CHUNK, left))):
            left -= len(portion)
            digest.update(portion)
            if tick:
                tick(len(portion))
    return digest.hexdigest()


def write_seal(path: Path) -> str:
    """Put the sha256 of all that stands before them in the place of the last 64 bytes, which the comment of the ZIP holds free; returns it."""
    digest = digest_of(path)
    with path.open("r+b") as file:
        file.seek(-64, 2)
        file.write(digest.encode())
    return digest


def check_seal(path: Path, tick: Tick | None = None) -> None:
    """Raises Refused for a file that was changed, cut off, or never finished."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(-min(size, SEALED), 2)
        ending = file.read()
    if len(ending) < SEALED or not ending.startswith(SEAL):
        raise Refused("This is no whole archive of Sandali: its end is missing.")
    if ending[len(SEAL) :].decode("latin-1") != digest_of(path, tick):
        raise Refused("This archive was changed or damaged since it was made. Please take another copy.")

"""Files of customers, kept by what is in them: FILES/ab/cd/<sha256>, written once, durable before they are named (RELIABILITY 3.5)."""

import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
ROOM_MINIMUM = 500 * 1024 * 1024


class NoRoom(Exception):
    """The disk is full, or so nearly that what stands elsewhere had better stay there."""


class TooLarge(Exception):
    """A file is longer than allowed."""


class Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""


def path_of(sha256: str) -> Path:
    """Where a file of this hash (64 lower-case hex digits, else ValueError) is or would be."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("Not a SHA-256 in hex.")
    return Path(settings.FILES) / sha256[:2] / sha256[2:4] / sha256


def room_left(size: int = 0) -> bool:
    """Whether `size` more bytes leave the free space above settings.ROOM_MINIMUM bytes (500 MB)."""
    folder = Path(settings.FILES)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free - size >= getattr(settings, "ROOM_MINIMUM", ROOM_MINIMUM)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder and what it stands in, each name on disk before it is built upon."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


@contextmanager
def _temporary() -> Iterator[tuple[BinaryIO, Path]]:
    """A new file beside the store, removed again unless it was moved; a full disk becomes NoRoom."""
    folder = Path(settings.FILES) / "incoming"
    path = folder / secrets.token_hex(16)
    try:
        _make_folder(folder)
        with open(path, "xb") as file:
            yield file, path
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom("The disk is full.") from problem
        raise
    finally:
        path.unlink(missing_ok=True)


def _settle(file: BinaryIO, temporary: Path, sha256: str) -> None:
    """Give a written file its name, so that after a power cut it is whole or not there."""
    file.flush()
    os.fsync(file.fileno())
    path = path_of(sha256)
    _make_folder(path.parent)
    temporary.replace(path)
    _sync_folder(path.parent)


def _is_present(sha256: str, size: int) -> bool:
    try:
        return path_of(sha256).stat().st_size == size
    except FileNotFoundError:
        return False


def put(content: bytes) -> str:
    """Keep these bytes and return their SHA-256; nothing is written when they are kept already. Raises NoRoom."""
    sha256 = hashlib.sha256(content).hexdigest()
    if _is_present(sha256, len(content)):
        return sha256
    if not room_left(len(content)):
        raise NoRoom("Too little free space is left.")
    with _temporary() as (file, path):
        file.write(content)
        _settle(file, path, sha256)
    return sha256


def put_stream(source: Readable, limit: int) -> tuple[str, int]:
    """Keep what `source` gives, at most `limit` bytes; returns SHA-256 and size. Raises TooLarge, NoRoom."""
    if not room_left():
        raise NoRoom("Too little free space is left.")
    digest, size = hashlib.sha256(), 0
    with _temporary() as (file, path):
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"More than {limit} bytes.")
            if not room_left(len(chunk)):
                raise NoRoom("Too little free space is left.")
            digest.update(chunk)
            file.write(chunk)
        sha256 = digest.hexdigest()
        if not _is_present(sha256, size):
            _settle(file, path, sha256)
    return sha256, size


def exists(sha256: str) -> bool:
    """Whether a file of this hash is kept (not whether it is whole: see `check`)."""
    return path_of(sha256).is_file()


def open_file(sha256: str) -> BufferedReader:
    """The kept file, open for reading. FileNotFoundError when it is missing."""
    return open(path_of(sha256), "rb")


def check(sha256: str) -> bool:
    """Whether the kept file is there and unchanged: reads all of it."""
    try:
        with open_file(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False

"""An archive is written: rows, tables for people, files, and last what it says of itself. Nothing half ever has its name."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sandali.company.queries import current_company
from sandali.history.health import storage_health
from sandali.kit.files import NoRoom, open_file
from sandali.transfer.archive.files import DAMAGED, MISSING, Wanted, bytes_named
from sandali.transfer.archive.manifest import CHUNK, NAME, SEAL, Manifest, write_seal
from sandali.transfer.archive.readme import README
from sandali.transfer.archive.rows import lines_of, moment_text, rows_of
from sandali.transfer.archive.schema import mark_of, schema_now
from sandali.transfer.archive.sheets import sheets
from sandali.transfer.archive.snapshot import numbers_given, still
from sandali.transfer.archive.tables import EMPTIED, LEFT_OUT, carried, label_of

LEFT_FREE: Final = 500 * 1024 * 1024  # bytes of the disk that an archive never takes
WORK: Final = ".archive-"
KILLED_AFTER: Final = 2 * 24 * 3600  # seconds
MOST_MISSING: Final = 10_000  # that are listed; the others are counted by their absence
Progress = Callable[[int, int], None]  # bytes written, bytes reckoned with; raises to stop


class Nothing(Exception):
    """There is no company in this database yet."""


def nobody(done: int, whole: int) -> None:
    """Progress that nobody follows."""


def program_version() -> str:
    """The version of this program."""
    try:
        return version("sandali")
    except PackageNotFoundError:
        return "from source"


def bytes_needed() -> int:
    """About how much room an archive and its work take: the copy of the database, its rows as text, and the files."""
    return storage_health().database_bytes * 2 + bytes_named()


def free_bytes(folder: Path) -> int:
    """How much room is left where a folder lies."""
    return shutil.disk_usage(folder).free


def write_archive(path: Path, progress: Progress = nobody) -> Manifest:
    """Write everything the house holds to `path`, which must not be there yet; returns what it says of itself.

    Raises Nothing, FileExistsError, NoRoom (also half way), and whatever `progress` raises; then nothing of it is left."""
    if current_company() is None:
        raise Nothing
    if path.exists():
        raise FileExistsError(errno.EEXIST, "This file is there already", str(path))
    needed = bytes_needed()
    if min(free_bytes(path.parent), free_bytes(settings.DATA)) - needed < LEFT_FREE:
        raise NoRoom(f"About {needed // 1024**2 + 1} MB are needed, and 500 MB must stay free.")
    forget_killed()
    partly = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        # The copy of the database stays where the database is, whatever disk the archive goes to.
        with TemporaryDirectory(prefix=WORK, dir=settings.DATA) as work:
            with still(Path(work)) as using:
                manifest = Writer(partly, using, Path(work), progress, needed).write()
        write_seal(partly)
        settle(partly, path)
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom("The disk is full.") from problem
        raise
    finally:
        partly.unlink(missing_ok=True)
    return manifest


def forget_killed() -> None:
    """Take away what one that was killed left behind, days ago."""
    for folder in settings.DATA.glob(f"{WORK}*"):
        if time.time() - folder.stat().st_mtime > KILLED_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def settle(partly: Path, path: Path) -> None:
    """Give a finished file its name: after a power cut it is whole or not there. Raises FileExistsError."""
    with partly.open("rb") as file:
        os.fsync(file.fileno())
    if path.exists():
        raise FileExistsError(errno.EEXIST, "This file is there already", str(path))
    partly.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Writer:
    """One archive on its way to the disk."""

    def __init__(self, path: Path, using: str, work: Path, progress: Progress, reckoned: int) -> None:
        self.path, self.using, self.work, self.progress, self.reckoned = path, using, work, progress, reckoned
        self.done = 0
        self.checked = 0

    def write(self) -> Manifest:
        """All of it."""
        schema, company = schema_now(), current_company()
        assert company is not None
        manifest = Manifest(
            program=program_version(), made_at=moment_text(timezone.now()), company=company.name, language=company.language, database=connection.vendor,
            mark=mark_of(schema), schema=schema, left_out=dict(LEFT_OUT), emptied=sorted(EMPTIED), migrations=migrations_applied(self.using),
        )  # fmt: skip
        tables = {model._meta.db_table: str(model._meta.pk.column) for model in carried() if model._meta.pk.get_internal_type().endswith("AutoField")}
        manifest.numbers = numbers_given(self.using, tables)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
            self.out = out
            for language, text in README.items():
                self.member(manifest, f"README.{language}.txt", [text.encode()])
            for model in carried():
                label = label_of(model)
                manifest.rows[label] = 0
                self.member(manifest, f"tables/{label}.jsonl", self.table(manifest, label, model))
            for name, lines in sheets(self.using, company):
                self.member(manifest, f"csv/{name}.csv", (line.encode() for line in lines))
            self.files(manifest)
            out.writestr(NAME, manifest.as_bytes())
            out.comment = SEAL + b"0" * 64
        return manifest

    def tick(self, count: int) -> None:
        """So many bytes more; now and then whether there is room for others."""
        self.done += count
        self.progress(self.done, max(self.reckoned, self.done))
        if self.done - self.checked > 16 * CHUNK:
            self.checked = self.done
            if free_bytes(self.path.parent) < LEFT_FREE // 2:
                raise NoRoom("Too little free space is left.")

    def member(self, manifest: Manifest, name: str, portions: Iterable[bytes]) -> None:
        """One member, and what the manifest says of it."""
        digest, size = hashlib.sha256(), 0
        with self.out.open(name, "w", force_zip64=True) as target:
            for portion in portions:
                target.write(portion)
                digest.update(portion)
                size += len(portion)
                self.tick(len(portion))
        manifest.members[name] = [size, digest.hexdigest()]

    def table(self, manifest: Manifest, label: str, model: type) -> Iterator[bytes]:
        """A table's rows as lines."""
        for portion in rows_of(model, using=self.using):
            manifest.rows[label] += len(portion)
            yield b"".join(lines_of(model, portion))

    def files(self, manifest: Manifest) -> None:
        """The files, each once and whole; what is not there or not as it was has a line instead (N7)."""
        names, count, size = hashlib.sha256(), 0, 0
        with closing(Wanted(self.work / "files.sqlite3")) as wanted:
            wanted.gather(using=self.using)
            for sha256, needed, label, number in wanted:
                bad, length = self.file(sha256)
                if not bad:
                    names.update(sha256.encode())
                    count, size = count + 1, size + length
                elif needed and len(manifest.missing) < MOST_MISSING:
                    manifest.missing.append([label, number, sha256, bad])
        manifest.files = [count, size, names.hexdigest()]

    def file(self, sha256: str) -> tuple[str, int]:
        """One file: (why it is not there, its bytes). It is read twice, so that damaged bytes never go in."""
        try:
            with open_file(sha256) as source:
                if hashlib.file_digest(source, "sha256").hexdigest() != sha256:
                    return DAMAGED, 0
                source.seek(0)
                size = 0
                with self.out.open(f"files/{sha256[:2]}/{sha256}", "w", force_zip64=True) as target:
                    while portion := source.read(CHUNK):
                        target.write(portion)
                        size += len(portion)
                        self.tick(len(portion))
                return "", size
        except (FileNotFoundError, IsADirectoryError):
            return MISSING, 0


def migrations_applied(using: str) -> dict[str, list[str]]:
    """Room → its migrations, for people who look at an archive later."""
    found: dict[str, list[str]] = {}
    for room, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        found.setdefault(room, []).append(name)
    return found

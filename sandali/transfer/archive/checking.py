"""No archive is believed: every name, size and byte is looked at before the first row is written."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from sandali.transfer.archive.manifest import (
    CHUNK,
    MOST_BYTES,
    NAME,
    Manifest,
    Refused,
    Tick,
    check_seal,
    read_manifest,
)
from sandali.transfer.archive.schema import differences, mark_of, schema_now
from sandali.transfer.archive.tables import CARRIED
from sandali.transfer.archive.writing import LEFT_FREE
from sandali.transfer.reading.limits import BROKEN_ZIP

# Nothing else may be in an archive: no way up, no way to the root, no name that means something to a system.
ALLOWED: Final = re.compile(r"manifest\.json|README\.(?:en|fa)\.txt|tables/[a-z]+\.[A-Za-z_]+\.jsonl|csv/[a-z-]+\.csv|files/([0-9a-f]{2})/(?=\1)[0-9a-f]{64}")


def quiet(count: int) -> None:
    """Nobody follows."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, open for reading. Raises Refused for what is no ZIP, or a damaged one, also while it is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except BROKEN_ZIP as problem:
        raise Refused(f"This file cannot be read as an archive ({problem}).") from problem


def check_archive(path: Path, tick: Tick = quiet) -> Manifest:
    """Everything about an archive but its rows; returns what it says of itself. Raises Refused with a sentence."""
    check_seal(path, tick)
    with opened(path) as archive:
        check_names(archive)
        if archive.getinfo(NAME).file_size > MOST_BYTES:
            raise Refused("Its manifest is too large.")
        manifest = read_manifest(archive.read(NAME))
        check_schema(manifest)
        check_sizes(archive, manifest)
        check_bytes(archive, manifest, tick)
    return manifest


def check_names(archive: zipfile.ZipFile) -> None:
    """Only what belongs in an archive is there, each once, packed as we pack and not encrypted."""
    members = archive.infolist()
    names = {one.filename for one in members}
    if len(names) != len(members):
        raise Refused("A name stands in this archive twice.")
    for one in members:
        if not ALLOWED.fullmatch(one.filename) or one.flag_bits & 1 or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"Something in this archive does not belong there: {one.filename!r:.120}.")
    if NAME not in names:
        raise Refused("This is no archive of Sandali: its manifest is missing.")


def check_schema(manifest: Manifest) -> None:
    """Its tables have the columns that ours have."""
    if manifest.mark != mark_of(manifest.schema):
        raise Refused("Its manifest contradicts itself.")
    if manifest.mark == mark_of(schema_now()):
        return
    theirs, ours = differences(manifest.schema)
    if theirs:
        more = ", ".join(theirs[:5])
        raise Refused(f"It was made by Sandali {manifest.program}, whose tables are others than these (there are here unknown: {more}). Please bring it in with that version, or a later one.")
    raise Refused(
        f"It was made by an older Sandali ({manifest.program}), before there was: {', '.join(ours[:5])}. Bring it in with that version, and then run “sandali migrate” with this one."
    )


def check_sizes(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """What it says it holds is what is there, and there is room for it: what would fill the disk is refused before it is unpacked."""
    sizes = {one.filename: one.file_size for one in archive.infolist()}
    files = {name: size for name, size in sizes.items() if name.startswith("files/")}
    told = {name: size for name, (size, _digest) in manifest.members.items()}
    if told != {name: size for name, size in sizes.items() if name not in files and name != NAME} or manifest.files[:2] != [len(files), sum(files.values())]:
        raise Refused("What is in this archive is not what its manifest says.")
    tables = {f"{room}.{name}" for room, names in CARRIED.items() for name in names.split()}
    if set(manifest.rows) != tables or any(f"tables/{table}.jsonl" not in told for table in tables):
        raise Refused("A table is missing in this archive.")
    needed = sum(files.values()) + 2 * sum(size for name, size in told.items() if name.startswith("tables/"))
    if shutil.disk_usage(settings.DATA).free - needed < LEFT_FREE:
        raise Refused(f"There is too little room: about {needed // 1024**2 + 1} MB are needed, and 500 MB must stay free.")


def check_bytes(archive: zipfile.ZipFile, manifest: Manifest, tick: Tick) -> None:
    """Every member's bytes are those that were written."""
    names = hashlib.sha256()
    files = sorted(name for name in archive.namelist() if name.startswith("files/"))
    for name in [*manifest.members, *files]:
        size, digest = 0, hashlib.sha256()
        with archive.open(name) as source:
            while portion := source.read(CHUNK):
                digest.update(portion)
                size += len(portion)
                tick(len(portion))
        told = [archive.getinfo(name).file_size, name.rpartition("/")[2]] if name.startswith("files/") else manifest.members[name]
        if [size, digest.hexdigest()] != told:
            raise Refused(f"{name} is not as it was written.")
        if name.startswith("files/"):
            names.update(told[1].encode())
    if manifest.files[2] != names.hexdigest():
        raise Refused("Files are missing in this archive.")

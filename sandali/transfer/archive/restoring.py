"""An archive comes into an empty house: all of it in one transaction, or nothing.

Files come first: a row never names what is not there. Where it fails, the transaction takes the rows back and what was put into the
content store is taken out; after a kill the rows are gone as well, and files without rows are found again by the next try."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, Q

from sandali.channels.kinds import CONNECTED_KINDS
from sandali.company.models import Company
from sandali.history import queue
from sandali.history.models import WorkerMark
from sandali.history.queue import database_now
from sandali.kit.files import exists, path_of, put_stream
from sandali.transfer.archive.checking import check_archive, quiet
from sandali.transfer.archive.manifest import Manifest, Refused, Tick
from sandali.transfer.archive.rows import CHUNK, LONGEST_LINE, BadLine, reader_of, save_rows
from sandali.transfer.archive.settling import let_house_rest
from sandali.transfer.archive.tables import EMPTIED, PAUSED, carried, label_of

REBUILD: Final = "sandali.transfer.jobs.rebuild_after_restoring"
WORKING: Final = 30  # seconds since a worker's last sign of life


class NotEmpty(Refused):
    """Somebody lives in this house already."""


def refuse_lived_in() -> None:
    """Raises NotEmpty where a single row of what an archive brings is here, or a worker is running."""
    full = [label_of(model) for model in carried() if model._base_manager.exists()]
    if full:
        raise NotEmpty(f"This house is not empty ({', '.join(full[:4])}): an archive comes into a new one alone. Point SANDALI_DATA or SANDALI_DATABASE to an empty one.")
    if WorkerMark.objects.filter(seen_at__gt=database_now() - timedelta(seconds=WORKING)).exists():
        raise NotEmpty("Sandali is running on this house: stop it first.")


def restore_archive(path: Path, tick: Tick = quiet) -> Manifest:
    """Check the archive, and bring all of it into this empty house, which then rests; returns what the archive says of itself.

    Raises Refused (nothing was written, or all of it taken back)."""
    refuse_lived_in()
    manifest = check_archive(path, tick)
    with zipfile.ZipFile(path) as archive, bringing_files() as brought:
        for name in archive.namelist():
            sha256 = name.rpartition("/")[2]
            if name.startswith("files/") and not exists(sha256):
                with archive.open(name) as source:
                    brought.append(put_stream(source, archive.getinfo(name).file_size)[0])
                tick(archive.getinfo(name).file_size)
        with at_length(), transaction.atomic():
            refuse_lived_in()  # nobody came in meanwhile: on SQLite nobody can from here on
            for model in carried():
                bring_table(archive, model, manifest.rows[label_of(model)], tick)
            go_on_counting(manifest)
            arrive(manifest)
            check_keys()
    return manifest


@contextmanager
def bringing_files() -> Iterator[list[str]]:
    """The hashes of files that are put into the store; where the block fails they are taken out again."""
    brought: list[str] = []
    try:
        yield brought
    except BaseException:
        for sha256 in brought:
            path_of(sha256).unlink(missing_ok=True)
        raise


@contextmanager
def at_length() -> Iterator[None]:
    """A transaction of minutes: more of the database in memory, and no statement is stopped for its length."""
    ours, usual = {"sqlite": ("PRAGMA cache_size=-65536", "PRAGMA cache_size=-256")}.get(
        connection.vendor, ("SET statement_timeout = 0", "SET statement_timeout = '30s'")
    )
    with connection.cursor() as cursor:
        cursor.execute(ours)
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute(usual)


def bring_table(archive: zipfile.ZipFile, model: type[Model], told: int, tick: Tick) -> None:
    """The rows of one table. Raises Refused."""
    name, count = label_of(model), 0
    read = reader_of(model)
    emptied = {place.rpartition(".")[2]: value for place, value in EMPTIED.items() if place.startswith(f"{name}.")}
    with archive.open(f"tables/{name}.jsonl") as lines:
        while portion := list(islice(iter(lambda: lines.readline(LONGEST_LINE), b""), CHUNK)):
            try:
                objects = [read(line) for line in portion]
                for one in objects:
                    for column, value in emptied.items():
                        setattr(one, column, value)
                save_rows(objects)
            except (BadLine, DatabaseError) as problem:
                raise Refused(f"{name}, rows {count + 1} to {count + len(portion)}: {problem}") from problem
            count += len(portion)
            tick(sum(map(len, portion)))
    if count != told:
        raise Refused(f"{name} has {count} rows, and its manifest says {told}.")


def go_on_counting(manifest: Manifest) -> None:
    """New numbers begin behind every number that was ever given out."""
    models = [model for model in carried() if model._meta.pk.get_internal_type().endswith("AutoField")]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for model in models:
                table = model._meta.db_table
                if number := manifest.numbers.get(table):
                    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s AND seq <= %s", [table, number])
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)", [table, number, table])
            return
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        for model in models:
            if number := manifest.numbers.get(model._meta.db_table):
                sequence = [f'"{model._meta.db_table}"', model._meta.pk.column]
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), greatest(%s, coalesce(pg_sequence_last_value(to_regclass(pg_get_serial_sequence(%s, %s))), 1)))",
                    [*sequence, int(number), *sequence],
                )


def arrive(manifest: Manifest) -> None:
    """The house rests; what needs a secret waits for it; what is reckoned from the rows is reckoned again."""
    for label, values in PAUSED.items():
        paused = Q(kind__in=CONNECTED_KINDS) if label == "channels.Channel" else Q()
        apps.get_model(label)._base_manager.filter(paused).update(**values)
    Company.objects.update(rests_since=None)  # the archive's own house may have rested; this one begins anew
    let_house_rest(made_at=manifest.made_at, program=manifest.program)
    queue.put(REBUILD, unique_key=REBUILD)


def check_keys() -> None:
    """Every foreign key leads somewhere. Raises Refused."""
    try:
        connection.check_constraints()
    except DatabaseError as problem:
        raise Refused(f"Its rows do not fit together: {problem}") from problem

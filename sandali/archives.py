"""`sandali export FILE` and `sandali restore FILE`: everything out into one file, and into an empty house again."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from sandali.channels.kinds import CONNECTED_KINDS
from sandali.channels.models import Channel
from sandali.company.models import Person, Role
from sandali.desk.account.mails import password_link
from sandali.history.models import Job
from sandali.kit.files import NoRoom
from sandali.transfer.archive.checking import check_archive
from sandali.transfer.archive.manifest import Manifest, Refused
from sandali.transfer.archive.rebuilding import rebuild
from sandali.transfer.archive.restoring import REBUILD, restore_archive
from sandali.transfer.archive.settling import let_house_rest
from sandali.transfer.archive.writing import Nothing, write_archive

EVERY = 5.0  # seconds between two words about how far it is


def teller() -> Callable[[int], None]:
    """Says now and then how many bytes are done, where somebody looks on."""
    done, last = 0, time.monotonic()

    def tick(count: int) -> None:
        nonlocal done, last
        done += count
        if time.monotonic() - last > EVERY and sys.stderr.isatty():
            last = time.monotonic()
            print(f"  {done // 1024**2} MB", file=sys.stderr)

    return tick


def export(words: list[str]) -> int:
    """Write everything to a file; returns the exit code: 0 done, 1 done with files missing, 2 it could not be, 75 no room."""
    parser = ArgumentParser(prog="sandali export", description="People may go on working: the file holds one moment. It holds no secrets, and everything else.")
    parser.add_argument("file", type=Path, help="a new file, as house.zip")
    path: Path = parser.parse_args(words).file.absolute()
    tick, before = teller(), 0

    def progress(done: int, _reckoned: int) -> None:
        nonlocal before
        tick(done - before)
        before = done

    try:
        manifest = write_archive(path, progress)
    except Nothing:
        print("sandali export: there is nothing here yet", file=sys.stderr)
        return 2
    except NoRoom as problem:
        print(f"sandali export: {problem}", file=sys.stderr)
        return 75
    except OSError as problem:
        print(f"sandali export: {problem.strerror}: {problem.filename}", file=sys.stderr)
        return 2
    print(f"{path}: {path.stat().st_size / 1024**2:.1f} MB, {said(manifest)}.")
    for table, number, sha256, why in manifest.missing[:20]:
        print(f"  {why}: {sha256}, a file of {table} {number}", file=sys.stderr)
    return 1 if manifest.missing else 0


def restore(words: list[str]) -> int:
    """Bring an archive into this empty house, or only check one; returns the exit code: 0 done, 2 refused."""
    parser = ArgumentParser(prog="sandali restore", description="The house must be empty. It then rests: nothing leaves it until an administrator says so.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="only look whether the file is whole and fits this version; write nothing")
    options = parser.parse_args(words)
    try:
        manifest = check_archive(options.file, teller()) if options.check else restore_archive(options.file, teller())
    except Refused as problem:
        print(f"sandali restore: {problem}", file=sys.stderr)
        return 2
    except NoRoom as problem:
        print(f"sandali restore: {problem}", file=sys.stderr)
        return 75
    except OSError as problem:
        print(f"sandali restore: {problem.strerror}: {problem.filename}", file=sys.stderr)
        return 2
    print(f"{manifest.company}, as it was at {manifest.made_at}: {said(manifest)}.")
    if options.check:
        print("The file is whole, and fits this version.")
        return 0
    rebuild()
    Job.objects.filter(task=REBUILD).delete()
    tell_what_is_left()
    return 0


def rest(words: list[str]) -> int:
    """Let this house rest, as after its database was put back from a copy; returns the exit code: 0 done, 2 there is no house."""
    ArgumentParser(prog="sandali rest", description="Do it before the first start on a copy of a database that was put back.").parse_args(words)
    if not let_house_rest():
        print("sandali rest: there is no company here yet, or it rests already", file=sys.stderr)
        return 2
    print("This house rests: nothing leaves it until an administrator lets it speak: Settings, Taking everything out.")
    return 0


def said(manifest: Manifest) -> str:
    """What is in an archive, in a few words."""
    return f"{sum(manifest.rows.values())} rows, {manifest.files[0]} files, {len(manifest.missing)} files missing"


def tell_what_is_left() -> None:
    """What an archive cannot bring: secrets, and the word that the house may speak."""
    print("\nThis house rests: nothing leaves it. Secrets were not in the archive, so:")
    admin = Person.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
    if admin is not None:
        print(f"  1. {admin.name} chooses a password, within the hour: {password_link(admin)}\n     Others get theirs by “Forgotten password”, or by Settings, Taking everything out.")
        if not os.environ.get("SANDALI_URL"):
            print("     SANDALI_URL does not say yet where people open this house; until it does, the link is of this machine, at the port in PORT or 8000.")
    channels = Channel.objects.filter(kind__in=CONNECTED_KINDS, archived_at=None).order_by("name")
    print(f"  2. Give these channels their passwords again: {', '.join(channel.name for channel in channels) or 'none'}.")
    print("  3. Webhooks and API tokens are made anew; second factors and push are set up again by each person.")
    print("  4. Then let it speak: Settings, Taking everything out.")

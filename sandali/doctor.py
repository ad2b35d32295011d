"""`sandali doctor`: looks for what is wrong with an installation, and says each thing in a sentence with what to do."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from sandali.channels.models import Channel
from sandali.desk.account.adapters import PLACE as SECOND_FACTOR
from sandali.history.health import SAFE_SQLITE, queue_health, storage_health
from sandali.history.models import Event, WorkerMark
from sandali.kit.assets import BUILT
from sandali.kit.secrets import SecretUnreadable, decrypt
from sandali.transfer.archive.files import DAMAGED, bad_files

OK, NOTE, WRONG = "ok", "note", "wrong"
MARKS = {OK: "  ok   ", NOTE: "  note ", WRONG: "  WRONG"}
LITTLE, TOO_LITTLE = 2 * 1024**3, 500 * 1024**2  # bytes
# Where SQLite's locks do not hold (its own documentation, "How To Corrupt"), and files come and go with the network.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "davfs"}
MOST_LISTED = 20  # files that are not in order
CLOCK_MAY_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `level` is OK, NOTE (good to know) or WRONG (mend it; the command then ends with 1)."""

    level: str
    text: str


def python_version() -> Iterator[Finding]:
    """Python, and whether it carries the header-injection fix of 3.11.15 (CVE-2026-1299)."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] == (3, 11) and sys.version_info < (3, 11, 15):
        yield Finding(NOTE, f"Python {version}: 3.11.15 mends a fault in writing mail headers. Sandali checks them itself; update when you can.")
    else:
        yield Finding(OK, f"Python {version}.")


def sqlite_version() -> Iterator[Finding]:
    """SQLite, where it is the database."""
    if connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield Finding(NOTE, f"SQLite {sqlite3.sqlite_version}: 3.51.3 mends a rare fault. Sandali avoids it by folding the log in one process alone; keep backups.")
    else:
        yield Finding(OK, f"SQLite {sqlite3.sqlite_version}.")


def file_system(folder: Path, mounts: str) -> str:
    """The kind of file system that `folder` lies on, from the text of /proc/self/mountinfo; "" when it does not say."""
    found = (-1, "")
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = Path(fields[4].encode().decode("unicode_escape"))
        if folder == point or point in folder.parents:
            found = max(found, (len(point.parts), after.split()[0]))
    return found[1]


def data_folder() -> Iterator[Finding]:
    """The data folder: writable, on a disk of this machine, with room."""
    folder = settings.DATA
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(WRONG, f"The data folder {folder} cannot be written: give it to the user that runs Sandali.")
    mounts = Path("/proc/self/mountinfo")
    kind = file_system(folder.resolve(), mounts.read_text("utf-8")) if mounts.exists() else ""
    if kind in NETWORK:
        level = WRONG if connection.vendor == "sqlite" else NOTE
        yield Finding(level, f"The data folder lies on a network file system ({kind}): SQLite needs a local disk, or use PostgreSQL.")
    yield free_space(os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize)


def free_space(free: int) -> Finding:
    """Whether `free` bytes are enough."""
    gigabytes = f"{free / 1024**3:.1f} GB"
    if free < TOO_LITTLE:
        return Finding(WRONG, f"Only {gigabytes} are left on the disk of the data folder: mail stays on its server until there is room.")
    if free < LITTLE:
        return Finding(NOTE, f"{gigabytes} are left on the disk of the data folder.")
    return Finding(OK, f"{gigabytes} are left on the disk of the data folder.")


def keys() -> Iterator[Finding]:
    """The key files: private, and able to read what was encrypted."""
    for name in ("secret.key", "secrets.key"):
        path = settings.DATA / name
        if path.exists() and path.stat().st_mode & 0o077:
                yield Finding(WRONG, f"Others on this machine may read {path}: chmod 600 {path}")
    sealed = [(f"channel {channel.name}", channel.secrets, f"channel:{channel.pk}") for channel in Channel.objects.exclude(secrets="")]
    for factor in Authenticator.objects.filter(type__in=["totp", "recovery_codes"]).select_related("user"):
        sealed.append((f"second factor of {factor.user}", factor.data.get("secret") or factor.data.get("seed") or "", SECOND_FACTOR))
    unreadable = sorted({place for place, token, bound_to in sealed if not readable(token, bound_to)})
    if unreadable:
        yield Finding(WRONG, f"These secrets cannot be read: {', '.join(unreadable)}. Restore secrets.key (or SANDALI_SECRETS_KEY), or give them anew.")
    else:
        yield Finding(OK, f"The keys are private and open all {len(sealed)} stored secrets.")


def readable(token: str, bound_to: str) -> bool:
    """Whether the keys that are here open a stored secret."""
    try:
        decrypt(token, bound_to=bound_to)
    except SecretUnreadable:
        return False
    return True


def database() -> Iterator[Finding]:
    """The database answers and is up to date."""
    plan = MigrationExecutor(connection)
    waiting = plan.migration_plan(plan.loader.graph.leaf_nodes())
    if waiting:
        yield Finding(WRONG, f"The database is {len(waiting)} steps behind the program: run “sandali migrate”.")
    storage = storage_health()
    yield Finding(OK, f"{storage.kind} {storage.version} answers; it holds {storage.database_bytes / 1024**2:.0f} MB.")
    limits = settings.CACHES["default"]["LOCATION"]
    if limits not in connection.introspection.table_names():
        yield Finding(WRONG, "The table that counts sign-in attempts is missing: run “sandali migrate”.")


def postgresql_words() -> Iterator[Finding]:
    """With the locale C, PostgreSQL takes Persian letters for no letters, and search by parts of words finds nothing."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        locale = cursor.fetchone()[0]
        cursor.execute("SELECT 'ک' ~ '[[:alpha:]]'")
        knows = cursor.fetchone()[0]
    if knows:
        yield Finding(OK, f"PostgreSQL knows Persian letters (locale {locale}).")
    else:
        yield Finding(WRONG, f"PostgreSQL does not know Persian letters: the database's locale is {locale}. Make it anew with LC_CTYPE 'C.UTF-8' and move the data.")


def built_files() -> Iterator[Finding]:
    """What pages load, and the translations."""
    whole = True
    if not (BUILT / "sandali.css").exists():
        whole = False
        yield Finding(WRONG, "The pages' style and script are not built: run “python -m sandali.kit.assets”.")
    for language, _name in settings.LANGUAGES:
        catalogues = [Path(folder) / language / "LC_MESSAGES" / "django.mo" for folder in settings.LOCALE_PATHS]
        if not any(catalogue.exists() for catalogue in catalogues):
            whole = False
            yield Finding(WRONG, f"The translations ({language}) are not compiled: run “python tools/messages.py compile”.")
    if whole:
        yield Finding(OK, "The pages' style, script and translations are here.")


def work() -> Iterator[Finding]:
    """The worker and its queue."""
    queue = queue_health()
    if queue.workers:
        yield Finding(OK, f"{queue.workers} worker(s) at work, {queue.waiting} jobs waiting.")
    else:
        yield Finding(WRONG, "No worker is running: mail is neither fetched nor sent. Start “sandali run” or “sandali worker”.")
    if queue.oldest and timezone.now() - queue.oldest > timedelta(minutes=5):
        yield Finding(WRONG, f"{queue.late} jobs are late, the oldest since {queue.oldest:%Y-%m-%d %H:%M} UTC.")
    if queue.parked:
        yield Finding(NOTE, f"{queue.parked} jobs failed again and again and are set aside; the page Health lists them.")


def channels() -> Iterator[Finding]:
    """Doors that cannot be reached."""
    for channel in Channel.objects.filter(archived_at=None, is_active=True):
        for since, error in ((channel.failing_since, channel.last_error), (channel.sending_failing_since, channel.sending_error)):
            if since:
                yield Finding(WRONG, f"The channel {channel.name} fails since {since:%Y-%m-%d %H:%M} UTC: {error}")


def clock() -> Iterator[Finding]:
    """Whether this machine's clock can be right: it is not behind what is written already, nor far from the database's."""
    now = timezone.now()
    newest = [Event.objects.aggregate(at=Max("at"))["at"], WorkerMark.objects.aggregate(at=Max("seen_at"))["at"]]
    latest = max((at for at in newest if at), default=None)
    if latest and latest - now > CLOCK_MAY_DIFFER:
        yield Finding(WRONG, f"The clock says {now:%Y-%m-%d %H:%M} UTC, but something is written for {latest:%Y-%m-%d %H:%M}: set it.")
    elif abs(database_time() - now) > CLOCK_MAY_DIFFER:
        yield Finding(WRONG, "The clocks of this machine and of the database differ by more than two minutes.")
    else:
        yield Finding(OK, f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def database_time() -> datetime:
    """Now, by the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%s', 'now')")
            return datetime.fromtimestamp(int(cursor.fetchone()[0]), tz=timezone.get_default_timezone())
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def address() -> Iterator[Finding]:
    """How it is reached, and Django's own look at the settings."""
    if settings.SECURE and not settings.TRUSTED_PROXIES:
        yield Finding(NOTE, "SANDALI_URL is https, but no proxy is trusted: set SANDALI_TRUSTED_PROXIES, or everybody counts as one address in the limits.")
    if settings.SECURE and settings.DEBUG:
        yield Finding(WRONG, "SANDALI_DEBUG is on for a public address: errors show the program's inside. Turn it off.")
    if not settings.EMAIL_URL:
        yield Finding(NOTE, "SANDALI_EMAIL is not set: invitations and password links cannot be mailed.")
    for problem in run_checks(include_deployment_checks=settings.SECURE):
        if not problem.is_silenced():
            yield Finding(WRONG if problem.is_serious() else NOTE, f"{problem.id}: {problem.msg}")
    yield Finding(OK, f"People open it at {settings.PUBLIC_URL}.")


def kept_files(*, thorough: bool = False) -> Iterator[Finding]:
    """Files that messages and mails name: whether each is there, and (`thorough`, which reads all of them) whether it is as it was."""
    count = 0
    for table, number, sha256, why in bad_files(thorough=thorough):
        count += 1
        if count <= MOST_LISTED:
            state = "is damaged: its bytes changed" if why == DAMAGED else "is missing"
            yield Finding(WRONG, f"A file of {table} {number} {state} ({sha256}). Put it back from a copy; its message shows without it meanwhile.")
    if count > MOST_LISTED:
        yield Finding(WRONG, f"{count - MOST_LISTED} further files are missing or damaged.")
    if not count:
        yield Finding(OK, "Every file that a message names is there" + (", byte for byte." if thorough else ". “sandali doctor --files” reads them all."))


WITHOUT_DATABASE: list[Callable[[], Iterator[Finding]]] = [python_version, sqlite_version, data_folder, built_files, address]
WITH_DATABASE: list[Callable[[], Iterator[Finding]]] = [database, postgresql_words, keys, work, channels, clock, kept_files]


def examine(*, thorough: bool = False) -> Iterator[Finding]:
    """Everything that can be looked at. Without the database, what needs it is left out. `thorough` reads every kept file."""
    for check in WITHOUT_DATABASE:
        yield from check()
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        yield Finding(WRONG, f"The database does not answer: {problem}")
        return
    for check in WITH_DATABASE:
        try:
            yield from kept_files(thorough=True) if thorough and check is kept_files else check()
        except DatabaseError as problem:
            yield Finding(WRONG, f"{check.__name__.replace('_', ' ')}: the database refused ({str(problem).splitlines()[0]})")


def main(words: list[str]) -> int:
    """Print what was found; returns 1 when something is wrong. `--quiet` prints only what is not in order, `--files` reads every kept file."""
    findings = list(examine(thorough="--files" in words))
    wrong = sum(finding.level == WRONG for finding in findings)
    for finding in findings:
        if finding.level != OK or "--quiet" not in words:
            print(f"{MARKS[finding.level]}  {finding.text}")
    print("\nEverything is in order." if not wrong else f"\nTo mend: {wrong}.")
    return 1 if wrong else 0

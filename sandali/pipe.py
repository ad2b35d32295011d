"""`sandali mail --channel NAME < message`: takes one mail from a mail server, on disk before it says yes.

Only os and sys are imported: this stands in a mail server's way and runs once for each mail. It knows no database; the
worker sweeps the folder (channels/spool.py). Any failure exits 75 (EX_TEMPFAIL), so that the mail server keeps the mail.
Quickest as a file of its own, `python -I -S sandali/pipe.py --channel NAME`, which spares Python's site start-up."""

import os
import sys

TYPE_CHECKING = False  # typing's own flag, without importing typing
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

TEMPFAIL = 75
LARGEST = 50 * 1024 * 1024
LEAST_ROOM = 500 * 1024 * 1024  # as kit.files.ROOM_MINIMUM: below it mail had better stay where it is
CHUNK = 1024 * 1024
USAGE = """Usage: sandali mail --channel NAME [--to ADDRESS] [--data FOLDER] < message
       sandali mail --channel NAME --history PATH

Takes one mail on standard input, for mail servers: 0 when it is on disk, 75 when the mail server should keep it and try again.
With --history, takes in old mail: an mbox file, a Maildir, or a folder of .eml files.

  --channel NAME   the short name of an e-mail channel; it stands on the channel's own page
  --to ADDRESS     who the mail was for (else ORIGINAL_RECIPIENT or RECIPIENT)
  --data FOLDER    where Sandali keeps its data (else SANDALI_DATA, else ./data)
"""
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
# One line before the mail: who it was for, as the mail server knows it. In one file, so that both arrive or neither.
FIRST_LINE = b"sandali-mail 1 "


class Later(Exception):
    """The mail cannot be taken now; the text says why."""


def main(argv: list[str]) -> int:
    """Take the mail on standard input; returns the exit code."""
    if argv and argv[0] in ("-h", "--help"):
        sys.stdout.write(USAGE)
        return 0
    try:
        options = options_of(argv)
        folder = folder_of(options)
        take(sys.stdin.buffer, folder, options["to"])
    except Later as problem:
        return later(str(problem))
    except OSError as problem:
        return later(f"the mail cannot be stored ({problem.strerror or problem}).")
    return 0


def later(why: str) -> int:
    """Say why on standard error, in one line; returns the exit code for "try again"."""
    sys.stderr.write(f"sandali mail: {why}\n")
    return TEMPFAIL


def options_of(argv: list[str]) -> dict[str, str]:
    """--channel NAME, --to ADDRESS, --data FOLDER, each also as --name=value. The mail server's variables fill in."""
    found = {
        "channel": "",
        "to": os.environ.get("ORIGINAL_RECIPIENT") or os.environ.get("RECIPIENT") or "",
        "data": os.environ.get("SANDALI_DATA") or "data",
    }
    words = list(argv)
    while words:
        name, equals, value = words.pop(0).partition("=")
        if not name.startswith("--") or name[2:] not in found or not (equals or words):
            raise Later(f"{name} is not understood; it is: sandali mail --channel NAME [--to ADDRESS] [--data FOLDER]")
        found[name[2:]] = value if equals else words.pop(0)
    return found


def folder_of(options: dict[str, str]) -> str:
    """The spool folder of the channel. Raises Later when there is none."""
    channel = options["channel"]
    if not channel or channel.strip(LETTERS):
        raise Later("--channel must name a channel, as in --channel support")
    folder = os.path.join(options["data"], "spool", channel)  # noqa: PTH118 - pathlib takes longer to import than all of this
    if not os.path.isdir(os.path.join(folder, "new")):  # noqa: PTH112, PTH118 - as above
        raise Later(f"there is no channel {channel!r} here; look at --data (now {options['data']!r}) or SANDALI_DATA")
    return folder


def take(source: "BinaryIO", folder: str, envelope_to: str) -> None:
    """Write the mail to a new file, on disk before it gets its place in `new`."""
    take_as(folder, lambda descriptor: write(descriptor, source, envelope_to))


def take_as(folder: str, writes: "Callable[[int], None]") -> None:
    """A new file, written by `writes` into a descriptor, on disk before it gets its place in `new`."""
    room = os.statvfs(folder)
    if room.f_bavail * room.f_frsize < LEAST_ROOM:
        raise Later("the disk is nearly full.")
    name = f"{os.times().elapsed:.2f}.{os.getpid()}.{os.urandom(8).hex()}"
    aside, place = f"{folder}/tmp/{name}", f"{folder}/new/{name}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
    try:
        writes(descriptor)
        os.fsync(descriptor)
        os.rename(aside, place)  # noqa: PTH104 - as above
    except BaseException:
        os.unlink(aside)  # noqa: PTH108 - as above
        raise
    finally:
        os.close(descriptor)
    new = os.open(f"{folder}/new", os.O_RDONLY)
    try:
        os.fsync(new)
    finally:
        os.close(new)


def write(descriptor: int, source: "BinaryIO", envelope_to: str) -> None:
    """The first line, then the mail. Raises Later for an empty mail or one over 50 MB."""
    address = "".join(letter for letter in envelope_to if " " < letter < "\x7f")[:254]
    put(descriptor, FIRST_LINE + address.encode() + b"\n")
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Later("the mail is larger than 50 MB.")
        put(descriptor, chunk)
    if not size:
        raise Later("there is no mail on standard input.")


def put(descriptor: int, content: bytes) -> None:
    """Write all of it."""
    while content:
        content = content[os.write(descriptor, content) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

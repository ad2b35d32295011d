"""`sandali fax --channel NAME FILE`: takes one fax from HylaFAX's scripts, or what became of one that we sent, on disk before it says yes.

Exit codes as `sandali mail`: 0 when it is kept, 75 when whoever calls should keep it and try again. It knows no database."""

import json
import os
import sys
import time
from pathlib import Path

from sandali.channels.fax.tiff import LARGEST, is_whole
from sandali.pipe import Later, folder_of, put, take_as

USAGE = """Usage: sandali fax --channel NAME FILE [--from NUMBER] [--name NAME] [--id COMMID] [--pages N] [--error TEXT] [--data FOLDER]
       sandali fax --channel NAME --tag TAG --why WHY [--status TEXT] [--data FOLDER]

Takes a received fax (TIFF or PDF), for HylaFAX's etc/FaxDispatch, or what became of one that was sent, for its etc/FaxNotify:
0 when it is on disk, 75 when it should be kept and tried again.

  --channel NAME   the short name of a fax channel; it stands on the channel's own page
  --from NUMBER    who sent it, as the telephone company or the other machine says ($CIDNUMBER, else $SENDER)
  --id COMMID      HylaFAX's number of the call ($COMMID): the same fax handed over twice is taken once
  --error TEXT     why receiving was broken off ($MSG)
  --tag TAG        the tag of one of our jobs ($jobtag), --why how it ended ($WHY), --status its words ($faxstatus)
  --data FOLDER    where Sandali keeps its data (else SANDALI_DATA, else ./data)
"""
HEAD = b"sandali-fax 1 "
TOLD = ("from", "name", "id", "pages", "error", "tag", "why", "status")
LONGEST = 300  # characters of one thing that is told
WAITS = 10.0  # seconds for a file that is still being written


def main(argv: list[str]) -> int:
    """Take what the words name; returns the exit code."""
    if argv and argv[0] in ("-h", "--help"):
        sys.stdout.write(USAGE)
        return 0
    try:
        options, file = options_of(argv)
        folder = folder_of(options)
        content = b"" if options["tag"] else content_of(file)
        take_as(folder, lambda descriptor: put(descriptor, envelope(options, file) + content))
    except Later as problem:
        return later(str(problem))
    except OSError as problem:
        return later(f"the fax cannot be stored ({problem.strerror or problem}).")
    return 0


def later(why: str) -> int:
    """Say why on standard error, in one line; returns the exit code for "try again"."""
    sys.stderr.write(f"sandali fax: {why}\n")
    return 75


def options_of(argv: list[str]) -> tuple[dict[str, str], str]:
    """The options, each also as --name=value, and the file. Raises Later for what is not understood."""
    found = {"channel": "", "data": os.environ.get("SANDALI_DATA") or "data", **dict.fromkeys(TOLD, "")}
    words, files = list(argv), []
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            files.append(word)
        elif name[2:] not in found or not (equals or words):
            raise Later(f"{name} is not understood; see sandali fax --help")
        else:
            found[name[2:]] = value if equals else words.pop(0)
    if len(files) != (0 if found["tag"] else 1):
        raise Later("one file is taken at a time, and none with --tag; see sandali fax --help")
    return found, files[0] if files else ""


def content_of(file: str) -> bytes:
    """The fax, as soon as it is whole: whoever writes it may not be done yet. Raises Later."""
    until = time.monotonic() + WAITS
    while True:
        with open(file, "rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Later("the fax is larger than 50 MB.")
        if is_whole(content):
            return content
        if time.monotonic() > until:
            raise Later("the fax is not whole: it ends before its own directory says.")
        time.sleep(0.25)


def envelope(options: dict[str, str], file: str) -> bytes:
    """The line before the fax: what is known of it. The same for the same fax, so that it is kept once."""
    known = {name: "".join(letter for letter in options[name] if letter.isprintable())[:LONGEST] for name in TOLD if options[name]}
    if file:
        known["file"] = Path(file).name[:LONGEST]
    return HEAD + json.dumps(known, sort_keys=True).encode() + b"\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

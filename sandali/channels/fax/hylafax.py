"""HylaFAX's own programs: sendfax hands a job over, faxstat says how jobs stand (sendfax(1), faxstat(1) of HylaFAX 4 to 6 and HylaFAX+).

A job carries our tag, so that it is known by something that is ours, also when sendfax's answer is lost. Nothing of what customers wrote
ever becomes a word of a command; numbers are digits, files are named by us, and no shell is asked."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings as django_settings

SENDS_FOR, SAYS_FOR = 45.0, 15.0  # seconds; a delivery's lease is longer than both
MARK: Final = "|"
# faxstat(1): job, state, tag, words about its last failure. Our own line in a home of its own, as no option says it.
FORMAT: Final = f'JobFmt: "%j{MARK}%a{MARK}%J{MARK}%s"\n'
TAG: Final = "sandali-"
ANSWERED: Final = re.compile(r"^request id is (\S+) \(group id \S+\)", re.MULTILINE)
ROW: Final = re.compile(r"^\s*(\d+)\s*\|(.)\|\s*([^|]*?)\s*\|(.*)$", re.MULTILINE)


class NoProgram(Exception):
    """The program is not there, or does not answer in time; nothing has left. The text is its own."""


class NoAnswer(Exception):
    """It was called and gave no number. The text is its own; `ended` says whether it came to its end or was broken off by us."""

    def __init__(self, said: str, *, ended: bool) -> None:
        super().__init__(said)
        self.ended = ended


@dataclass(frozen=True, slots=True)
class Job:
    """A job as faxstat shows it. `state`: D done, F failed, anything else is on its way (faxstat(1), format a)."""

    number: str
    state: str
    tag: str
    status: str


def run(program: str, words: Sequence[str], *, home: str, seconds: float) -> subprocess.CompletedProcess[str]:
    """Call one of the programs. Raises OSError, subprocess.TimeoutExpired."""
    environment = {"HOME": home, "FAXUSER": "sandali", "LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}
    return subprocess.run(
        [program, *words], env=environment, cwd=home, capture_output=True, text=True, errors="replace", timeout=seconds, stdin=subprocess.DEVNULL, check=False
    )


def server_words(settings: Mapping[str, Any]) -> list[str]:
    """Which fax server is meant; none for that of this machine."""
    return ["-h", str(settings["server"])] if settings.get("server") else []


def jobs(settings: Mapping[str, Any]) -> dict[str, Job]:
    """Jobs of ours that wait, run or are done, by tag. Raises NoProgram where no fax server says how it is."""
    with TemporaryDirectory() as home:
        Path(home, ".hylarc").write_text(FORMAT, encoding="ascii")
        try:
            said = run(django_settings.FAXSTAT, [*server_words(settings), "-s", "-d"], home=home, seconds=SAYS_FOR)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise NoProgram(str(problem)) from problem
    if not said.stdout.strip():  # it ends with 0 also when there is no server: then it has nothing to show
        raise NoProgram(last_line(said.stderr))
    found = (Job(number, state, tag, status.strip()) for number, state, tag, status in ROW.findall(said.stdout))
    return {job.tag: job for job in found if job.tag.startswith(TAG)}


def submit(settings: Mapping[str, Any], *, number: str, tag: str, files: Sequence[str], home: str) -> str:
    """Hand a job over; returns its number there. Raises NoProgram when it was never called, NoAnswer when no number came back."""
    # -n: no cover page of its own; -D: its notify script is to be run at the end; -m: fine, as our pages are; -i: our tag.
    words = [*server_words(settings), "-n", "-D", "-m", "-i", tag, "-d", number, *files]
    try:
        said = run(django_settings.SENDFAX, words, home=home, seconds=SENDS_FOR)
    except OSError as problem:
        raise NoProgram(str(problem)) from problem
    except subprocess.TimeoutExpired as problem:
        raise NoAnswer(str(problem), ended=False) from problem
    answered = ANSWERED.search(said.stdout)
    if answered is None:
        raise NoAnswer(last_line(said.stderr) or last_line(said.stdout), ended=True)
    return answered[1]


def last_line(text: str) -> str:
    """The last thing that a program said."""
    return next((line.strip()[:300] for line in reversed(text.splitlines()) if line.strip()), "")

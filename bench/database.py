"""Where the filled database lies: made once for a size, a seed and a schema, and copied for each run, so that runs start alike."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT, children_cpu, environment

OUT = ROOT / "bench" / "out"
MAKERS = ("filling.py", "saying.py", "words.py", "writing.py")


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    cases: int = 100_000
    messages: int = 500_000
    seed: int = 1


def key_of(size: Size) -> str:
    """A name for this size over this schema and these makers: when any of them changes, the database is made anew."""
    digest = hashlib.sha256(repr(size).encode())
    for path in [*sorted(ROOT.glob("sandali/*/migrations/*.py")), *(ROOT / "bench" / name for name in MAKERS)]:
        digest.update(path.read_bytes())
    return f"{size.cases}-{size.messages}-{size.seed}-{digest.hexdigest()[:10]}"


def filled(size: Size, *, out: Path = OUT, begin: Callable[[Path], None] = lambda folder: None) -> tuple[Path, str]:
    """The data folder of that size, made now when it is not there; returns it and what making it took, in words.

    `begin` may lay something into the new folder: an empty database that is migrated already, for who makes a tiny one."""
    folder = out / key_of(size)
    mark = folder / "filled.json"
    if not mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begin(folder)
        since, used = time.monotonic(), children_cpu()
        subprocess.run(
            [sys.executable, "-m", "bench.filling", "--cases", str(size.cases), "--messages", str(size.messages), "--seed", str(size.seed)],
            cwd=ROOT, env=environment(folder), check=True,
        )  # fmt: skip
        took = f"{time.monotonic() - since:.0f} s, {children_cpu() - used:.0f} s of CPU"
        mark.write_text(json.dumps({"took": took}))
    return folder, json.loads(mark.read_text())["took"]


def copied(folder: Path, *, out: Path = OUT) -> Path:
    """A fresh copy to work on, in place of the one before."""
    work = out / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    return work

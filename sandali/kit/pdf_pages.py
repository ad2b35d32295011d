"""The first page of a stranger's PDF as a picture, drawn by PDFium in a process of its own (docs/decisions/0037).

The one place that knows pypdfium2. Nothing of a PDF is read in the process that asks: it starts a child with hard limits, hands it the
bytes, and makes a PNG from the pixels that come back. For jobs, never for a request: a hostile file takes all the time it is given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from PIL import Image

from sandali.kit.pdf_child import DRAWN, LOCKED, MANY, SIDE, WRITES

CHILD: Final = Path(__file__).with_name("pdf_child.py")
WALL_SECONDS: Final = 30
LARGEST: Final = 50 * 1024 * 1024  # bytes
LONGEST_LINE: Final = 1000


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What is known of a PDF: `picture` is a PNG of its first page. `why` there is none: "locked" by a password, "many" pages,
    or "undrawn". `pages` is 0 where they were not counted."""

    picture: bytes = b""
    pages: int = 0
    why: str = ""


UNDRAWN: Final = FirstPage(why="undrawn")


def first_page(content: bytes) -> FirstPage:
    """Draw a PDF's first page, at most 1600 pixels a side. Takes half a minute at the most; never raises for what is in the file."""
    if len(content) > LARGEST:
        return UNDRAWN
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH") if name in os.environ}
    with TemporaryFile() as out:  # a file, as a child's limits end at the end of a pipe
        try:
            done = subprocess.run(
                # -P: this folder has modules whose names the standard library has too.
                [sys.executable, "-P", str(CHILD)], input=content, stdout=out, stderr=subprocess.DEVNULL, env=environment, cwd="/",
                timeout=WALL_SECONDS, check=False, close_fds=True, start_new_session=True,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            return UNDRAWN
        out.seek(0)
        said = out.read(WRITES + 1)
    return judged(said) if done.returncode == 0 else UNDRAWN


def judged(said: bytes) -> FirstPage:
    """The child's word, believed in nothing: whatever drew may be whoever wrote the file."""
    line, _end, pixels = said.partition(b"\n")
    try:
        told: dict[str, Any] = json.loads(line[:LONGEST_LINE])
        state, pages = told["state"], int(told.get("pages", 0))
        if state in (LOCKED, MANY):
            return FirstPage(pages=pages, why=state)
        width, height, stride = (int(told[name]) for name in ("width", "height", "stride"))
        if state != DRAWN or not (0 < width <= SIDE + 1 and 0 < height <= SIDE + 1 and 3 * width <= stride <= 4 * SIDE + 8):
            return UNDRAWN
        if len(pixels) < stride * height or pages < 1:
            return UNDRAWN
        out = BytesIO()
        Image.frombytes("RGB", (width, height), pixels[: stride * height], "raw", "RGB", stride).save(out, "PNG")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return UNDRAWN
    return FirstPage(out.getvalue(), pages)

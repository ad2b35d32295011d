"""The child of `pdf_pages`: a PDF on standard input, its first page as pixels on standard output. Run as a file.

It limits itself before it reads anything, and opens no file any more once PDFium is loaded: what takes it over in spite of all that has
no network, no file, no second process, a few seconds and a few hundred megabytes."""

import json
import os
import resource
import sys
from typing import Any

MEMORY = 768_000_000  # bytes of address space; PDFium and Python take some 150 MB of it
CPU_SECONDS = 8
WRITES = 16_000_000  # bytes; a page of 1600 x 1600 pixels in three colours has 7.7 million
MOST_PAGES = 500
SIDE = 1600  # pixels of the longer side
FINEST = 204 / 72  # pixels for a PDF's point: no finer than a fax
LOCKED, MANY, DRAWN = "locked", "many", "drawn"
PASSWORD = 4  # FPDF_ERR_PASSWORD of fpdfview.h


def main() -> int:
    """One line of JSON, and the pixels behind it where there are any. Exit status 0 means that the line is whole."""
    os.nice(10)
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, WRITES), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(limit, (most, most))
    import pypdfium2  # noqa: PLC0415 - a stranger's file is only met with the limits in place

    content = sys.stdin.buffer.read()
    # The page's own fonts and PDFium's have to do. Sockets are descriptors too.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        return say(LOCKED) if getattr(problem, "err_code", None) == PASSWORD else 1
    pages = len(pdf)
    if pages > MOST_PAGES:
        return say(MANY, pages=pages)
    if not pages:
        return 1
    return drawn(pdf[0], pages)


def drawn(page: Any, pages: int) -> int:
    """Draw a page, at most SIDE pixels a side whatever its box says, without anything that runs or asks."""
    width, height = page.get_size()
    if not (0 < width < 1e7 and 0 < height < 1e7):
        return 1
    scale = min(FINEST, SIDE / max(width, height))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, limit_image_cache=True)
    return say(DRAWN, bytes(bitmap.buffer), pages=pages, width=bitmap.width, height=bitmap.height, stride=bitmap.stride)


def say(state: str, pixels: bytes = b"", **more: int) -> int:
    """What came of it."""
    sys.stdout.buffer.write(json.dumps({"state": state, **more}).encode() + b"\n" + pixels)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

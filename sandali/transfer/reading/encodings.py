"""In which encoding a text file is, told by its bytes alone."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

CHUNK: Final = 1024 * 1024
SAMPLE: Final = 256 * 1024
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "cp1252")


def encoding_of(path: Path) -> str:
    """One of ENCODINGS: by its mark, else by where zero bytes stand, else UTF-8 when all of it is, else by how the letters stand."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    if zeros := sample.count(0):
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) > len(sample) // 8 and max(even, odd) > 0.9 * zeros:
            return "utf-16-le" if odd > even else "utf-16-be"
        if looks_like_arabic_pairs(sample):
            return "utf-16-le"
    return "utf-8-sig" if is_utf8(path) else single_byte(sample)


def looks_like_arabic_pairs(sample: bytes) -> bool:
    """UTF-16-LE without a mark and nearly all in Persian: every second byte is 06 (the Arabic block), 20 or 00."""
    second = sample[1::2]
    return len(second) > 4 and sum(byte in (0x00, 0x06, 0x20) for byte in second) > 0.95 * len(second) and 0x06 in second


def is_utf8(path: Path) -> bool:
    """Whether all of a file is UTF-8, read piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def single_byte(sample: bytes) -> str:
    """windows-1256 or windows-1252. In Persian whole words are above 0x7F, in Western languages a letter here and there is."""
    high = [byte > 0x7F for byte in sample]
    beside = sum(one and (before or after) for before, one, after in zip([False, *high], high, [*high[1:], False], strict=False))
    return "cp1256" if beside * 2 > sum(high) else "cp1252"

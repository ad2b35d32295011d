"""Whether a fax is whole on disk, and how many pages it has, from TIFF's own directories (TIFF 6.0, section 2). Without Django: the
command that takes faxes asks before it says yes."""

import struct

LARGEST = 50 * 1024 * 1024
MOST_PAGES = 500
# Tags: where a page's pieces begin, and how long they are; strips and tiles.
OFFSETS, COUNTS = (273, 324), (279, 325)
SIZES = {3: ("H", 2), 4: ("I", 4)}  # SHORT and LONG, the two types that these tags have


class Broken(Exception):
    """It is no TIFF, or ends before its own directory says."""


def is_tiff(content: bytes) -> bool:
    """By its first four bytes."""
    return content[:4] in (b"II*\x00", b"MM\x00*")


def is_pdf(content: bytes) -> bool:
    """By its beginning; some programs put a few bytes before it."""
    return b"%PDF-" in content[:1024]


def is_whole(content: bytes) -> bool:
    """Whether nothing of the file is still to come. What is neither TIFF nor PDF is never waited for."""
    if is_pdf(content):
        return b"%%EOF" in content[-2048:]
    if not is_tiff(content):
        return len(content) >= 4
    try:
        return pages_of(content) > 0
    except Broken:
        return False


def pages_of(content: bytes) -> int:
    """The number of pages, each of which lies in the file whole. Raises Broken."""
    order = "<" if content[:2] == b"II" else ">"
    at, pages, seen = number(content, 4, order, "I"), 0, set()
    while at:
        if at in seen or pages >= MOST_PAGES:
            raise Broken
        seen.add(at)
        at = directory_end(content, at, order)
        pages += 1
    return pages


def directory_end(content: bytes, at: int, order: str) -> int:
    """Look through the directory at this place; returns where the next one is, 0 for none. Raises Broken."""
    entries = number(content, at, order, "H")
    found = {}
    for entry in range(entries):
        place = at + 2 + 12 * entry
        tag, kind = number(content, place, order, "H"), number(content, place + 2, order, "H")
        if tag in (*OFFSETS, *COUNTS):
            found[tag] = values(content, place, kind, order)
    for starts, lengths in zip(OFFSETS, COUNTS, strict=True):
        if any(start + length > len(content) for start, length in zip(found.get(starts, ()), found.get(lengths, ()), strict=False)):
            raise Broken
    if not found:
        raise Broken
    return number(content, at + 2 + 12 * entries, order, "I")


def values(content: bytes, place: int, kind: int, order: str) -> list[int]:
    """The numbers of one entry: in its last four bytes, or where they say. Raises Broken."""
    letter, size = SIZES.get(kind, ("", 0))
    count = number(content, place + 4, order, "I")
    if not letter or count * size > len(content):
        raise Broken
    start = place + 8 if count * size <= 4 else number(content, place + 8, order, "I")
    return [number(content, start + size * one, order, letter) for one in range(count)]


def number(content: bytes, at: int, order: str, letter: str) -> int:
    """One number. Raises Broken behind the end."""
    try:
        return int(struct.unpack_from(order + letter, content, at)[0])
    except struct.error as problem:
        raise Broken from problem

"""What kind of picture some bytes are and how large it says it is, read from its first bytes without unpacking anything.

PNG (ISO/IEC 15948, IHDR), GIF89a (logical screen), JPEG (ITU-T T.81, SOFn), WebP (RFC 9649), AVIF (ISO/IEC 23008-12, ispe)."""

from __future__ import annotations

import re
import struct

AVIF_REACH = 65_536  # the boxes that describe an AVIF picture come first
_AVIF_BRANDS = (b"avif", b"avis")
_SIGNATURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBPVP8[ LX]", re.DOTALL),
}
# Start of frame of every coding but the tables and marks that share its range (T.81 table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset([0x01, *range(0xD0, 0xD9)])


def picture_type(content: bytes) -> str:
    """image/png, image/jpeg, image/gif, image/webp or image/avif by the bytes' own signature; "" for all else, SVG included."""
    for content_type, signature in _SIGNATURES.items():
        if signature.match(content):
            return content_type
    return "image/avif" if _is_avif(content) else ""


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the picture's own header says; None where it does not say."""
    readers = {
        "image/png": lambda: struct.unpack_from(">II", content, 16),
        "image/gif": lambda: struct.unpack_from("<HH", content, 6),
        "image/jpeg": lambda: _jpeg_size(content),
        "image/webp": lambda: _webp_size(content),
        "image/avif": lambda: _avif_size(content),
    }
    reader = readers.get(picture_type(content))
    try:
        width, height = (reader and reader()) or (0, 0)
    except (struct.error, IndexError):  # the header is cut off
        return None
    return (width, height) if width and height else None


def _is_avif(content: bytes) -> bool:
    """Whether the first box is a file type that names AVIF, as its main or a compatible brand."""
    if content[4:8] != b"ftyp" or len(content) < 16:
        return False
    length = min(int.from_bytes(content[:4]), 256)
    return any(content[at : at + 4] in _AVIF_BRANDS for at in (8, *range(16, length, 4)))


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # fill bytes may stand before a marker
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        elif marker == 0xDA:  # the picture itself begins, and no frame was named
            return None
        else:
            at += 2 + max(int.from_bytes(content[at + 2 : at + 4]), 2)
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    kind = content[12:16]
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L":
        if content[20] != 0x2F:
            return None
        packed = struct.unpack_from("<I", content, 21)[0]
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if content[23:26] != b"\x9d\x01\x2a":
        return None
    width, height = struct.unpack_from("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _avif_size(content: bytes) -> tuple[int, int] | None:
    """The largest extent that is named: a picture may be put together of smaller tiles."""
    found = re.finditer(rb"ispe\0\0\0\0(.{4})(.{4})", content[:AVIF_REACH], re.DOTALL)
    sizes = [(int.from_bytes(one[1]), int.from_bytes(one[2])) for one in found]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)

"""Small pictures and papers that customers and we attach, drawn and written here: nothing is anybody's photo."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache

Pixel = tuple[int, int, int]


def png(width: int, height: int, pixel: Callable[[int, int], Pixel]) -> bytes:
    """A PNG of 8-bit RGB (PNG specification, third edition, 5: signature, IHDR, IDAT, IEND)."""
    rows = b"".join(b"\0" + bytes(value for x in range(width) for value in pixel(x, y)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@cache
def broken_cup(tone: int) -> bytes:
    """A cup with a crack on a table; `tone` (0 to 9) makes each another one."""
    glaze = (120 + tone * 12, 150 - tone * 6, 160 + (tone * 37) % 80)

    def pixel(x: int, y: int) -> Pixel:
        cup = 70 < x < 190 and 40 < y < 150 and (x - 130) ** 2 < 3600 - (y - 40) * 9
        handle = 400 < (x - 196) ** 2 + (y - 84) ** 2 < 1000 and x > 188
        crack = cup and abs(x - 118 - (y % 18 - 9) * (1 if (y // 18) % 2 else -1) // 2) < 2
        if crack:
            return (50, 40, 40)
        if cup or handle:
            light = (x - 70) // 3
            return (min(glaze[0] + light, 255), min(glaze[1] + light, 255), min(glaze[2] + light, 255))
        return (222, 214, 202) if y < 135 else (176, 148, 118)

    return png(260, 180, pixel)


def logo() -> bytes:
    """A small round mark, as letterheads carry."""

    def pixel(x: int, y: int) -> Pixel:
        inside = (x - 24) ** 2 + (y - 24) ** 2
        return (31, 105, 94) if inside < 260 else (226, 178, 88) if inside < 480 else (255, 255, 255)

    return png(48, 48, pixel)

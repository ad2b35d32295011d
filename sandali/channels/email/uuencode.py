"""Files written into the text as uuencode ("begin 644 name" ... "end"), found and taken out."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

BEGIN = re.compile(rb"(?m)^begin (?:[0-7]{3,4}) ([^\r\n]{1,255})\r?\n")
END = re.compile(rb"(?m)^end[ \t]*\r?$")
MAX_FILES = 100
MAX_FAILURES = 10  # each failed try may look at the whole text once


@dataclass(frozen=True, slots=True)
class Found:
    """One file in the text: its name as written, its bytes."""

    name: bytes
    content: bytes


def decode_uu(raw: bytes) -> bytes | None:
    """The first uuencoded file in `raw`, None when there is none."""
    _, files = take_out(raw)
    return files[0].content if files else None


def take_out(raw: bytes) -> tuple[bytes, list[Found]]:
    """The text without its uuencoded files, and the files. A begin without an end, or lines that are not uuencode,
    stay text."""
    kept: list[bytes] = []
    files: list[Found] = []
    position = 0
    failures = 0
    while len(files) < MAX_FILES and failures < MAX_FAILURES:
        begin = BEGIN.search(raw, position)
        end = END.search(raw, begin.end()) if begin else None
        if begin is None or end is None:
            break
        content = decode_lines(raw[begin.end() : end.start()])
        if content is None:
            failures += 1
            kept.append(raw[position : begin.end()])
            position = begin.end()
            continue
        kept.append(raw[position : begin.start()])
        files.append(Found(begin.group(1).strip(), content))
        position = end.end()
    return b"".join(kept) + raw[position:], files


def decode_lines(block: bytes) -> bytes | None:
    """The bytes of uuencoded lines, None when a line is not one."""
    out = []
    for line in block.splitlines():
        line = line.rstrip()
        if not line or line == b"`":
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders count one byte too many on a line: read what its own length says (as the standard library does).
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return None
    return b"".join(out)

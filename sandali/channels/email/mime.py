"""A mail as a tree of parts, bounded by construction: positions in the one buffer, hard limits, no recursion.

The standard library's parser is not used for the tree: it nests one generator a level (300 nested multiparts cost
seconds, 1,000 a RecursionError) and copies the text of each line in Python."""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass, field

from sandali.channels.email.headers import Headers, base64_bytes, parameters, unfold
from sandali.channels.email.uuencode import decode_uu

MAX_MAIL = 50_000_000
MAX_HEADER_BLOCK = 256_000
MAX_HEADERS = 1_000
MAX_PARTS = 200
MAX_DEPTH = 50

HEADER_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
KNOWN_HEADER = re.compile(
    rb"(?im)^(?:content-[a-z-]{2,30}|mime-version|subject|from|to|cc|date|message-id|received|reply-to|x-[a-z0-9-]{1,40})[ \t]*:"
)
TYPE = re.compile(r"\s*([a-z0-9][\w.+-]{0,60})\s*/\s*([\w][\w.+-]{0,100})")
BLANK = re.compile(rb"\r?\n\r?\n")
GUESSED_BOUNDARY = re.compile(rb"(?m)^--([^\s-][^\r\n]{0,100}?|-{1,20}[^\s-][^\r\n]{0,100}?)[ \t]*\r?\n(?:content-|\r?\n)", re.I)


@dataclass(slots=True)
class Part:
    """One MIME part: its fields and where its body lies in the buffer."""

    headers: Headers
    buffer: bytes
    start: int
    end: int
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)
    children: list[Part] = field(default_factory=list)
    parent_type: str = ""

    @property
    def size(self) -> int:
        """Length of the encoded body in bytes."""
        return self.end - self.start

    def raw_body(self, most: int | None = None) -> bytes:
        """The body as it came, transfer encoding included, at most `most` bytes."""
        end = self.end if most is None else min(self.end, self.start + most)
        return self.buffer[self.start : end]

    def content(self, most: int | None = None) -> bytes:
        """The body with its transfer encoding undone; `most` limits the encoded bytes that are read."""
        raw = self.raw_body(most)
        encoding = self.headers.get("content-transfer-encoding").split("(")[0].split(";")[0].strip().strip("\"'").lower()
        if encoding == "base64":
            return base64_bytes(raw)
        if encoding == "quoted-printable":
            return quoted_printable(raw)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            decoded = decode_uu(raw)
            return raw if decoded is None else decoded
        return raw


def quoted_printable(raw: bytes) -> bytes:
    """Quoted-printable undone; blanks before a soft break are forgiven."""
    unbroken = re.sub(rb"=[ \t]+(\r?\n)", rb"=\1", raw) if b"= " in raw or b"=\t" in raw else raw
    return a2b_qp(unbroken)


def parse(raw: bytes) -> tuple[Part, list[str]]:
    """The tree of a mail and the remarks about what had to be left out. Never raises on any bytes."""
    remarks: list[str] = []
    if len(raw) > MAX_MAIL:
        raw = raw[:MAX_MAIL]
        remarks.append("too-large")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    start = after_envelope_line(raw)
    root = read_part(raw, start, len(raw), "", remarks)
    waiting, parts = [(root, 1)], 1
    while waiting:
        part, depth = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        if depth >= MAX_DEPTH:
            remarks.append("too-deep")
            continue
        for start, end in spans(part):
            if parts >= MAX_PARTS:
                remarks.append("too-many-parts")
                break
            default = "message/rfc822" if part.content_type == "multipart/digest" else ""
            child = read_part(raw, start, end, default, remarks)
            child.parent_type = part.content_type
            part.children.append(child)
            parts += 1
        waiting.extend((child, depth + 1) for child in reversed(part.children))
    return root, list(dict.fromkeys(remarks))


def in_order(root: Part) -> list[Part]:
    """Every part, root first, in document order (the tree is bounded)."""
    found, waiting = [], [root]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting.extend(reversed(part.children))
    return found


def after_envelope_line(raw: bytes) -> int:
    """Where the fields start: after blank lines and an mbox "From " line, if any."""
    start = len(raw) - len(raw.lstrip(b"\r\n")) if raw[:2].strip() == b"" else 0
    while raw.startswith((b"From ", b">From "), start):
        end = raw.find(b"\n", start)
        if end < 0:
            break
        start = end + 1
    return start


def read_part(raw: bytes, start: int, end: int, default: str, remarks: list[str]) -> Part:
    """One part between two positions, its fields read, its children not yet."""
    fields, body = read_fields(raw, start, end, remarks)
    headers = Headers(fields)
    part = Part(headers, raw, body, end)
    content_type = headers.get("content-type")
    if content_type:
        main, part.parameters = parameters(content_type)
        part.content_type = type_named(main)
    elif default:
        part.content_type = default
    disposition = headers.get("content-disposition")
    if disposition:
        part.disposition, part.disposition_parameters = parameters(disposition)
    return part


def type_named(main: str) -> str:
    """The type/subtype that a Content-Type means; "text/plain" for what is none (RFC 2045 5.2)."""
    found = TYPE.match(main)
    if found:
        return f"{found.group(1)}/{found.group(2)}"
    return {"multipart": "multipart/mixed", "html": "text/html"}.get(main.strip("/ "), "text/plain")


def read_fields(raw: bytes, start: int, end: int, remarks: list[str]) -> tuple[list[tuple[str, bytes]], int]:
    """The fields that begin at `start`, and where the body begins. Both limits are applied to the bytes first."""
    if raw.startswith(b"\n", start) or raw.startswith(b"\r\n", start):
        return [], min(end, start + (1 if raw[start : start + 1] == b"\n" else 2))
    blank = BLANK.search(raw, start, end)
    block_end, body = (blank.start(), blank.end()) if blank else (end, end)
    if block_end - start > MAX_HEADER_BLOCK:
        remarks.append("header-too-long")
        block_end = start + MAX_HEADER_BLOCK
    block = raw[start:block_end]
    last_known = max((match.start() for match in KNOWN_HEADER.finditer(block)), default=-1)
    fields: list[list[bytes]] = []
    offset = 0
    for line in block.split(b"\n"):
        if HEADER_LINE.match(line if fields else line.lstrip()):
            if len(fields) >= MAX_HEADERS:
                remarks.append("too-many-headers")
                break
            fields.append([line if fields else line.lstrip()])
        elif fields and (line[:1] in (b" ", b"\t") or not line.strip() or last_known > offset):
            fields[-1].append(line)
        else:  # no blank line before the text
            body = start + offset
            break
        offset += len(line) + 1
    pairs = (b"\n".join(lines).split(b":", 1) for lines in fields)
    return [(name.strip().lower().decode("ascii"), unfold(value)) for name, value in pairs], min(body, end)


def spans(part: Part) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie, at most one more than the limit. A boundary that never occurs is guessed
    from the body; without any, the multipart is one plain text."""
    boundary = part.parameters.get("boundary", "").strip().encode("utf-8", errors="replace")
    marks = boundary_marks(part, boundary) if boundary else []
    if not marks:
        guessed = GUESSED_BOUNDARY.search(part.buffer, part.start, min(part.end, part.start + 20_000))
        marks = boundary_marks(part, guessed.group(1)) if guessed else []
    if not marks:
        part.content_type = "text/plain"
        return []
    found = []
    for position, (_, after, closing) in enumerate(marks):
        if closing:
            continue  # some mailers go on after the closing line: what lies between it and a next mark is epilogue
        end = marks[position + 1][0] if position + 1 < len(marks) else part.end
        found.append((after, max(after, end)))
    return found


def boundary_marks(part: Part, boundary: bytes) -> list[tuple[int, int, bool]]:
    """(start, end, closing) of the delimiter lines, the line break before them included; a bounded number."""
    pattern = re.compile(rb"(?:\r?\n|(?m:^))--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\r?\Z|(?=\r?\n))")
    marks = []
    for match in pattern.finditer(part.buffer, part.start, part.end):
        marks.append((match.start(), match.end(), match.group(1) is not None))
        if len(marks) > MAX_PARTS + 2:
            break
    return marks

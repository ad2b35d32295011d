"""The words of a mail out of its parts: which parts are text, which are files, plain text from HTML, inline files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sandali.channels.adapter import Attached
from sandali.channels.email import charsets, html_text, quotes
from sandali.channels.email.attachments import declared_name, safe_name, unique
from sandali.channels.email.headers import decode_words
from sandali.channels.email.mime import Part
from sandali.channels.email.uuencode import take_out
from sandali.kit.text import clean

MAX_TEXT = 1_000_000  # bytes of text and of HTML that are read
ENRICHED = ("text/enriched", "text/richtext")
TEXT_TYPES = ("text/plain", "text/html", *ENRICHED)
BLANK_LINES = re.compile(r"\n(?:[ \t\xa0\u200b]*\n){3,}")


@dataclass(slots=True)
class Bodies:
    """The text and file parts of a mail, sorted."""

    plain: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    alternative: bool = True  # the HTML says the same as the plain text


def sort(parts: list[Part]) -> Bodies:
    """Which parts are words and which are files."""
    bodies = Bodies()
    for part in parts:
        if part.children or part.content_type.startswith("multipart/"):
            continue
        if is_words(part):
            if part.content_type in ENRICHED and bodies.plain:
                continue  # the same words again, with old markup
            (bodies.html if part.content_type == "text/html" else bodies.plain).append(part)
        elif part.size or declared_name(part) or part.disposition == "attachment":
            bodies.files.append(part)
    parents = {part.parent_type for part in bodies.plain}
    bodies.alternative = "multipart/alternative" in parents or len(bodies.html) == 0 or len(bodies.plain) == 0
    return bodies


def is_words(part: Part) -> bool:
    """True for a part that is read, not saved: text without a file name that nobody called an attachment."""
    if part.content_type not in TEXT_TYPES or part.disposition == "attachment":
        return False
    return not declared_name(part) or (part.parent_type in ("multipart/alternative", "") and part.disposition != "attachment")


def decoded(part: Part, remarks: list[str], files: list[Attached], taken: set[str]) -> str:
    """Text of one part, at most 1 MB of it, uuencoded files taken out of it."""
    encoded = part.headers.get("content-transfer-encoding").strip().lower() in ("base64", "quoted-printable")
    # The limit is on the bytes before decoding; an encoding makes three bytes of one at most.
    content = part.content(MAX_TEXT * 3 if encoded else None if b"\nbegin " in part.raw_body(MAX_TEXT) else MAX_TEXT + 1)
    if b"begin " in content and part.content_type != "text/html":
        content, found = take_out(content)
        for file in found:
            name = safe_name(decode_words(charsets.guess(file.name))) or "attachment"
            files.append(Attached(name=unique(name, taken), content_type="application/octet-stream", content=file.content, label="uuencode"))
    if len(content) > MAX_TEXT:
        remarks.append("text-cut")
        content = content[:MAX_TEXT]
    text, known = charsets.decode(content, part.parameters.get("charset", ""))
    if not known:
        remarks.append("unknown-charset")
    text = text.removeprefix("\ufeff")
    if part.parameters.get("format", "").lower() == "flowed" and part.content_type == "text/plain":
        text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return clean(text)


def unflow(text: str, delete_space: bool) -> str:
    """Text of format=flowed with its soft breaks undone (RFC 3676)."""
    out: list[str] = []
    open_depth: int | None = None
    for line in text.splitlines():
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        content = bare.removeprefix(" ")
        flowed = content.endswith(" ") and content not in ("-- ", "--  ")
        shown = content[:-1] if flowed and delete_space else content
        if open_depth == depth and content != "-- ":
            out[-1] += shown
        else:
            out.append(f"{'>' * depth}{' ' if depth else ''}{shown}")
        open_depth = depth if flowed else None
    return "\n".join(out)


def words(bodies: Bodies, remarks: list[str], files: list[Attached]) -> tuple[str, str, str]:
    """(kept, quoted, html) of a mail: what was written now, what was cut, the HTML as it came."""
    taken: set[str] = set()
    plain = join([decoded(part, remarks, files, taken) for part in bodies.plain[:50]], remarks)
    html = join([decoded(part, remarks, files, taken) for part in bodies.html[:50]], remarks)
    if not plain.strip():
        if not html.strip():
            return "", "", html
        return from_html(html)
    if not bodies.alternative and html.strip():
        of_html = html_text.to_text(html)[0]
        if squeezed(of_html) not in squeezed(plain):  # a mail of several texts, some of them HTML
            plain = f"{plain.rstrip()}\n\n{of_html}"
    kept, quoted = quotes.cut(plain)
    if not quoted and html.strip():
        of_html, cut_from_html = html_text.to_text(html)
        if cut_from_html and of_html.strip():
            kept, quoted = from_html(html)[:2]
    return kept, quoted, html


def from_html(html: str) -> tuple[str, str, str]:
    """(kept, quoted, html) of an HTML body: first by its markup, then by its lines."""
    text, cut_by_markup = html_text.to_text(html)
    kept, quoted = quotes.cut(text)
    return kept, "\n\n".join(piece for piece in (quoted, cut_by_markup) if piece.strip()), html


def join(texts: list[str], remarks: list[str]) -> str:
    """Several bodies as one, within the limit."""
    texts = [text for text in texts if text.strip()]
    joined = texts[0] if len(texts) == 1 else "\n\n".join(text.strip("\n") for text in texts)
    if len(joined) > MAX_TEXT:
        remarks.append("text-cut")
    return BLANK_LINES.sub("\n\n\n", joined[:MAX_TEXT])


def squeezed(text: str) -> str:
    """Text without white space, to compare two forms of it."""
    return "".join(text.split())

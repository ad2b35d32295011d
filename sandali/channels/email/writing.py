"""An Outgoing as the bytes of a mail (RFC 5322, MIME RFC 2045-2049, file names RFC 2231, machines RFC 3834).

The headers are written here rather than by Python's email package: 3.11 lets line ends through (CVE-2026-1299) and writes
encoded words longer than 75 characters for names."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

import idna

from sandali.channels.adapter import Outgoing, OutgoingFile, Party
from sandali.kit import files
from sandali.kit.headers import HeaderRefused, header_value, strict_header_value
from sandali.kit.secrets import mac

MOST_REFERENCES = 20
LOOP_HEADER = "X-Sandali-Loop"
_LINE = 76
_WORD_BYTES = 45  # of UTF-8 in one encoded word: 60 characters of base64, 72 with its frame
_LONGEST_PLAIN_LINE = 900
_ADDRESS = re.compile(r"[^\s@<>()\[\]:;,\"\\\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]:;,\"\\\x00-\x1f\x7f]{1,253}")
_ID = re.compile(r"[!-;=?-~]{3,250}")  # printable ASCII without < and >
_TYPE = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,60}/[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,80}")


def write_mail(outgoing: Outgoing, *, address: str, reply_to: str, at: datetime) -> Iterator[bytes]:
    """The mail in pieces, CRLF line ends. Raises kit.headers.HeaderRefused when an address or id cannot stand in a header,
    FileNotFoundError when an attachment is gone."""
    yield headers_of(outgoing, address=address, reply_to=reply_to, at=at)
    # A boundary from the id, so that a repeat has the same bytes but for its date; 130 bits cannot be guessed into a text.
    mark = mac("boundary", outgoing.message_id)
    if not outgoing.files:
        yield from text_parts(outgoing, f"a{mark}")
        return
    yield f'Content-Type: multipart/mixed; boundary="m{mark}"\r\n\r\n--m{mark}\r\n'.encode()
    yield from text_parts(outgoing, f"a{mark}")
    for file in outgoing.files:
        yield f"\r\n--m{mark}\r\n".encode()
        yield from file_part(file)
    yield f"\r\n--m{mark}--\r\n".encode()


def headers_of(outgoing: Outgoing, *, address: str, reply_to: str, at: datetime) -> bytes:
    """Everything above the body except its content type."""
    lines = [
        f"Date: {format_datetime(at)}",
        field("From", [(outgoing.from_name, address)]),
        field("To", [(outgoing.to.name, outgoing.to.value)]),
    ]
    if outgoing.cc:
        lines.append(field("Cc", [(party.name, party.value) for party in outgoing.cc]))
    if reply_to:
        lines.append(field("Reply-To", [("", reply_to)]))
    lines += [text_field("Subject", outgoing.subject), f"Message-ID: <{message_id(outgoing.message_id)}>"]
    lines += thread_fields(outgoing)
    if outgoing.loop_mark:
        lines.append(f"{LOOP_HEADER}: {strict_header_value(outgoing.loop_mark)}")
    if outgoing.automatic:
        # RFC 3834 5: an answer is "auto-replied", anything else that a machine writes "auto-generated".
        lines.append(f"Auto-Submitted: {'auto-replied' if outgoing.in_reply_to else 'auto-generated'}")
        lines += ["Precedence: bulk", "X-Auto-Response-Suppress: All"]
    if re.fullmatch(r"[a-z]{2,3}", outgoing.language):
        lines.append(f"Content-Language: {outgoing.language}")
    lines.append("MIME-Version: 1.0")
    return "\r\n".join(lines).encode("utf-8") + b"\r\n"


def address_of(value: str) -> str:
    """An address as it stands in headers and envelope: one @, no controls, its domain in ASCII. Raises HeaderRefused."""
    value = strict_header_value(value, max_length=254)
    if not _ADDRESS.fullmatch(value):
        raise HeaderRefused("This is not one mail address.")
    local, _at, domain = value.rpartition("@")
    if domain.isascii():
        return value
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError as problem:
        raise HeaderRefused("This is not one mail address.") from problem


def message_id(value: str) -> str:
    """A Message-ID without its brackets. Raises HeaderRefused."""
    if not _ID.fullmatch(value):
        raise HeaderRefused("This Message-ID cannot stand in a header.")
    return value


def thread_fields(outgoing: Outgoing) -> list[str]:
    """In-Reply-To and References. Ids of others that could not stand in a header are left out; they only help threading."""
    lines = []
    if _ID.fullmatch(outgoing.in_reply_to):
        lines.append(f"In-Reply-To: <{outgoing.in_reply_to}>")
    known = [value for value in outgoing.references if _ID.fullmatch(value)]
    kept = known if len(known) <= MOST_REFERENCES else [known[0], *known[1 - MOST_REFERENCES :]]
    if kept:
        lines.append("References: " + "\r\n ".join(f"<{value}>" for value in kept))
    return lines


def words(text: str, used: int) -> str:
    """Text as encoded words (RFC 2047, base64), each whole characters, folded; `used` characters stand before it."""
    pieces: list[bytes] = [b""]
    room = max(12, _WORD_BYTES - used)
    for character in text:
        encoded = character.encode()
        if len(pieces[-1]) + len(encoded) > (room if len(pieces) == 1 else _WORD_BYTES):
            pieces.append(b"")
        pieces[-1] += encoded
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def folded(text: str, used: int) -> str:
    """ASCII text folded at spaces, where lines grow past 76 characters."""
    lines, width = [""], used
    for position, word in enumerate(text.split(" ")):
        if position and width + len(word) + 1 > _LINE:
            lines.append("")
            width = 0
        joined = word if not position else f" {word}"
        lines[-1] += joined
        width += len(joined)
    return "\r\n".join(lines)


def text_field(name: str, text: str) -> str:
    """A field of free text, such as Subject."""
    text, used = header_value(text), len(name) + 2
    longest = max(map(len, text.split(" ")), default=0)
    return f"{name}: {folded(text, used) if text.isascii() and longest < _LINE else words(text, used)}"


def field(name: str, parties: list[tuple[str, str]]) -> str:
    """A field of addresses, one a line: [(name for people or "", address)]. Raises HeaderRefused."""
    shown = []
    for position, (person, address) in enumerate(parties):
        address, person = address_of(address), header_value(person, max_length=160)
        if not person:
            shown.append(address)
        elif person.isascii() and len(person) < _LINE - 20:
            escaped = re.sub(r'(["\\])', r"\\\1", person)
            shown.append(f'"{escaped}" <{address}>')
        else:
            shown.append(f"{words(person, len(name) + 2 if not position else 1)}\r\n <{address}>")
    return f"{name}: " + ",\r\n ".join(shown)


def text_parts(outgoing: Outgoing, boundary: str) -> Iterator[bytes]:
    """The text, with its HTML beside it where there is one."""
    if not outgoing.html:
        yield text_part("plain", outgoing.text)
        return
    yield f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'.encode()
    yield text_part("plain", outgoing.text)
    yield f"\r\n--{boundary}\r\n".encode()
    yield text_part("html", outgoing.html)
    yield f"\r\n--{boundary}--\r\n".encode()


def text_part(subtype: str, text: str) -> bytes:
    """One text: as it is when every transport carries it unchanged, else base64."""
    lines = text.encode("utf-8", errors="replace").splitlines()
    if text.isascii() and all(len(line) <= _LONGEST_PLAIN_LINE for line in lines):
        encoding, body = "7bit", b"\r\n".join(lines)
    else:
        encoding, body = "base64", base64_lines(b"\r\n".join(lines))
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + body + b"\r\n"


def file_part(file: OutgoingFile) -> Iterator[bytes]:
    """One attachment, read in pieces."""
    yield from content_part(file.name, file.content_type, pieces_of(file))


def pieces_of(file: OutgoingFile) -> Iterator[bytes]:
    """A kept file in pieces that end where a line of base64 does."""
    with files.open_file(file.sha256) as source:
        while chunk := source.read(57 * 4096):
            yield chunk


def content_part(name: str, content_type: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One attachment; all pieces but the last are as long as lines of base64 want them."""
    name = header_value(name, max_length=200) or "file"
    kind = content_type if _TYPE.fullmatch(content_type) else "application/octet-stream"
    if kind.partition("/")[0] in ("multipart", "message"):
        kind = "application/octet-stream"  # MIME allows no base64 around these
    plain = name.isascii() and len(name) < 60 and not re.search(r'["\\]', name)
    label = f'"{name}"' if plain else f'"{words(name, 8)}"'  # not in RFC 2047, but what old Outlook reads
    yield (
        f"Content-Type: {kind};\r\n name={label}\r\n"
        f"Content-Disposition: attachment;\r\n {file_name(name) if not plain else f'filename={label}'}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    for piece in pieces:
        yield base64_lines(piece)


def file_name(name: str) -> str:
    """The parameter `filename` in numbered, percent-encoded pieces (RFC 2231 4.1)."""
    encoded = quote(name, safe="")
    pieces = re.findall(r"(?:%[0-9A-F]{2}|.){1,18}", encoded)
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";\r\n ".join(f"filename*{number}*={piece}" for number, piece in enumerate(pieces))


def base64_lines(content: bytes) -> bytes:
    """Base64 in lines of 76 characters."""
    return b"".join(base64.b64encode(content[start : start + 57]) + b"\r\n" for start in range(0, len(content), 57))


def recipients_of(outgoing: Outgoing) -> list[str]:
    """The envelope's recipients, the one it is for first, nobody twice. Hidden copies stand here alone. Raises HeaderRefused."""
    parties: list[Party] = [outgoing.to, *outgoing.cc, *outgoing.bcc]
    return list(dict.fromkeys(address_of(party.value) for party in parties))


def reply_address(address: str, token: str) -> str:
    """The address that answers come back to, with the token behind a plus: "support+12.mac@example.com"."""
    local, _at, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}" if token and "+" not in local else ""

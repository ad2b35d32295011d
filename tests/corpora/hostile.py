"""Strings and HTML that break programs (big list of naughty strings, DOMPurify's payloads), put everywhere a stranger can write."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

from tests.corpora.way import Mail

MAIL = """From: {name} <n{number}@example.com>\r
To: support@simorgh.example\r
Subject: {subject}\r
Message-ID: <n{number}@strings.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: base64\r
\r
{text}\r
--b\r
Content-Type: text/plain\r
Content-Disposition: attachment; filename*=utf-8''{file}\r
\r
x\r
--b--\r
"""
HTML = (
    "From: h{number}@example.com\r\nTo: support@simorgh.example\r\nSubject: payload {number}\r\nMessage-ID: <h{number}@strings.example>\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}\r\n"
)
HARMLESS = "Hello, see https://example.com/ and www.example.com\n\nsecond paragraph"


def strings(data: Path) -> list[str]:
    """The naughty strings."""
    return json.loads((data / "strings-and-html" / "blns.json").read_text("utf-8"))


def payloads(data: Path) -> list[str]:
    """HTML that runs where it is not cleaned."""
    return [one["payload"] for one in json.loads((data / "strings-and-html" / "html-payloads.json").read_text("utf-8"))]


def addresses(data: Path, which: str) -> list[str]:
    """Addresses, "valid" or "invalid" ones as that list sees it."""
    lines = (data / "strings-and-html" / f"email-{which}.txt").read_text("utf-8").split("\n")
    return [line for line in lines if line.strip()]


def encoded(text: str) -> str:
    """Bytes of any text as base64."""
    return b64encode(text.encode("utf-8", "replace")).decode()


def word(text: str) -> str:
    """One encoded word (RFC 2047), however long: some programs write such."""
    return f"=?utf-8?b?{encoded(text)}?="


def string_mail(number: int, text: str) -> Mail:
    """A mail that has a string as its subject, its writer's name, its words and its file's name."""
    raw = MAIL.format(
        number=number, name=word(text), subject=word(text), text=encoded(text), file=quote(text.encode("utf-8", "replace"), safe="") or "x"
    )  # fmt: skip
    return f"string {number}", raw.encode()


def html_mail(number: int, payload: str) -> Mail:
    """A mail that is a payload."""
    return f"payload {number}", HTML.format(number=number, text=encoded(payload)).encode()


def address_mail(number: int, address: str) -> Mail:
    """A mail from an address as it is written there."""
    head = f"From: {address}\r\nTo: support@simorgh.example\r\nSubject: a\r\nMessage-ID: <a{number}@strings.example>\r\n"
    return address, f"{head}\r\nhello {number}\r\n".encode()

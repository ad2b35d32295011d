"""Bytes of a mail to facts: pure, bounded, and never an exception but `Unreadable` for nothing at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext_noop as _

from sandali.channels.adapter import Attached, Automatic, Incoming, Party, Unreadable
from sandali.channels.email import addresses, attachments, automatic, bodies, bounces, child
from sandali.channels.email.headers import Headers, decode_words
from sandali.channels.email.mime import MAX_HEADER_BLOCK, Part, in_order, parse
from sandali.channels.email.sender_auth import authenticate
from sandali.kit.text import clean, isolate, language_of

SMALL = 1_000_000  # bytes: a larger mail is read in a child process first
LARGE_HTML = 200_000
MAX_SUBJECT = 500
MAX_REFERENCES = 100
IDENTIFIER = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-forwarded-to", "x-real-to", "x-rcpt-to", "resent-to")
FIRST_YEAR, LAST_YEAR = 1990, 2100
PGP_TEXT = "-----BEGIN PGP MESSAGE-----"


def read(raw: bytes, *, settings: dict[str, object]) -> list[Incoming]:
    """The one Incoming of a mail.

    settings: "addresses", our own addresses; "authserv_ids", whose Authentication-Results we believe. Any bytes give a
    result, what had to be left out is in `remarks`. Raises Unreadable for an empty mail. A costly mail is first
    read in a child process with limits; where that dies, only the header is read ("not-opened")."""
    if not raw.strip():
        raise Unreadable(_("The mail is empty."))
    own = frozenset(addresses.without_tag(address) for address in strings(settings.get("addresses")))
    trusted = frozenset(value.strip().lower() for value in strings(settings.get("authserv_ids")))
    if is_costly(raw) and not child.survives(raw, settings):
        return [read_here(header_only(raw), own, trusted, ["not-opened"])]
    return [read_here(raw, own, trusted, [])]


def is_costly(raw: bytes) -> bool:
    """True for a mail over 1 MB, or with so much HTML that the parser, which is not ours, could be kept busy for long
    (100,000 attributes on one tag took it 17 s)."""
    if len(raw) > SMALL:
        return True
    return len(raw) > LARGE_HTML and any(part.content_type == "text/html" and part.size > LARGE_HTML for part in in_order(parse(raw)[0]))


def strings(value: object) -> list[str]:
    """The strings of a settings value that should be a list of them."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple | set | frozenset) else []


def header_only(raw: bytes) -> bytes:
    """The header of a mail, as a mail."""
    head = raw[:MAX_HEADER_BLOCK]
    end = re.search(rb"\r?\n\r?\n", head)
    kept = head[: end.start()] if end else head
    return re.sub(rb"(?im)^content-(?:type|transfer-encoding|disposition):", b"X-Left-Out:", kept) + b"\r\n\r\n"


def read_here(raw: bytes, own: frozenset[str], trusted: frozenset[str], remarks: list[str]) -> Incoming:
    """Everything about a mail, in this process."""
    root, found = parse(raw)
    remarks.extend(found)
    headers = root.headers
    parts = in_order(root)
    sender = addresses.sender(headers, remarks)
    to = addresses.parties(headers, "to", remarks)
    cc = addresses.parties(headers, "cc", remarks)
    subject = isolate(clean(decode_words(headers.get("subject"))))[:MAX_SUBJECT]
    report = bounces.read_report(parts, own)
    kept, quoted, html, files = content(parts, remarks, cut=report is None)
    return Incoming(
        sender=sender,
        external_id=message_id(headers),
        subject=subject,
        text=kept,
        quoted=quoted,
        html=html,
        sent_at=sent_at(headers, remarks),
        to=to,
        cc=cc,
        reply_to=addresses.parties(headers, "reply-to", remarks),
        references=references(headers),
        attachments=files,
        automatic=report.kind if report else kind(headers, sender, own),
        failed=report.failed if report else (),
        failed_message_id=clean(report.message_id) if report else "",
        sender_auth=authenticate(headers, sender.value if sender else "", trusted),
        delivered_to=delivered_to(headers, (*to, *cc), own),
        loop_mark=isolate(clean(headers.get("x-sandali-loop")))[:300],
        language=language_of(kept or subject),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def kind(headers: Headers, sender: Party | None, own: frozenset[str]) -> Automatic:
    """Which kind of automatic mail it is, "" for a person's."""
    return automatic.kind_of(headers, sender.value if sender else "", own)


def content(parts: list[Part], remarks: list[str], *, cut: bool) -> tuple[str, str, str, tuple[Attached, ...]]:
    """(kept, quoted, html, attachments). A report of a machine is kept whole, for its quotes are its matter."""
    sorted_parts = bodies.sort(parts)
    found: list[Attached] = []
    kept, quoted, html = bodies.words(sorted_parts, remarks, found)
    if not cut and quoted:
        kept, quoted = f"{kept}\n\n{quoted}", ""
    if attachments.is_encrypted(parts) or PGP_TEXT in kept[:20_000]:
        remarks.append("encrypted")
    files = [*attachments.files(sorted_parts.files, html, remarks), *found]
    if len(files) > attachments.MAX_ATTACHMENTS:
        remarks.append("too-many-attachments")
    return kept, quoted, html, tuple(files[: attachments.MAX_ATTACHMENTS])


def message_id(headers: Headers) -> str:
    """The first Message-ID without its brackets, "" when there is none."""
    for value in headers.all("message-id"):
        found = IDENTIFIER.search(value)
        bare = found.group(1) if found else value.strip("<> \t")
        if bare and len(bare) <= 500 and not re.search(r"\s", bare):
            return clean(bare)
    return ""


def references(headers: Headers) -> tuple[str, ...]:
    """The Message-IDs that this mail answers, nearest first, each once, at most 100."""
    answered = [found for value in headers.all("in-reply-to") for found in identifiers(value)]
    chain = [found for value in headers.all("references") for found in identifiers(value)]
    return tuple(dict.fromkeys([*answered, *reversed(chain)]))[:MAX_REFERENCES]


def identifiers(value: str) -> list[str]:
    """The Message-IDs in a field; one that forgot its brackets counts too."""
    found = IDENTIFIER.findall(value)
    if not found:
        found = [word for word in value.split()[:MAX_REFERENCES] if "@" in word and len(word) <= 500]
    return [clean(one) for one in found]


def sent_at(headers: Headers, remarks: list[str]) -> datetime | None:
    """The sender's own date, aware, in UTC; None when it is missing or cannot be meant."""
    value = re.sub(r"\s*:\s*", ":", re.sub(r"\([^()]*\)", "", headers.get("date")[:200])).strip()
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        remarks.append("date-absurd")
        return None
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        remarks.append("date-absurd")
        return None
    return moment


def delivered_to(headers: Headers, visible: tuple[Party, ...], own: frozenset[str]) -> tuple[str, ...]:
    """The addresses by which the mail reached us, plus parts kept: what the servers noted, then what To and Cc show."""
    noted = [
        address for name in DELIVERED_TO for value in headers.all(name) for _, address, is_clean in addresses.mailboxes(value) if is_clean
    ]
    reached = [*noted, *(party.value for party in visible)] if own else noted
    ours = [address for address in reached if not own or addresses.without_tag(address) in own]
    return tuple(dict.fromkeys(ours))[: addresses.MAX_ADDRESSES]

"""Delivery reports: RFC 3464 reports, the many kinds that are only text, abuse reports (RFC 5965), read receipts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandali.channels.adapter import Automatic, FailedRecipient
from sandali.channels.email import bounce_text, charsets
from sandali.channels.email.addresses import normal_address
from sandali.channels.email.automatic import DAEMON
from sandali.channels.email.bounce_reasons import is_hard, reason_of
from sandali.channels.email.headers import Headers, decode_words
from sandali.channels.email.html_text import to_text
from sandali.channels.email.mime import Part, in_order, parse, read_fields

MAX_REPORT = 200_000  # bytes of report text that are read
MAX_RECIPIENTS = 100
STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status", "text/delivery-status")
RETURNED_TYPES = ("message/rfc822", "text/rfc822-headers", "text/rfc822-header", "message/global", "message/global-headers", "message/rfc822-headers", "message/partial")
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
REPLY = re.compile(r"(?<![\d.\-/:#@\w])([45][0-5]\d)(?=[\s\-:;,.#(]|$)(?!\.\d)")
IN_TEXT = re.compile(r"(?im)^(?:action|final-recipient|original-recipient|reporting-mta):[^\n]*\n(?:[^\n]*\n){0,8}?(?:final-recipient|status|action):")
# What a server said with both its codes, and two lines more: the rest of a report is the reporter's prose.
CODED = re.compile(r"(?<![\d.])[45]\d\d[ \-]#?[45]\.\d{1,3}\.\d{1,3}[^\n]*(?:\n[^\n]+){0,2}")
MESSAGE_ID = re.compile(r"<([^<>\s]{3,500})>|([^<>\s]{3,500}@[^<>\s]{1,250})")


@dataclass(frozen=True, slots=True)
class Report:
    """A mail from a machine about mail of ours."""

    kind: Automatic
    failed: tuple[FailedRecipient, ...] = ()
    message_id: str = ""


def read_report(parts: list[Part], own: frozenset[str]) -> Report | None:
    """What a delivery, abuse or disposition report says; None for any other mail. `parts` in order, root first;
    `own` are our addresses without plus parts, which are never the failed ones."""
    root = parts[0]
    message_id = returned_message_id(parts)
    feedback = [part for part in parts if part.content_type == "message/feedback-report"]
    if feedback or root.parameters.get("report-type", "").lower() == "feedback-report":
        return Report("report", complaints(feedback), message_id)
    statuses = [part for part in parts if part.content_type in STATUS_TYPES]
    text = report_text(parts)
    failed, kind = status_rows([group for part in statuses for group in groups(part)] or groups_in_text(text), text)
    if failed:
        return Report(kind, tuple(failed[:MAX_RECIPIENTS]), message_id or bounce_text.message_id(text))
    writer = next(iter(bounce_text.addresses(root.headers.get("from"))), root.headers.get("from").strip("<> ")).partition("@")[0]
    if not statuses and (is_delivery_report(root) or DAEMON.match(writer)):
        inner = inner_report(parts, own)
        if inner is not None:
            return inner
    if any(part.content_type in ("message/disposition-notification", "message/global-disposition-notification") for part in parts):
        return Report("report", (), message_id)
    if statuses and kind == "report":
        return Report("report", (), message_id)
    said = bounce_text.read_text(root.headers, text, own, certain=bool(statuses) or is_delivery_report(root))
    if said is None:
        return None
    rows = [row(one.address, one.status, one.diagnostic, one.delayed, one.command) for one in said]
    delayed = all(one.delayed for one in said)
    return Report("delay" if delayed else "bounce", tuple(rows[:MAX_RECIPIENTS]), message_id or bounce_text.message_id(text))


def is_delivery_report(root: Part) -> bool:
    """True for multipart/report; report-type=delivery-status."""
    return root.content_type == "multipart/report" and root.parameters.get("report-type", "").lower() in ("delivery-status", "")


def row(address: str, status: str, diagnostic: str, delayed: bool, command: str = "") -> FailedRecipient:
    """One failed recipient out of what was said about it."""
    stated = STATUS.findall(diagnostic)
    specific = [found for found in stated if not found.endswith(".0.0")]
    if specific:
        status = specific[-1] if specific[0].startswith("4.4.7") else specific[0]
    elif stated and not status:
        status = stated[0]
    replies = REPLY.findall(diagnostic)
    coded = CODED.search(diagnostic)
    reason = reason_of(coded.group(), status, command) if coded else "undefined"
    if reason == "undefined":
        reason = reason_of(diagnostic, status, command)
    return FailedRecipient(
        address=address, status=status, reply=replies[0] if replies else "", reason=reason, hard=is_hard(reason, status, delayed)
    )


def inner_report(parts: list[Part], own: frozenset[str]) -> Report | None:
    """A report that a gateway has put into another report: what the inner one says."""
    for part in parts[1:]:
        if part.content_type == "message/rfc822":
            inner, _ = parse(part.content(MAX_REPORT))
            if inner.content_type == "multipart/report":
                return read_report(in_order(inner), own)
            return None
    return None


def groups_in_text(text: str) -> list[Headers]:
    """The groups of a report that was written into the text instead of a part of its own."""
    found = IN_TEXT.search(text)
    if found is None:
        return []
    block = text[found.start() : found.start() + 20_000].encode("utf-8", errors="replace")
    return [group for group in groups_in(block.replace(b"\r\n", b"\n")) if group.has("final-recipient")]


def status_rows(groups_found: list[Headers], text: str) -> tuple[list[FailedRecipient], Automatic]:
    """The recipients that a machine-readable report lists as failed or delayed, and what the report is."""
    failed: dict[str, FailedRecipient] = {}
    actions: list[str] = []
    for group in groups_found:
        action = group.get("action").split(";")[0].split("(")[0].strip().lower()
        address = recipient(group)
        if not action and not address:
            continue
        actions.append(action or "failed")
        if action in ("delivered", "relayed", "expanded"):
            continue
        address = address or next(iter(bounce_text.addresses(text)), "")
        if not address or address in failed:
            continue
        diagnostic, command = diagnostic_of(group, address, text)
        stated = STATUS.search(group.get("status"))
        failed[address] = row(address, stated.group(1) if stated else "", diagnostic, action == "delayed", command)
    if not failed:
        return [], "report" if actions else "bounce"
    left = [action for action in actions if action not in ("delivered", "relayed", "expanded")]
    return list(failed.values()), "delay" if all(action == "delayed" for action in left) else "bounce"


def groups(part: Part) -> Iterator[Headers]:
    """The groups of fields in a delivery-status body (RFC 3464 2.1)."""
    content = part.content(MAX_REPORT).replace(b"\r\n", b"\n")
    yield from groups_in(content)


def groups_in(content: bytes) -> Iterator[Headers]:
    """Groups divided by blank lines, or by a second Final-Recipient where somebody forgot the blank line."""
    for block in re.split(rb"\n[ \t]*\n", content.strip()):
        fields, _ = read_fields(block.strip(b"\n") + b"\n\n", 0, len(block) + 2, [])
        group: list[tuple[str, bytes]] = []
        for name, value in fields:
            if name == "final-recipient" and any(name == earlier for earlier, _ in group):
                yield Headers(group)
                group = []
            group.append((name, value))
        if group:
            yield Headers(group)


def recipient(group: Headers) -> str:
    """The address of a group: where the mail was to go in the end, or first."""
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        value = decode_words(group.get(name).rpartition(";")[2]).strip().strip("<> ")
        if value.startswith("@"):  # a source route (RFC 821)
            value = value.partition(":")[2]
        address = normal_address(value)
        if address:
            return address
        found = bounce_text.addresses(value)
        if found:
            return found[0]
    return ""


def diagnostic_of(group: Headers, address: str, text: str) -> tuple[str, str]:
    """What the server said about one recipient, from the group or else from the text, and the command it answered."""
    value = group.get("diagnostic-code")
    diagnostic = value.partition(";")[2].strip() if ";" in value[:40] else value
    if "\x1b" in diagnostic:
        diagnostic = charsets.guess(diagnostic.encode("ascii", errors="replace"))
    comment = group.get("status").partition("(")[2].rstrip(") ")
    # Exim's and Postfix's own words in the text say what the codes leave out.
    near = bounce_text.near(text, address)
    command = bounce_text.command_in(near)
    if not diagnostic or len(diagnostic) < 12:
        diagnostic = f"{diagnostic} {comment} {near or text[:2_000]}"
    return diagnostic, command


def complaints(feedback: list[Part]) -> tuple[FailedRecipient, ...]:
    """Who complained, from an abuse report; the address may be hidden by the provider."""
    found: dict[str, FailedRecipient] = {}
    for part in feedback:
        for group in groups(part):
            for name in ("original-rcpt-to", "removal-recipient"):
                for value in group.all(name):
                    address = normal_address(value.strip("<> "))
                    if address and len(found) < MAX_RECIPIENTS:
                        found[address] = FailedRecipient(address=address, reason="feedback", hard=False)
    return tuple(found.values())


def report_text(parts: list[Part]) -> str:
    """What the report says to people: its text parts up to the returned mail."""
    pieces: list[str] = []
    for part in parts:
        if part.content_type in RETURNED_TYPES:
            break
        if part.content_type in ("text/plain", "text/html") or (part is parts[0] and not part.children):
            text = charsets.decode(part.content(MAX_REPORT), part.parameters.get("charset", ""))[0]
            if part.content_type == "text/html":
                text = "" if any(piece.strip() for piece in pieces) else to_text(text)[0]
            pieces.append(text)
    return "\n".join(pieces)


def returned_message_id(parts: list[Part]) -> str:
    """Message-ID of the returned mail, where it came along as a part."""
    for part in parts[1:]:
        if part.content_type in RETURNED_TYPES:
            content = part.content(300_000).lstrip()
            fields, _ = read_fields(content, 0, len(content), [])
            found = MESSAGE_ID.search(Headers(fields).get("message-id"))
            if found:
                return found.group(1) or found.group(2)
    for part in parts:
        if part.content_type in STATUS_TYPES:
            for group in groups(part):
                found = MESSAGE_ID.search(group.get("x-original-message-id") or group.get("original-message-id"))
                if found:
                    return found.group(1) or found.group(2)
    return ""



"""What a centre says by deliver_sm as plain facts: what somebody wrote, a part of it, or how far a message of ours got. Pure.

A receipt is only what the centre marks as one (esm_class): what somebody writes never reads as one. Its text is as in appendix B of the
specification, "id:… stat:… err:…", and its own parameters go before that where they are there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandali.channels.adapter import Reached
from sandali.channels.sms.numbers import from_provider
from sandali.channels.sms.smpp import letters, pdus
from sandali.channels.sms.smpp.letters import Part
from sandali.channels.sms.smpp.pdus import Address, Message

KIND: Final = 0x3C  # the bits of esm_class that say what it is
RECEIPTS: Final = (0x04, 0x20)  # at the end, and on the way
FIELDS: Final = {name: re.compile(rf"\b{name}:\s*(\S+)", re.IGNORECASE) for name in ("id", "stat", "err")}
STATES: Final = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN", 8: "REJECTD"}
REACHED: Final[dict[str, Reached]] = {
    "DELIVRD": "delivered", "DELIVERED": "delivered", "ACCEPTD": "sent", "ENROUTE": "sent", "BUFFERED": "sent", "EXPIRED": "failed", "DELETED": "failed",
    "UNDELIV": "failed", "REJECTD": "failed", "FAILED": "failed",
}  # fmt: skip
LONGEST_ID: Final = 65


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far a message got. `ids` are all that it may be known by; `mark` is our own word for it, "" where none came back."""

    ids: tuple[str, ...]
    state: str
    error: str
    to: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, or a part of that."""

    sender: str
    content: bytes
    coding: int
    part: Part | None = None

    def digest(self) -> str:
        """By what the same words of the same sender are known: a centre gives what comes in no number."""
        return hashlib.sha256(repr((self.sender, self.coding, self.part, self.content)).encode()).hexdigest()[:32]


def understood(message: Message, settings: Mapping[str, Any]) -> Receipt | Written | None:
    """What it says; None where that is nothing: a receipt of nothing, bytes that are no text."""
    number = number_of(message.source, str(settings.get("region") or "IR"))
    if message.esm_class & KIND in RECEIPTS:
        return receipt_in(message, number, str(settings.get("smpp_alphabet") or letters.GSM))
    if not number or letters.coding_of(message.coding) is None:
        return None
    content, part = letters.without_header(message.content) if message.esm_class & pdus.HAS_HEADER else (message.content, part_beside(message))
    return Written(number, content, message.coding, part)


def number_of(address: Address, region: str) -> str:
    """Who it comes from: E.164 where it is a number."""
    plain = address.number.strip()
    whole = address.ton == pdus.INTERNATIONAL and plain.isdigit() and not plain.startswith("0")
    return from_provider(f"+{plain}" if whole else plain, region)


def receipt_in(message: Message, number: str, alphabet: str) -> Receipt | None:
    """A receipt."""
    content = message.content.rstrip(b"\x00")
    text = letters.read(content, message.coding, alphabet=alphabet) or content.decode("ascii", "replace")
    said = {name: found[1] if (found := pattern.search(text)) else "" for name, pattern in FIELDS.items()}
    own = message.extras.get(pdus.RECEIPTED_ID, b"").split(b"\x00")[0].decode("ascii", "replace").strip()
    ids = tuple(dict.fromkeys(one for one in (own, said["id"]) if one and len(one) <= LONGEST_ID))
    if not ids:
        return None
    state = STATES.get(int.from_bytes(message.extras.get(pdus.MESSAGE_STATE, b"")), "") or said["stat"].upper()
    reference = message.extras.get(pdus.USER_REFERENCE, b"")
    mark = mark_of(number, int.from_bytes(reference)) if len(reference) == 2 else ""
    return Receipt(ids, state[:10], said["err"][:10], number, mark)


def part_beside(message: Message) -> Part | None:
    """Which part of a text it is, where parameters say so instead of a header."""
    found = [message.extras.get(tag, b"") for tag in (pdus.SAR_REFERENCE, pdus.SAR_TOTAL, pdus.SAR_NUMBER)]
    reference, total, number = (int.from_bytes(one) for one in found)
    return letters.part_of("sar", reference, total, number) if all(found) else None


def reference_of(reference: str, part: int) -> int:
    """A number of 16 bits for a part of a message of ours, which a centre gives back with what it tells of it (user_message_reference)."""
    return int.from_bytes(hashlib.sha256(f"{reference}:{part}".encode()).digest()[:2])


def mark_of(to: str, reference: int) -> str:
    """Our word for a part: with so small a number, and whom it goes to."""
    return f"{to}:{reference}"[:40]


def spellings(number: str) -> list[str]:
    """An id as it is written, and as it may be written elsewhere: some centres answer with hexadecimal digits and report with decimal
    ones, or the other way round, with and without zeros before them."""
    found = [number, number.lstrip("0")]
    if number.isascii() and number.isdigit():
        found += [str(int(number)), f"{int(number):010d}", f"{int(number):x}", f"{int(number):X}", f"{int(number):08x}", f"{int(number):08X}"]
    if re.fullmatch(r"[0-9A-Fa-f]{1,32}", number):
        found += [str(int(number, 16)), f"{int(number, 16):010d}", number.lower(), number.upper(), number.lstrip("0").lower(), number.lstrip("0").upper()]
    return list(dict.fromkeys(one for one in found if one))

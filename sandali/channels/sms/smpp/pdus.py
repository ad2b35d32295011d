"""What is said on a line, as bytes: the few PDUs of SMPP 3.4 that a sender of messages needs (sections 3.2, 4 and 5 of the specification).

Why no library: docs/decisions/0034."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

HEADER: Final = struct.Struct(">IIII")  # length of all, command, status, sequence
LARGEST: Final = 70_000  # bytes: a payload has at most 65,535
LONGEST_FIELD: Final = 256
ANSWER: Final = 0x80000000  # the bit that makes an answer of a command
GENERIC_NACK: Final = 0x80000000
BIND_TRANSMITTER, QUERY_SM, SUBMIT_SM, DELIVER_SM, UNBIND, BIND_TRANSCEIVER, OUTBIND, ENQUIRE_LINK = 2, 3, 4, 5, 6, 9, 11, 21
ALERT_NOTIFICATION: Final = 0x102
UNANSWERED: Final = (OUTBIND, ALERT_NOTIFICATION)
VERSION: Final = 0x34

OK, BAD_LENGTH, BAD_COMMAND, ALREADY_BOUND = 0x00, 0x02, 0x03, 0x05
BIND_FAILED, BAD_PASSWORD, BAD_SYSTEM_ID, QUEUE_FULL, THROTTLED, TRY_AGAIN, QUERY_FAILED = 0x0D, 0x0E, 0x0F, 0x14, 0x58, 0x64, 0x67

USER_REFERENCE, SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER = 0x0204, 0x020C, 0x020E, 0x020F
RECEIPTED_ID, PAYLOAD, MESSAGE_STATE = 0x001E, 0x0424, 0x0427
HAS_HEADER: Final = 0x40  # of esm_class: the text begins with a header of its own
INTERNATIONAL, E164_PLAN = 1, 1


class Malformed(ValueError):
    """Bytes that are no PDU, or not the one that they say they are."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """One thing that was said."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    @property
    def is_answer(self) -> bool:
        """Whether it answers something."""
        return bool(self.command & ANSWER)


@dataclass(frozen=True, slots=True)
class Address:
    """A number with its type and plan, as a centre writes them."""

    number: str
    ton: int = 0
    npi: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message on the line, in either direction. `content` is what stands in it, or in its payload."""

    source: Address
    destination: Address
    content: bytes
    coding: int = 0
    esm_class: int = 0
    extras: dict[int, bytes] = field(default_factory=dict)


def packed(command: int, sequence: int, body: bytes = b"", *, status: int = OK) -> bytes:
    """A whole PDU."""
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def unpacked(head: bytes) -> tuple[int, int, int, int]:
    """(bytes that follow, command, status, sequence) of a header. Raises Malformed for a length that cannot be."""
    length, command, status, sequence = HEADER.unpack(head)
    if not HEADER.size <= length <= LARGEST:
        raise Malformed(f"a length of {length}")
    return length - HEADER.size, command, status, sequence


class Body:
    """Reads a body from its beginning. Raises Malformed where it ends too early."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def octets(self, count: int) -> bytes:
        """So many bytes."""
        taken = self._content[self._at : self._at + count]
        if len(taken) != count:
            raise Malformed("it ends too early")
        self._at += count
        return taken

    def byte(self) -> int:
        """A small number."""
        return self.octets(1)[0]

    def text(self) -> str:
        """Letters up to a NUL. Bytes that are no ASCII are kept as what cannot be read."""
        end = self._content.find(b"\x00", self._at, self._at + LONGEST_FIELD)
        if end < 0:
            raise Malformed("a text without an end")
        taken = self._content[self._at : end]
        self._at = end + 1
        return taken.decode("ascii", "replace")

    def address(self) -> Address:
        """Type, plan, number."""
        ton, npi = self.byte(), self.byte()
        return Address(self.text(), ton, npi)

    def extras(self) -> dict[int, bytes]:
        """What stands behind the rest: of a tag that comes twice the first one counts."""
        found: dict[int, bytes] = {}
        while self._at < len(self._content):
            tag, size = struct.unpack(">HH", self.octets(4))
            found.setdefault(tag, self.octets(size))
        return found


def c_string(text: str) -> bytes:
    """A text with its NUL. Raises Malformed for what would end it early, or is no ASCII."""
    if not text.isascii() or "\x00" in text or len(text) >= LONGEST_FIELD:
        raise Malformed("not a text for a field")
    return text.encode() + b"\x00"


def extra(tag: int, value: bytes) -> bytes:
    """An optional parameter."""
    return struct.pack(">HH", tag, len(value)) + value


def bind_body(system_id: str, password: str, system_type: str) -> bytes:
    """Of bind_transceiver and bind_transmitter, which are alike."""
    return c_string(system_id) + c_string(password) + c_string(system_type) + bytes([VERSION, 0, 0]) + c_string("")


def address_of(address: Address) -> bytes:
    """As it stands in a body."""
    return bytes([address.ton, address.npi]) + c_string(address.number)


def message_body(message: Message, *, wants_receipt: bool = True) -> bytes:
    """Of submit_sm and deliver_sm. Content beyond 254 bytes must be among the extras, as the payload."""
    if len(message.content) > 254:
        raise Malformed("too long for a short message")
    head = c_string("") + address_of(message.source) + address_of(message.destination)
    head += bytes([message.esm_class, 0, 0]) + c_string("") + c_string("") + bytes([1 if wants_receipt else 0, 0, message.coding, 0])
    return head + bytes([len(message.content)]) + message.content + b"".join(extra(tag, value) for tag, value in message.extras.items())


def message_in(body: bytes) -> Message:
    """Of deliver_sm and submit_sm. Raises Malformed."""
    rest = Body(body)
    rest.text()  # service type
    source, destination = rest.address(), rest.address()
    esm_class = rest.byte()
    rest.octets(2)  # protocol, priority
    rest.text()  # when to deliver
    rest.text()  # until when
    rest.octets(2)  # receipts, replacing
    coding = rest.byte()
    rest.byte()  # a text that the centre has
    content = rest.octets(rest.byte())
    extras = rest.extras()
    return Message(source, destination, content or extras.get(PAYLOAD, b""), coding, esm_class, extras)


def query_body(number: str, source: Address) -> bytes:
    """Of query_sm."""
    return c_string(number) + address_of(source)


def state_in(body: bytes) -> tuple[str, int]:
    """(the message's id, its state) of query_sm_resp. Raises Malformed."""
    rest = Body(body)
    number = rest.text()
    rest.text()  # when it was final
    return number, rest.byte()


def text_in(body: bytes) -> str:
    """The one text of an answer: a message's id, or the centre's name. "" where there is no body, as with an error."""
    return Body(body).text() if body else ""

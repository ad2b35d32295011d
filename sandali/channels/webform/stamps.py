"""What a form carries so that it cannot be sent by itself: when it was made and for whom, signed; and a little work for a browser."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sandali.kit.secrets import mac, mac_ok

PURPOSE: Final = "form-stamp"
QUICKEST: Final = timedelta(seconds=3)  # nobody fills in a form more quickly
OLDEST: Final = timedelta(hours=24)
BITS: Final = 14  # some 16,000 hashes: half a second of a telephone
LONGEST_WORK: Final = 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """`number` (16 random bytes in hex) names what is sent: the same one again is the same message. `again` says that whoever sends
    it has looked over what they wrote on a page of ours."""

    at: datetime
    number: str
    again: bool


def new_stamp(channel: int, now: datetime, *, again: bool = False) -> str:
    """A stamp for a page that is shown now."""
    at, number, look = int(now.timestamp() * 1000), secrets.token_hex(16), "b" if again else "a"
    return f"{at}.{number}.{look}.{mac(PURPOSE, channel, at, number, look)}"


def read_stamp(channel: int, text: str) -> Stamp | None:
    """A stamp of ours, None for none."""
    parts = text.split(".")
    if len(parts) != 4 or not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 15) or not mac_ok(parts[3], PURPOSE, channel, *parts[:3]):
        return None
    return Stamp(datetime.fromtimestamp(int(parts[0]) / 1000, tz=UTC), parts[1], parts[2] == "b")


def is_too_quick(stamp: Stamp, now: datetime) -> bool:
    """Whether it was sent more quickly than people write."""
    return not stamp.again and now - stamp.at < QUICKEST


def is_too_old(stamp: Stamp, now: datetime) -> bool:
    """Whether it was open for so long that it must be looked over once more; also what was made in the future."""
    return now - stamp.at > OLDEST or stamp.at - now > QUICKEST


def is_solved(stamp: Stamp, work: str) -> bool:
    """Whether a browser did the work: the SHA-256 of "number:work" begins with BITS zero bits."""
    if not 0 < len(work) <= LONGEST_WORK or not work.isascii():
        return False
    made = hashlib.sha256(f"{stamp.number}:{work}".encode()).digest()
    return int.from_bytes(made[:4]) >> (32 - BITS) == 0

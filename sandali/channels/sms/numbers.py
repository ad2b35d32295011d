"""Telephone numbers as providers take and give them; inside they are E.164."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sandali.kit.digits import to_ascii
from sandali.kit.phones import parse_phone
from sandali.kit.text import clean

LATEST: Final = 2**33  # seconds; a date beyond it is none
LONGEST_NAME: Final = 40


def local(e164: str) -> str:
    """"+989121234567" as "09121234567", another country's with 00."""
    return f"0{e164[3:]}" if e164.startswith("+98") else f"00{e164.removeprefix('+')}"


def from_provider(typed: str, region: str = "IR") -> str:
    """A sender as E.164; a short number or a name, to which nobody can answer, as it is."""
    plain = to_ascii(clean(typed)).strip()
    phone = parse_phone(plain, region)
    return phone.e164 if phone is not None else plain[:LONGEST_NAME]


def moment(seconds: Any) -> datetime | None:
    """A Unix time, None when there is none or it is absurd."""
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < LATEST:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC)

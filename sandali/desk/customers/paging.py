"""Keyset cursors in addresses: a moment and an id, or an id alone. What cannot be read is the first page."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 2**62


def cursor(at: datetime, number: int) -> str:
    """The place after a row, as text for an address: microseconds since 1970, and the row's id."""
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{number}"


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The place that `cursor` wrote, or None."""
    at, dash, number = text.partition("-")
    if not (dash and at.isdecimal() and number.isdecimal() and len(at) < 18 and len(number) < 19):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(at)), int(number)
    except OverflowError:
        return None


def read_number(text: str) -> int | None:
    """A whole number from an address, or None when it is none that a database could hold."""
    return int(text) if text.isdecimal() and len(text) < 20 and int(text) < MOST else None

"""Which customers write in a window at this moment: kept in memory for seconds, as it is worth no row. Each process knows its own."""

from __future__ import annotations

import threading
import time
from typing import Final

LASTS: Final = 7.0  # seconds after the last key; windows say so every four
MOST: Final = 2000
_writing: dict[int, float] = {}  # case → until when
_lock = threading.Lock()


def note_writing(case: int) -> None:
    """The customer of this case writes."""
    now = time.monotonic()
    with _lock:
        if len(_writing) >= MOST:
            for number in [number for number, until in _writing.items() if until < now]:
                del _writing[number]
        if len(_writing) < MOST:
            _writing[case] = now + LASTS


def end_writing(case: int) -> None:
    """They have sent it."""
    with _lock:
        _writing.pop(case, None)


def customers_writing() -> set[int]:
    """The cases whose customer writes now."""
    now = time.monotonic()
    with _lock:
        return {case for case, until in _writing.items() if until >= now}

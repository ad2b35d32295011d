"""How often somebody may knock: counted in memory, for what must be answered in milliseconds and costs nothing when it is lost."""

from __future__ import annotations

import threading
import time
from typing import Final

MOST_KEYS: Final = 10_000


class Limit:
    """At most `most` in `seconds` for a key. Each process counts for itself, so two of them allow twice as many."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._counted: dict[str, tuple[float, int]] = {}  # key → when its time began, how many since
        self._lock = threading.Lock()

    def take(self, key: str) -> bool:
        """Count one; whether it was allowed."""
        with self._lock:
            now = time.monotonic()
            began, count = self._counted.get(key, (now, 0))
            if now - began >= self.seconds:
                began, count = now, 0
            if len(self._counted) >= MOST_KEYS:
                self._counted = {one: kept for one, kept in self._counted.items() if now - kept[0] < self.seconds}
            if len(self._counted) < MOST_KEYS:
                self._counted[key] = (began, count + 1)
            return count < self.most

    def is_used_up(self, key: str) -> bool:
        """Whether nothing more is allowed now; counts nothing."""
        began, count = self._counted.get(key, (0.0, 0))
        return count >= self.most and time.monotonic() - began < self.seconds

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counted.clear()

"""Many requests, each several times, shuffled, eight at the same moment: what providers and impatient people do."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

# SANDALI_EVENTS=1000 is what RELIABILITY asks for, and takes some minutes.
EVENTS = int(os.environ.get("SANDALI_EVENTS", "24"))
AT_ONCE, TIMES = 8, 5


def storm(calls: list[Callable[[], Any]], *, seed: int = 11) -> list[Any]:
    """What each call returned, five times each, in no order; each thread has a connection of its own, which ends with it."""
    shuffled = calls * TIMES
    random.Random(seed).shuffle(shuffled)
    together = threading.Barrier(AT_ONCE)

    def leave(_number: int) -> None:
        together.wait(60)  # so that each thread comes here once
        connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda call: call(), shuffled))
        list(pool.map(leave, range(AT_ONCE)))
    return found

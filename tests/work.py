"""What work costs, told without a clock: a test never hangs on how busy a machine is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time

# Far more than anything that grows with its input as it should ever takes, even where every core is shared by twenty; work that grows
# with the square of a megabyte takes hours.
RUNAWAY_SECONDS = 60.0


def calls_of(work: Callable[[], object]) -> int:
    """How many functions `work` calls, Python's and C's: the same on a quiet machine and on a busy one."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@contextmanager
def never_running_away() -> Iterator[None]:
    """Fails where what stands inside took more processor time than any well-behaved work could: no measure of speed."""
    began = process_time()
    yield
    took = process_time() - began
    assert took < RUNAWAY_SECONDS, f"it ran away: {took:.0f} s of processor time"

"""Whoever waits for an answer comes first: work behind the pages lets the requests that are being answered go before its next piece.

Both share one interpreter, and a mail that is read takes twenty milliseconds of it: a burst of requests would share each of theirs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LONGEST: Final = 0.05  # seconds that one piece of work waits at most: it is late then, and never left lying
_none = threading.Condition()
_answered = 0
_answers_here = False


@contextmanager
def answering() -> Iterator[None]:
    """A request is being answered for the length of the block. Safe from any thread."""
    global _answered, _answers_here
    with _none:
        _answered += 1
        _answers_here = True
    try:
        yield
    finally:
        with _none:
            _answered -= 1
            if not _answered:
                _none.notify_all()


def after_you(most: float = LONGEST) -> bool:
    """Wait until no request of this process is being answered, at most that many seconds; returns whether none is."""
    with _none:
        return _none.wait_for(lambda: not _answered, most)


def nobody_asks() -> bool:
    """Whether this is the process that answers requests, and it is answering none at this moment. Elsewhere one cannot know."""
    return _answers_here and not _answered

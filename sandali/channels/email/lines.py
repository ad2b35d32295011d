"""SMTP connections that stay open from one mail to the next, so that a run of answers does not log in for each.

Only where `start_keeping` runs: it says goodbye to what nobody uses any more. Elsewhere each mail has its own connection."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sandali.channels.adapter import Refused
from sandali.channels.email.servers import Server
from sandali.channels.email.smtp import Answered, Client, hang_up

IDLE_SECONDS = 30.0
MOST_MAILS = 50  # by one connection: many servers count them
LOOK = 1.0  # seconds between two looks at what is idle

# A server with its user and password, and the name that we say hello with: who changes one of them begins anew.
Key = tuple[Server, str]


@dataclass
class Line:
    """An open connection; `mails` went by it, the last one at `idle_since` on the monotonic clock."""

    client: Client
    mails: int = 0
    idle_since: float = 0.0


_lock = threading.Lock()
_idle: dict[Key, Line] = {}  # at most one a server
_keepers = 0


def take(key: Key) -> Line | None:
    """The connection that waits for this server, now the caller's alone; None where there is none that is still good."""
    with _lock:
        line = _idle.pop(key, None)
    if line is None:
        return None
    # A server that speaks unasked says goodbye, and one that hung up is readable too.
    if time.monotonic() - line.idle_since > IDLE_SECONDS or line.client.wire.is_readable(0):
        hang_up(line.client)
        return None
    return line


@contextmanager
def used(key: Key, line: Line) -> Iterator[Client]:
    """A connection in use: afterwards it waits for the next mail, unless it broke or has done enough."""
    try:
        yield line.client
    except (Answered, Refused) as answer:
        if isinstance(answer, Answered) and answer.code == 421:
            line.client.close()
        else:
            _give_back(key, line)
        raise
    except BaseException:
        line.client.close()
        raise
    _give_back(key, line)


def _give_back(key: Key, line: Line) -> None:
    line.mails, line.idle_since = line.mails + 1, time.monotonic()
    with _lock:
        stays = _keepers > 0 and line.mails < MOST_MAILS and key not in _idle
        if stays:
            _idle[key] = line
    if not stays:
        hang_up(line.client)


def start_keeping(stopping: threading.Event) -> threading.Thread:
    """Keep connections open in this process until `stopping` is set; returns the thread that closes the idle ones."""
    global _keepers  # a number of the process, as the connections are
    with _lock:
        _keepers += 1
    thread = threading.Thread(target=_close_idle, args=(stopping,), name="smtp", daemon=True)
    thread.start()
    return thread


def _close_idle(stopping: threading.Event) -> None:
    global _keepers
    while not stopping.wait(LOOK):
        _say_goodbye(before=time.monotonic() - IDLE_SECONDS)
    with _lock:
        _keepers -= 1
    _say_goodbye(before=time.monotonic())


def _say_goodbye(*, before: float) -> None:
    with _lock:
        over = [(key, line) for key, line in _idle.items() if line.idle_since <= before]
        for key, _line in over:
            del _idle[key]
    for _key, line in over:
        hang_up(line.client)

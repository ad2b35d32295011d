"""The live hub: tells open pages that something happened. It says only which case has news, never what the news is.

The events table is the truth: a hub reads what is new there, on a wake-up or every half second, so that it works
the same with one process or many, on SQLite or PostgreSQL, and a page that was away asks from the last number it saw."""

import asyncio
import threading

_lock = threading.Lock()
_waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}


def wake() -> None:
    """Something was committed in this process: let the open streams look at once. Safe from any thread."""
    with _lock:
        waiting = list(_waiting.items())
    for bell, loop in waiting:
        if not loop.is_closed():
            loop.call_soon_threadsafe(bell.set)


async def wait(seconds: float) -> bool:
    """Wait for the next wake-up, at most `seconds`. Returns whether it came."""
    bell = asyncio.Event()
    with _lock:
        _waiting[bell] = asyncio.get_running_loop()
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    finally:
        with _lock:
            _waiting.pop(bell, None)
    return True

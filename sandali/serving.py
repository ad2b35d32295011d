"""One process that serves pages, streams news and runs the worker."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress

import uvicorn

from sandali.channels.watching import start_watching
from sandali.history.life import living
from sandali.history.worker import Worker
from sandali.leases import let_go


@contextmanager
def working() -> Iterator[Worker]:
    """The worker of this process, running for the length of the block; afterwards its jobs have ended and its mailboxes are free."""
    with living(let_go):
        worker = Worker()
        worker.start()
        worker.threads += start_watching(worker.stopping)
        try:
            yield worker
        finally:
            worker.stop()


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Server(uvicorn.Server):
    """uvicorn, which also says where it listens once it does."""

    async def startup(self, sockets: list | None = None) -> None:
        """Start, then print the address for whoever ran the command."""
        await super().startup(sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            print(f"\n  Sandali is running:  http://localhost:{port}\n  Stop it with Ctrl+C.\n", flush=True)


# After how many new objects the youngest are looked at for cycles: a page leaves some 600, and each round costs it half a millisecond.
NEW_OBJECTS = 2_000
M_ARENA_MAX, ARENAS = -8, 2  # malloc.h of glibc


def keep_memory_together() -> None:
    """Let glibc keep two heaps rather than one a thread: a dozen half-empty ones are some 20 MB. Elsewhere nothing happens.

    Giving large pieces back at once (M_MMAP_THRESHOLD) saved as much again, and cost a quarter of a page's CPU."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, ARENAS)


@contextmanager
def giving_back(seconds: float = 60) -> Iterator[None]:
    """Give what nobody uses back to the system now and then, for the length of the block.

    Python by itself looks for cycles among all objects only when a quarter more of them are there: 10 MB of rubbish by then, and a
    seventh of a second. What stands after the first round (modules, templates, forms) stays and is not looked at again, so that
    each round is short. glibc holds another 7 MB after an hour."""
    trim: Callable[[int], int] = getattr(ctypes.CDLL(None), "malloc_trim", lambda _pad: 0)
    ended = threading.Event()

    def go_on() -> None:
        if not ended.wait(seconds):
            gc.collect()
            gc.freeze()
        while not ended.wait(seconds):
            gc.collect()
            trim(0)

    threading.Thread(target=go_on, name="giving back", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def serve(host: str, port: int, *, with_worker: bool) -> int:
    """Serve until a signal; returns the exit code."""
    keep_memory_together()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    config = uvicorn.Config(
        "sandali.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        proxy_headers=False,
        server_header=False,
    )
    server = Server(config)
    with giving_back(), working() if with_worker else nullcontext(), suppress(KeyboardInterrupt):
        asyncio.run(server.serve())
    return 0 if server.started else 1


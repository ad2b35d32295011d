"""Hooks: 200 events a second at a provider's address: how soon each is answered, what one costs, and whether one is lost."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure, percentile
from bench.processes import Server, running, settle
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival
from sandali.channels.setup import create_channel
from sandali.company.models import Person

GOAL = 50.0  # ms
A_SECOND, SECONDS = 200, 20
PATIENCE = 60.0
RESTED = 3.0  # seconds after which a connection is not used again: the server ends those that rest
TROUBLES = (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError)


@dataclass
class Provider:
    """Whoever tells, with as many connections as it needs at a time. httpx would take as much of the two cores as the server does."""

    port: int
    address: str
    headers: dict[str, str]
    free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]] = field(default_factory=list)

    async def tell(self, body: bytes) -> int:
        """The status of the answer. Raises one of TROUBLES."""
        while self.free and self.free[0][2] < time.monotonic() - RESTED:
            self.free.pop(0)[1].close()
        reader, writer, _since = self.free.pop() if self.free else (*await asyncio.open_connection("127.0.0.1", self.port), 0.0)
        lines = [f"POST {self.address} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in self.headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        async with asyncio.timeout(PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
        if b"content-length: 0\r\n" not in head:
            raise ValueError(head.decode("latin-1"))
        self.free.append((reader, writer, time.monotonic()))
        return int(head.split(b" ", 2)[1])

    def hang_up(self) -> None:
        """Close all connections."""
        for _reader, writer, _since in self.free:
            writer.close()


@dataclass
class Told:
    """What became of what was told: milliseconds for each answer, what went wrong, how long all of it took, what it cost here."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0


def measure(data: Path) -> list[Figure]:
    """At an even pace, each event on its own, while the same process reads what came."""
    admin = Person.objects.filter(role="admin").order_by("pk")[0]
    bot = create_channel(
        kind="telegram", name="Bench", by=admin, settings={"server": "http://127.0.0.1:9", "receive": "hook", "bot": "123456789"},
        secrets={"token": "123456789:of-the-bench"},
    )  # fmt: skip
    kept, arrivals = secrets_of(bot), Arrival.objects.filter(channel=bot)
    headers = {"X-Telegram-Bot-Api-Secret-Token": kept["hook_secret"], "Content-Type": "application/json"}
    with running(data) as server:
        settle(server, most=60)
        provider = Provider(server.port, f"/hooks/{kept['hook_token']}/", headers)
        told, used = asyncio.run(told_by(provider, server))
        there, read = arrivals.count(), arrivals.filter(state="read").count()
    count = len(told.times)
    said = f"{A_SECOND} a second, {count / told.seconds:.0f} answered; median {statistics.median(told.times):.0f} ms, longest {max(told.times):.0f} ms"
    return [
        Figure("hooks: answered in, p95", percentile(told.times, 0.95), "ms", GOAL, said),
        Figure("hooks: CPU of the server for each", used / count * 1000, "ms", None, f"with the {read} that it read meanwhile; the client's {told.cpu / count * 1000:.2f} ms"),
        Figure("hooks: events lost or refused", A_SECOND * SECONDS + 1 - there + len(told.wrong), "", 0, "; ".join(told.wrong[:2])),
    ]  # fmt: skip


async def told_by(provider: Provider, server: Server) -> tuple[Told, float]:
    """Everything told at an even pace, and the CPU seconds of the server meanwhile. One comes first: what is done once is not what one costs."""
    told = Told()

    async def tell(number: int) -> None:
        began = time.perf_counter()
        try:
            status = await provider.tell(update(number))
        except TROUBLES as problem:
            told.wrong.append(repr(problem))
            return
        told.times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            told.wrong.append(str(status))

    await tell(0)
    told.times.clear()
    used, begins, ours, tasks = server.cpu, time.monotonic(), time.process_time(), []
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, begins + number / A_SECOND - time.monotonic()))
        tasks.append(asyncio.create_task(tell(number + 1)))
    await asyncio.gather(*tasks)
    told.seconds, told.cpu, used = time.monotonic() - begins, time.process_time() - ours, server.cpu - used
    provider.hang_up()
    return told, used


def update(number: int) -> bytes:
    """A message to the bot, of one of 500 people."""
    who = {"id": 600_000 + number % 500, "is_bot": False, "first_name": f"مهمان {number % 500}"}
    message = {"message_id": number + 1, "from": who, "chat": {"id": who["id"], "type": "private", "first_name": who["first_name"]}, "date": 1_763_800_000, "text": f"پیام {number}"}
    return json.dumps({"update_id": 900_000_000 + number, "message": message}).encode()

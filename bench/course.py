"""The course of a run: old mail first, then one server from its start through pages, mail, news and a crowd."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import httpx

from bench import (
    bringing,
    chats,
    clocks,
    crowd,
    health,
    hooks,
    mail_in,
    matters,
    news,
    office,
    pages,
    reading,
    scanning,
    segments,
    soak,
    timeline,
)
from bench.browsing import WrongAnswer
from bench.figures import Figure
from bench.imap_box import ImapBox
from bench.processes import Server, running, settle
from sandali.channels.models import Channel

MEMORY_GOAL = 200.0  # MB
ALONE = {"history", "clocks", "reading", "chats", "hooks", "import", "health", "segments", "scan"}  # need no running server


def run(data: Path, parts: list[str], options: argparse.Namespace) -> list[Figure]:
    """The figures of the parts that are wanted; a part that could not be measured stands there as a failure."""
    found = alone(data, parts, options)
    if set(parts) - ALONE:
        box = ImapBox()
        channel = mail_in.connect_mailbox(box)
        with running(data) as server:
            settle(server, most=2)
            memory = server.memory / 1e6
            for part in parts:
                print(part, flush=True)
                found += attempted(part, server, data, box, channel, options)
            if "memory" in parts:
                found.append(Figure("memory of the process, at the start", memory, "MB"))
                found.append(Figure("memory of the process, after all this", server.memory / 1e6, "MB", MEMORY_GOAL))
        box.close()
    return found


def alone(data: Path, parts: list[str], options: argparse.Namespace) -> list[Figure]:
    """The parts that need no running server."""
    measures: dict[str, Callable[[], list[Figure]]] = {
        "history": lambda: [mail_in.old_mail(data, seed=options.seed, count=smaller(mail_in.OLD, options))],
        "clocks": clocks.measure,
        "reading": reading.measure,
        "chats": lambda: chats.measure(data),
        "hooks": lambda: hooks.measure(data),
        "import": lambda: bringing.figures(smaller(bringing.ROWS, options)),
        "health": health.figures,
        "segments": lambda: segments.figures(smaller(segments.CUSTOMERS, options)),
        "scan": lambda: scanning.measure(smaller(scanning.ROWS, options), seed=options.seed),
    }
    found: list[Figure] = []
    for part in parts:
        if part in measures:
            print(part, flush=True)
            found += measures[part]()
    return found


def attempted(part: str, server: Server, data: Path, box: ImapBox, channel: Channel, options: argparse.Namespace) -> list[Figure]:
    """One part; when it cannot be measured, that and why: the figures of the others are not lost."""
    try:
        return served(part, server, data, box, channel, options)
    except (mail_in.NotTakenIn, WrongAnswer, httpx.HTTPError) as problem:
        return [Figure(f"{part}: NOT MEASURED", 1, "", 0, repr(problem))]


def served(part: str, server: Server, data: Path, box: ImapBox, channel: Channel, options: argparse.Namespace) -> list[Figure]:
    """One part that needs the server."""
    seed = options.seed
    match part:
        case "pages":
            return pages.measure(server, options.page, options.requests)
        case "matters":
            count = matters.fill(seed)
            print(f"  {count:,} open matters", flush=True)
            return matters.measure(server, requests=options.requests)
        case "timeline":
            return timeline.measure(server, requests=options.requests)
        case "pipe":
            count = smaller(mail_in.PIPED, options)
            return [mail_in.piped(server, data, seed=seed, quick=quick, count=count) for quick in (True, False)]
        case "imap":
            return [mail_in.fetched(server, box, channel, seed=seed, count=smaller(mail_in.FETCHED, options))]
        case "live":
            return news.measure(server, data, seed=seed)
        case "crowd":
            return crowd.measure(server, seconds=options.seconds, seed=seed)
        case "office":
            return office.measure(server, seconds=options.seconds, seed=seed)
        case "soak":
            return soak.measure(server, data, seconds=options.soak, seed=seed)
        case "cold":
            from bench import cold  # noqa: PLC0415 - the browser's driver is no part of what operators install; the rest runs without it

            return cold.measure(server)
        case "widget":
            from bench import widget  # noqa: PLC0415 - the browser again

            return widget.measure(server)
    return []


def smaller(count: int, options: argparse.Namespace) -> int:
    """Fewer mails on a small database, so that trying the course out is quick."""
    return count if options.cases >= 50_000 else max(10, count // 20)

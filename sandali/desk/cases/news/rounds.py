"""One round for all open streams of a process: what is new is read once, and who may hear of it is asked for all together.

A hundred open desks cost a few queries a round and one small one a person; each stream by itself would ask everything again."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass, field
from random import sample

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest

from sandali.desk.cases.news.here import Company, Here, changed, company_of
from sandali.desk.cases.news.sessions import people_of
from sandali.desk.cases.news.topics import News, Tail, events_after, topics_for, visible_of
from sandali.history import live

logger = logging.getLogger(__name__)

TICK, REST, BEAT = 0.4, 0.15, 15.0  # seconds: between two looks when nothing wakes us, between two in any case, between two beats
# Pages that hear of something ask for their list at once. Told one after the other, they do not all come in the same moment.
PACE, LONGEST_PACED = 0.006, 0.3  # seconds between two streams, and for all of them


@dataclass(eq=False)
class Listener:
    """An open stream. `lines` is what it has to say; None says that it must end. `last` is the last event that it was told of."""

    request: HttpRequest
    person: int
    last: int
    proven: tuple[int, str, str] | None = None
    joined: bool = False
    beside: Company = field(default_factory=dict)
    beaten: float = field(default_factory=time.monotonic)
    lines: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)


Told = tuple[Listener, str | None]


@dataclass
class Due:
    """What a round has to say to one stream, if its person may hear it."""

    listener: Listener
    news: list[News] | None
    others: list[int]


class Rounds:
    """The streams of this process, and the task that serves them while there are any."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.task: asyncio.Task[None] | None = None
        self.tail, self.here = Tail(), Here()

    def join(self, listener: Listener) -> None:
        """Serve a stream from now on."""
        self.listeners.add(listener)
        if self.task is None or self.task.done():
            # A context of its own: the rounds outlive the request that began them.
            self.task = asyncio.get_running_loop().create_task(self.run(), context=Context())

    def leave(self, listener: Listener) -> None:
        """The page is gone."""
        self.listeners.discard(listener)

    async def run(self) -> None:
        """Round after round. When one fails, the streams end: pages open them again by themselves."""
        try:
            while self.listeners:
                # In another order each time, so that nobody is always the last to hear.
                everybody = sample(list(self.listeners), len(self.listeners))
                told = await sync_to_async(self.begin)(everybody)
                for listener, line in told:
                    listener.lines.put_nowait(line)
                    await asyncio.sleep(min(PACE, LONGEST_PACED / len(told)))
                await asyncio.sleep(REST)
                await live.wait(TICK - REST)
        except Exception:
            logger.exception("the round of news failed")
            raise
        finally:
            for listener in self.listeners:
                listener.lines.put_nowait(None)

    def begin(self, listeners: Sequence[Listener]) -> list[Told]:
        """A round in a thread that outlives requests: nobody else ends its connections that broke."""
        close_old_connections()
        return self.round(listeners)

    def round(self, listeners: Sequence[Listener]) -> list[Told]:
        """What each of the streams has to say now."""
        dues = [due for due in self.dues(listeners) if due.news != [] or due.others or self.beats(due.listener)]
        if not dues:
            return []
        people = people_of([due.listener for due in dues])
        topics: dict[tuple[int, int], list[str]] = {}
        told: list[Told] = []
        for due, person in zip(dues, people, strict=True):
            if person is None:
                told.append((due.listener, None))
                continue
            key = person.pk, id(due.news)
            if key not in topics:
                topics[key] = topics_for(person, due.news)
            found = [*topics[key], *(f"looking:{number}" for number in sorted(visible_of(person, due.others)))]
            told += [(due.listener, line) for line in self.lines_for(due, found)]
        return told

    def dues(self, listeners: Sequence[Listener]) -> list[Due]:
        """What is new for each. Who came since the last round is told what happened since their page was made."""
        fresh, cases = self.tail.look(), self.here.now()
        dues = []
        for listener in listeners:
            news = fresh if listener.joined else events_after(listener.last)
            listener.joined = True
            before, listener.beside = listener.beside, company_of(listener.person, cases)
            dues.append(Due(listener, news, changed(before, listener.beside)))
        return dues

    def beats(self, listener: Listener) -> bool:
        """Whether the stream has been silent for as long as it may."""
        return time.monotonic() - listener.beaten > BEAT

    def lines_for(self, due: Due, topics: list[str]) -> list[str]:
        """The lines of one stream; its place moves on also where the person may hear nothing of what happened."""
        listener = due.listener
        if due.news != []:
            listener.last = max(listener.last, self.tail.last or 0, *(news.number for news in due.news or []))
        lines = [f"id: {listener.last}\ndata: {json.dumps({'topics': topics})}\n\n"] if topics else []
        if self.beats(listener):
            lines.append(f"id: {listener.last}\nevent: beat\ndata: 1\n\n")
            listener.beaten = time.monotonic()
        return lines


ROUNDS = Rounds()

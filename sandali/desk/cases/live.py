"""News for open pages: which parts of the desk have something new, never what it is. One stream a browser, cut by what may be seen.

The stream tails the events table. All streams of a process share one reader of it, so a hundred open desks cost one small
query a tick. What a person may see is asked again each time something is to be sent, and on every beat (RELIABILITY G6)."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone

from sandali.cases.access import cases_for, reach_key
from sandali.cases.events_regroup import MOVES as REGROUPED
from sandali.cases.events_together import MOVES as HANDED
from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.desk.cases.together.here import HERE, Company, changed, company_of
from sandali.desk.entering import staff
from sandali.history import live
from sandali.history.kinds import KINDS
from sandali.history.models import Event, Notice
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared, PreparedModels

TICK, BEAT = 0.4, 15.0  # seconds
MOST_STREAMS = 12  # of one person
MOST_AT_ONCE = 500  # events between two looks; who was away longer is told that everything may be new
# After these a case may have left somebody's sight, so their list may be new although they cannot see the case.
MOVES = frozenset(["case_moved", "case_assigned", "case_released", "state_changed", *HANDED, *REGROUPED])
SESSIONS = import_module(settings.SESSION_ENGINE)


@dataclass(frozen=True, slots=True)
class News:
    """An event as far as a stream needs it."""

    number: int
    kind: str
    case: int | None
    told: frozenset[int] = frozenset()  # who has a notice of it


class Tail:
    """The newest events, read once for all streams of this process."""

    def __init__(self) -> None:
        self.kept: deque[News] = deque(maxlen=MOST_AT_ONCE)
        self.last: int | None = None
        self.looked = 0.0
        self.lock: asyncio.Lock | None = None

    async def after(self, number: int) -> list[News] | None:
        """Events after a number, oldest first; None when more happened than is kept."""
        self.lock = self.lock or asyncio.Lock()
        async with self.lock:
            if time.monotonic() - self.looked > TICK / 5:
                await sync_to_async(self.look)()
        if self.last is None or number >= self.last:
            return []
        if not self.kept or self.kept[0].number > number + 1:
            return await sync_to_async(events_after)(number)
        return [news for news in self.kept if news.number > number]

    def look(self) -> None:
        """Read what is new."""
        close_old_connections()
        if self.last is None:
            self.last = newest()
        new = events_after(self.last)
        if new is None:
            self.kept.clear()
            self.last = newest()
        elif new:
            self.kept.extend(new)
            self.last = new[-1].number
        self.looked = time.monotonic()


TAIL = Tail()
OPEN: Counter[int] = Counter()


def newest() -> int:
    """The number of the latest event."""
    return Event.objects.aggregate(Max("pk"))["pk__max"] or 0


def events_after(number: int) -> list[News] | None:
    """Events after a number from the table; None when they are too many."""
    rows = list(Event.objects.filter(pk__gt=number).order_by("pk").values_list("pk", "kind", "case_id")[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        return None
    told = who_was_told([number for number, kind, _case in rows if kind in KINDS and KINDS[kind].audience])
    return [News(*row, frozenset(told.get(row[0], ()))) for row in rows]


def who_was_told(numbers: list[int]) -> dict[int, list[int]]:
    """Event number → who has a notice of it: one query for all streams, and none where nobody is told of such events."""
    told: dict[int, list[int]] = {}
    for number, person in Notice.objects.filter(event__in=numbers).values_list("event_id", "person_id") if numbers else ():
        told.setdefault(number, []).append(person)
    return told


_visible: Kept[Prepared] = Kept(512)


def visible_of(person: Any, numbers: Iterable[int]) -> set[int]:
    """Which of these cases the person may see, at this moment."""
    wanted = sorted(numbers)
    query = _visible.get(
        reach_key(person), lambda: Prepared(lambda *cases: cases_for(person).filter(pk__in=cases).values_list("pk", "state"))
    )
    return {number for number, _state in query(*wanted)} if wanted else set()


def topics_for(person: Any, news: list[News]) -> list[str]:
    """What of the desk has something new, for this person: "inbox", "case:12", "notices" (the bell)."""
    numbers = {item.case for item in news if item.case is not None}
    visible = visible_of(person, numbers)
    topics = [f"case:{number}" for number in sorted(visible)]
    if visible or any(item.kind in MOVES for item in news):
        topics.insert(0, "inbox")
    if any(person.pk in item.told for item in news):
        topics.append("notices")
    return topics


_sessions = Prepared(lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date"))
_people = PreparedModels(lambda person: Person.objects.filter(pk=person))


def person_now(request: HttpRequest) -> Any | None:
    """Who the session belongs to at this moment, read anew; None when it ended, or they left or may no longer see cases.

    Whose a session is and that its password still holds is proven once for the same session and password: both are read each
    time, and every stream asks at every piece of news."""
    close_old_connections()
    key, proven = request.session.session_key or "", getattr(request, "proven", None)
    row = next(iter(_sessions(key)), None)
    person: Any = next(iter(_people(proven[0])), None) if proven is not None else None
    if row is None or row[1] <= timezone.now() or person is None or proven != (person.pk, person.password, row[0]):
        request.session = SESSIONS.SessionStore(key)
        person = get_user(request)
        request.proven = (person.pk, person.password, row[0]) if row is not None and person.is_authenticated else None  # type: ignore[attr-defined]
    return person if person.is_authenticated and person.is_active and may(person, "see_cases") else None


def told(request: HttpRequest, news: list[News] | None) -> list[str] | None:
    """The topics to send, or None when the stream must end."""
    person = person_now(request)
    if person is None:
        return None
    return ["inbox", "all"] if news is None else topics_for(person, news)


def told_of_others(request: HttpRequest, numbers: list[int]) -> list[str] | None:
    """The topics of cases where others came, went or write, or None when the stream must end. These are no events and have no number."""
    person = person_now(request)
    if person is None:
        return None
    return [f"looking:{number}" for number in sorted(visible_of(person, numbers))]


def asked_last(request: HttpRequest) -> int | None:
    """The last number that the page saw: from the browser's own header, else the query string."""
    for value in (request.headers.get("Last-Event-ID", ""), request.GET.get("last", ""), request.GET.get("after", "")):
        if value.isascii() and value.isdigit() and len(value) < 18:
            return int(value)
    return None


@staff("see_cases")
def stream(request: HttpRequest) -> HttpResponse:
    """Server-sent events: {"topics": […]} under the event's number, a beat every 15 s. 429 when a person has too many open."""
    if isinstance(request, WSGIRequest):
        return HttpResponse(status=503)  # a development server without streams: pages ask again by themselves
    if OPEN[request.user.pk] >= MOST_STREAMS:
        return HttpResponse(status=429, headers={"Retry-After": "20"})
    answer = StreamingHttpResponse(flow(request, request.user.pk, asked_last(request)), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def flow(request: HttpRequest, person: int, last: int | None) -> AsyncIterator[str]:
    """What the stream says, until the page goes, the session ends or the person may no longer see cases."""
    OPEN[person] += 1
    try:
        if last is None:
            last = await sync_to_async(newest)()
        yield f"retry: 2000\nid: {last}\nevent: beat\ndata: 1\n\n"
        beaten = time.monotonic()
        beside: Company = {}
        while True:
            news = await TAIL.after(last)
            if news is None or news:
                last = news[-1].number if news else await sync_to_async(newest)()
                topics = await sync_to_async(told)(request, news)
                if topics is None:
                    return
                if topics:
                    yield f"id: {last}\ndata: {json.dumps({'topics': topics})}\n\n"
            before, beside = beside, company_of(person, await HERE.now())
            if others := changed(before, beside):
                topics = await sync_to_async(told_of_others)(request, others)
                if topics is None:
                    return
                if topics:
                    yield f"data: {json.dumps({'topics': topics})}\n\n"
            if time.monotonic() - beaten > BEAT:
                if await sync_to_async(person_now)(request) is None:
                    return
                yield f"id: {last}\nevent: beat\ndata: 1\n\n"
                beaten = time.monotonic()
            await live.wait(TICK)
    finally:
        OPEN[person] -= 1


@staff("see_cases")
def since(request: HttpRequest) -> HttpResponse:
    """The same without a stream: {"last": number, "topics": […]} of what happened after `after`."""
    last = asked_last(request)
    if last is None:
        return JsonResponse({"last": newest(), "topics": []})
    news = events_after(last)
    topics = ["inbox", "all"] if news is None else topics_for(request.user, news)
    answer = JsonResponse({"last": news[-1].number if news else (last if news is not None else newest()), "topics": topics})
    answer["Cache-Control"] = "no-store"
    return answer

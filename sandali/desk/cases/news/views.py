"""The stream of news of an open page, and the same by asking. One stream a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from sandali.desk.cases.news import rounds
from sandali.desk.cases.news.rounds import Listener
from sandali.desk.cases.news.topics import events_after, newest, topics_for
from sandali.desk.entering import staff

MOST_STREAMS = 12  # of one person
OPEN: Counter[int] = Counter()


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
    listener = Listener(request, person, last if last is not None else await sync_to_async(newest)())
    OPEN[person] += 1
    try:
        yield f"retry: 2000\nid: {listener.last}\nevent: beat\ndata: 1\n\n"
        rounds.ROUNDS.join(listener)
        while (line := await listener.lines.get()) is not None:
            yield line
    finally:
        rounds.ROUNDS.leave(listener)
        OPEN[person] -= 1


@staff("see_cases")
def since(request: HttpRequest) -> HttpResponse:
    """The same without a stream: {"last": number, "topics": […]} of what happened after `after`."""
    last = asked_last(request)
    if last is None:
        return JsonResponse({"last": newest(), "topics": []})
    news = events_after(last)
    answer = JsonResponse({"last": news[-1].number if news else (last if news is not None else newest()), "topics": topics_for(request.user, news)})
    answer["Cache-Control"] = "no-store"
    return answer

"""The stream of a window: for whom there is news, and for whom there is none."""

import asyncio
import re

import pytest
from django.test import AsyncClient

from sandali.cases.actions import reply
from sandali.cases.actions.together import look_at
from sandali.cases.models import Case
from sandali.cases.models.together import Looking
from sandali.channels.models import Delivery
from sandali.channels.webchat.thread import newest_part
from sandali.channels.webchat.visitors import Visitor, visitor_of
from sandali.portal.chat.live import NEWS, TYPING, Hub, key_of, stream_url
from tests.portal.chat.conftest import TOKEN, Browser

VISITOR = Visitor("5f" * 32, "#5f5f5f")


def ticket(*, channel=7, case=3):
    return stream_url(channel, VISITOR, case).rstrip("/").rpartition("/")[2]


def test_a_ticket_opens_its_own_stream_alone():
    assert key_of(ticket()) == ((7, VISITOR.digest), 3)
    good = ticket()
    for wrong in ("", "x", good[:-1], good.replace("7-", "8-", 1), good.replace("-3-", "-4-", 1), "1-2-3-4", f"۷{good[1:]}"):
        assert key_of(wrong) is None


def test_a_ticket_ends_after_a_day(monkeypatch):
    good = ticket()
    monkeypatch.setattr("sandali.portal.chat.live.time.time", lambda: 4_000_000_000.0)
    assert key_of(good) is None


@pytest.mark.django_db
def test_a_look_tells_of_what_was_sent_to_each_and_of_each_thing_once(browser, chat, cast, read_all, send_all):
    other = Browser(token="S" * 43)
    browser.write("one")
    other.write("two")
    read_all()
    hub = Hub()
    hub.last = newest_part()
    mine, _theirs = Case.objects.order_by("pk")
    for number in range(2):
        reply(mine, f"answer {number}", by=cast.sara, dedupe_key=f"k{number}", delay=0)
        send_all()
    assert hub.found() == [((chat.pk, visitor_of(chat.pk, TOKEN).digest), NEWS)]
    assert hub.found() == []


@pytest.mark.django_db
@pytest.mark.reliability("G7")
def test_what_was_written_down_late_is_told_all_the_same(browser, chat, cast, read_all, send_all):
    browser.write("one")
    read_all()
    case = Case.objects.get()
    hub = Hub()
    hub.found()
    for number in range(2):
        reply(case, f"answer {number}", by=cast.sara, dedupe_key=f"k{number}", delay=0)
    send_all()
    late = Delivery.objects.order_by("pk").first().parts.get()
    kept = late.pk
    late.delete()
    assert len(hub.found()) == 1
    late.pk = kept  # committed after the one behind it
    late.save(force_insert=True)
    assert len(hub.found()) == 1


@pytest.mark.django_db
def test_that_we_write_an_answer_is_told_when_it_begins_and_when_it_ends(browser, chat, cast, read_all):
    browser.write("one")
    read_all()
    case = Case.objects.get()
    key, hub = (chat.pk, visitor_of(chat.pk, TOKEN).digest), Hub()
    hub.cases[key] = case.pk
    look_at(case, by=cast.sara, writing=False)
    assert hub.typing() == []
    look_at(case, by=cast.sara, writing=True)
    assert (hub.typing(), hub.typing()) == ([(key, TYPING[True])], [])
    Looking.objects.update(typed_at=None)
    assert (hub.typing(), hub.typing()) == ([(key, TYPING[False])], [])


@pytest.mark.django_db(transaction=True)
def test_a_stream_begins_with_a_sign_and_news_and_ends_with_its_window(chat, browser):
    address = browser.thread()["stream"]

    async def listen():
        answer = await AsyncClient().get(address)
        lines = aiter(answer.streaming_content)
        first = await asyncio.wait_for(anext(lines), 60)
        await lines.aclose()
        return answer.status_code, answer["Content-Type"], first.decode()

    status, kind, first = asyncio.run(listen())
    assert (status, kind, re.findall(r"event: (\w+)", first)) == (200, "text/event-stream", ["beat", "news"])

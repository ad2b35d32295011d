"""The server's own door for hooks: answered as the view answers, many by one transaction, and nobody harms another (RELIABILITY F1, F4, J6)."""

import asyncio
import threading

import pytest
from django.db import connection
from django.test import Client

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Message
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival
from sandali.exchange import door as doors
from sandali.exchange import hooks
from sandali.exchange.door import Together
from sandali.exchange.hooks import Knock, said
from tests.channels.botapi.updates_made import body, update
from tests.exchange.providers import Request, ask, opened, told
from tests.exchange.test_hooks import HEADER, address, headers, nobody_knocked

__all__ = ["nobody_knocked"]
PAGES = -1


def telling(channel, content: bytes, **more) -> Request:
    """A request of Telegram's."""
    return Request(more.pop("path", address(channel)), content, headers(channel) | {"content-type": "application/json"}, **more)


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1")
def test_what_is_told_at_the_door_is_kept_read_and_answered_without_a_word(telegram):
    [answer] = told([telling(telegram, body(update(text="سلام")))])
    assert (answer.status, answer.body, answer.headers["content-length"], answer.headers["cache-control"]) == (200, b"", "0", "no-store")
    assert (read_arrivals.func(), Message.objects.get().text) == (1, "سلام")


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F4")
def test_the_door_answers_as_the_view_does_headers_included_but_what_pages_alone_need(telegram, make_bot, client):
    bale = make_bot("bale")
    secret, other, content = secrets_of(bale)["hook_secret"], address(bale), body(update(text="x"))
    asked = [
        telling(telegram, content), Request(address(telegram), content), Request(address(telegram), content, {HEADER: "guess"}), telling(telegram, content, path="/hooks/0123/"),
        Request(f"{other}{secret}/", content), Request(f"{other}wrong/", content), Request(other, content), Request(f"{other}{secret}/", method="GET", query="a=1"),
    ]  # fmt: skip
    by_door = [(one.status, one.body, one.headers) for one in told(asked, at_once=1)]
    hooks.WRONG.forget()
    by_view = [
        client.generic(one.method, one.path, one.body, "application/json", headers=one.headers, QUERY_STRING=one.query) for one in asked
    ]  # fmt: skip
    assert [(status, said) for status, said, _headers in by_door] == [(one.status_code, one.content) for one in by_view] == [(status, b"") for status in (200, 404, 404, 404, 200, 404, 404, 405)]
    of_pages = {"content-security-policy", "vary", "content-length"}
    for (_status, _said, given), one in zip(by_door, by_view, strict=True):
        assert {name: value for name, value in given.items() if name not in of_pages} == {name.lower(): value for name, value in one.items() if name.lower() not in of_pages}


@pytest.mark.django_db(transaction=True)
def test_handshakes_other_methods_other_hosts_and_other_addresses_are_the_pages_matter(telegram):
    at = address(telegram)
    others = [
        Request(at, method="GET"), Request(at, method="HEAD"), Request(at, method="PUT"), Request(at.rstrip("/")), Request(f"{at}a/b/"), Request("/hooks//"), Request("/hooks/"),
        telling(telegram, b"{}", path=f"{at}/"), Request(at, b"{}", headers(telegram) | {"host": "evil.example"}),
    ]  # fmt: skip
    assert ([one.status for one in told(others)], Arrival.objects.count()) == ([PAGES] * len(others), 0)


@pytest.mark.django_db(transaction=True)
def test_too_much_is_refused_before_it_is_read_where_it_says_so_and_as_soon_as_it_is_seen_elsewhere(telegram):
    most = hooks.LARGEST
    asked = [
        telling(telegram, b"", length=most + 1, pieces=[b"never asked for"]), telling(telegram, b"", length=None, pieces=[b" " * most, b"x", b"never asked for"]),
        telling(telegram, b" " * most), telling(telegram, b"", length=None, pieces=[b'{"update_id":', b" 5}"]),
    ]  # fmt: skip
    assert [one.status for one in told(asked)] == [413, 413, 200, 200]
    assert sorted(Arrival.objects.values_list("size", flat=True)) == [16, most]


@pytest.mark.django_db(transaction=True)
def test_who_goes_before_the_end_is_not_answered_and_who_is_slow_is_answered_so(telegram, monkeypatch):
    monkeypatch.setattr(doors, "READ_WITHIN", 0.01)

    async def slow(door):
        async def receive():
            await asyncio.sleep(60)

        sent = []

        async def send(message):
            sent.append(message)

        await door(telling(telegram, b"{}").scope, receive, send)
        return sent[0]["status"]

    with opened() as door:
        gone = asyncio.run(ask(door, telling(telegram, b"", length=10, pieces=[b"{", b"}"], goes=True)))
        assert (gone.status, asyncio.run(slow(door)), door._held, Arrival.objects.count()) == (0, 408, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_bodies_that_memory_has_no_room_for_stay_with_their_providers(telegram, monkeypatch):
    monkeypatch.setattr(doors, "MOST_HELD", 100)
    many = told([telling(telegram, b" " * 101), telling(telegram, b"{}", length=None), telling(telegram, b"{}")])
    assert [(one.status, one.headers.get("retry-after")) for one in many] == [(503, "5"), (503, "5"), (200, None)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1")
def test_who_comes_while_others_are_answered_is_answered_together_with_all_who_came_meanwhile(telegram):
    begun, come, seen = threading.Event(), threading.Event(), []

    def answers(knocks):
        seen.append(len(knocks))
        begun.set()
        come.wait(60)
        return hooks.answers_to(knocks)

    async def all_of_them():
        together = Together(answers)
        knocks = [Knock(request_of(telegram), secrets_of(telegram)["hook_token"], body=body(update(text=f"{number}"))) for number in range(8)]
        first = asyncio.create_task(together.ask(knocks[0]))
        await asyncio.to_thread(begun.wait, 60)
        others = [asyncio.create_task(together.ask(knock)) for knock in knocks[1:]]
        await asyncio.sleep(0)
        come.set()
        found = await asyncio.gather(first, *others)
        together.end()
        return [one.status_code for one in found]

    assert (asyncio.run(all_of_them()), seen, Arrival.objects.count()) == ([200] * 8, [1, 7], 8)


def request_of(channel):
    """A request as a view would see it."""
    from django.test import RequestFactory

    return RequestFactory().post(address(channel), b"", content_type="application/json", headers=headers(channel))


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_answers_outlives_whatever_goes_wrong_with_an_answer():
    def answers(knocks):
        if knocks[0].token == "bad":
            raise RuntimeError("a fault")
        return [said(200) for _knock in knocks]

    async def one_after_the_other():
        together = Together(answers)
        found = [(await together.ask(Knock(None, token))).status_code for token in ("bad", "good")]
        together.end()
        return found

    assert asyncio.run(one_after_the_other()) == [500, 200]


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("J6")
def test_neither_address_nor_secret_is_logged_by_the_door(telegram, caplog):
    caplog.set_level("DEBUG")
    told([telling(telegram, b"{}"), Request(address(telegram), b"{}", {HEADER: "guess"}), telling(telegram, b"", length=hooks.LARGEST + 1)])
    kept = secrets_of(telegram)
    assert [name for name in ("token", "hook_token", "hook_secret") if kept[name] in caplog.text] == []
    assert caplog.text.count("/hooks/…/") == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone has one writer")
def test_the_view_and_the_door_keep_the_same_event_once(telegram):
    one = update(text="سلام")
    assert [answer.status for answer in told([telling(telegram, body(one))] * 3)] == [200] * 3
    Client().post(address(telegram), body(one), content_type="application/json", headers=headers(telegram))
    assert Arrival.objects.count() == 1

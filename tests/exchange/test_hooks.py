"""The address for providers: who is let in, what is kept, and that nothing is kept twice (RELIABILITY F1, F4, F5)."""

import json
import logging
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival, Channel
from sandali.channels.setup import archive_channel, change_channel
from sandali.customers.models import Customer
from sandali.exchange import hooks
from tests.channels.botapi.updates_made import body, update

# SANDALI_EVENTS=1000 is what RELIABILITY asks for, and takes a minute.
EVENTS = int(os.environ.get("SANDALI_EVENTS", "100"))
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture(autouse=True)
def nobody_knocked():
    """Counts of other tests are not these tests'."""
    hooks.WRONG.forget()
    hooks.TOLD.forget()
    hooks._good.clear()


def address(channel: Channel) -> str:
    return f"/hooks/{secrets_of(channel)['hook_token']}/"


def headers(channel: Channel) -> dict[str, str]:
    return {HEADER: secrets_of(channel)["hook_secret"]}


def post(client, channel, content: bytes, **more):
    return client.post(address(channel), content, content_type="application/json", headers=headers(channel) | more)


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_an_address_has_128_random_bits_and_the_database_none_of_them(telegram, make_bot):
    token = secrets_of(telegram)["hook_token"]
    assert (len(bytes.fromhex(token)), token in telegram.hook_digest) == (16, False)
    assert secrets_of(telegram)["hook_secret"] != token


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_without_the_secret_nobody_comes_in_and_nobody_learns_what_was_wrong(telegram, client):
    content = body(update(text="x"))
    wrong = [
        client.post("/hooks/0123456789abcdef0123456789abcdef/", content, content_type="application/json", headers=headers(telegram)),
        client.post(address(telegram), content, content_type="application/json"),
        client.post(address(telegram), content, content_type="application/json", headers={HEADER: ""}),
        client.post(address(telegram), content, content_type="application/json", headers={HEADER: "guess"}),
        client.post(f"{address(telegram)}{secrets_of(telegram)['hook_secret']}/", content, content_type="application/json"),
    ]
    assert [(answer.status_code, answer.content) for answer in wrong] == [(404, b"")] * 5
    assert Arrival.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_a_channel_without_a_secret_is_closed(telegram, client, monkeypatch):
    at = address(telegram)
    kept = secrets_of(telegram)
    monkeypatch.setattr(hooks, "secrets_of", lambda channel: {key: value for key, value in kept.items() if key != "hook_secret"})
    assert client.post(at, body(update(text="x")), content_type="application/json", headers={HEADER: ""}).status_code == 404
    assert Arrival.objects.count() == 0


@pytest.mark.django_db
def test_a_secret_that_cannot_be_read_closes_the_door(telegram, client, settings, own_folders, caplog):
    at, given = address(telegram), headers(telegram)
    (own_folders / "secrets.key").write_text("another-key-of-more-than-thirty-two-characters")
    assert client.post(at, body(update(text="x")), content_type="application/json", headers=given).status_code == 404
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        f"the secrets of channel {telegram.pk} cannot be read; its hook is closed"
    ]


@pytest.mark.django_db
def test_a_provider_without_a_header_brings_the_secret_behind_the_address(make_bot, client):
    bale = make_bot("bale")
    secret = secrets_of(bale)["hook_secret"]
    answers = [client.post(at, body(update(text="x")), content_type="application/json").status_code for at in (f"{address(bale)}{secret}/", address(bale), f"{address(bale)}wrong/")]
    assert (answers, Arrival.objects.count()) == ([200, 404, 404], 1)


@pytest.mark.django_db
def test_only_a_post_is_answered_without_a_session_and_without_our_csrf_token(telegram):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address(telegram)).status_code == 405
    answer = post(strict, telegram, body(update(text="x")))
    assert (answer.status_code, answer.content, list(answer.cookies)) == (200, b"", [])


@pytest.mark.django_db
def test_a_closed_channel_has_no_address_and_a_paused_one_keeps_what_comes(telegram, client, cast):
    at, given = address(telegram), headers(telegram)
    change_channel(telegram, by=cast.admin, department=cast.support, is_active=False)
    assert client.post(at, body(update(text="x")), content_type="application/json", headers=given).status_code == 200
    archive_channel(telegram, by=cast.admin)
    assert client.post(at, body(update(text="y")), content_type="application/json", headers=given).status_code == 404
    assert Arrival.objects.count() == 1


@pytest.mark.django_db
def test_too_much_at_once_is_not_taken(telegram, client):
    assert post(client, telegram, b"x" * (hooks.LARGEST + 1)).status_code == 413
    assert post(client, telegram, b" " * hooks.LARGEST).status_code == 200


@pytest.mark.django_db
def test_what_is_no_update_is_kept_and_set_aside_with_its_reason(telegram, client):
    assert post(client, telegram, b"{not json").status_code == 200
    read_arrivals.func()
    assert Arrival.objects.get().state == "quarantined"


@pytest.mark.django_db
def test_a_full_disk_leaves_it_with_the_provider(telegram, client, settings):
    settings.ROOM_MINIMUM = 2**62
    answer = post(client, telegram, body(update(text="x")))
    assert (answer.status_code, answer["Retry-After"], Arrival.objects.count()) == (503, "300", 0)


@pytest.mark.django_db
def test_whoever_knocks_at_wrong_doors_waits_and_a_provider_that_told_us_before_does_not(telegram, make_bot, client, monkeypatch):
    monkeypatch.setattr(hooks.WRONG, "most", 3)
    other = make_bot("bale")
    assert post(client, telegram, body(update(text="1"))).status_code == 200
    wrong = [client.post("/hooks/aaaa/", b"{}", content_type="application/json").status_code for _number in range(5)]
    assert wrong == [404, 404, 404, 429, 429]
    assert post(client, telegram, body(update(text="2"))).status_code == 200
    assert client.post(f"{address(other)}{secrets_of(other)['hook_secret']}/", body(update(text="3")), content_type="application/json").status_code == 429


@pytest.mark.django_db
def test_a_flood_from_a_provider_is_asked_to_come_again(telegram, client, monkeypatch):
    monkeypatch.setattr(hooks.TOLD, "most", 2)
    assert [post(client, telegram, body(update(text=str(number)))).status_code for number in range(3)] == [200, 200, 429]


@pytest.mark.django_db
@pytest.mark.reliability("J6")
def test_nothing_of_the_address_or_the_secret_is_logged(telegram, client, caplog):
    caplog.set_level(logging.DEBUG)
    post(client, telegram, body(update(text="x")))
    client.post(address(telegram), b"{}", content_type="application/json", headers={HEADER: "guess"})
    read_arrivals.func()
    kept = secrets_of(telegram)
    assert [name for name in ("token", "hook_token", "hook_secret") if kept[name] in caplog.text] == []


@pytest.fixture
def at_once():
    """Posts many bodies, eight at the same time, each thread with a connection of its own; returns [(status, seconds)]."""

    def run(channel, bodies):
        at, given = address(channel), headers(channel)

        def one(content):
            began = time.perf_counter()
            status = Client().post(at, content, content_type="application/json", headers=given).status_code
            return status, time.perf_counter() - began

        with ThreadPoolExecutor(8, initializer=lambda: None) as pool:
            found = list(pool.map(one, bodies))
            list(pool.map(lambda _n: (time.sleep(0.05), connections.close_all()), range(8)))
        return found

    return run


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1")
def test_one_update_five_times_at_the_same_moment_is_one_arrival_also_in_other_bytes(telegram, at_once):
    one = update(text="سلام")
    bodies = [body(one), json.dumps(one).encode(), body(one), json.dumps(one, indent=1).encode(), body(one)]
    assert [status for status, _seconds in at_once(telegram, bodies)] == [200] * 5
    assert (Arrival.objects.count(), read_arrivals.func(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F5")
def test_ten_pictures_of_an_album_from_somebody_new_are_one_customer_one_case_and_ten_messages_in_order(telegram, at_once):
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 90, "height": 67, "file_size": 10}]
    album = [update(number=900 + n, message_id=n, media_group_id="77", photo=photo, caption=f"{n}") for n in range(10)]
    text = update(number=910, message_id=10, text="after them")
    bodies = [body(one) for one in [*album, text]]
    random.Random(5).shuffle(bodies)
    at_once(telegram, bodies)
    with ThreadPoolExecutor(4) as pool:  # four workers, while it settles and after
        until = time.monotonic() + 60
        while Message.objects.count() < 11 and time.monotonic() < until:
            list(pool.map(lambda _n: read_arrivals.func(), range(4)))
            time.sleep(0.1)
        list(pool.map(lambda _n: (time.sleep(0.05), connections.close_all()), range(4)))
    assert (Customer.objects.filter(identities__value="555001").count(), Case.objects.count()) == (1, 1)
    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == [*map(str, range(10)), "after them"]
    assert list(Message.objects.order_by("pk").values_list("file_count", flat=True)) == [1] * 10 + [0]


def everything(count: int) -> list[dict]:
    """Events of fifty customers: what they write, and after every ninth message a change of it."""
    made = []
    for number in range(count):
        said = number - 1 if number % 10 == 9 else number
        user = {"id": 2000 + said % 50, "is_bot": False, "first_name": f"C{said % 50}"}
        more = {"text": f"changed {said}", "edited": True} if said != number else {"text": f"said {said}"}
        made.append(update(user, number=number + 1, message_id=said + 1, **more))
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "F2")
def test_events_each_five_times_shuffled_eight_at_once_have_each_one_effect(telegram, at_once, monkeypatch):
    monkeypatch.setattr(hooks.TOLD, "most", 10_000)
    bodies = [body(one) for one in everything(EVENTS)] * 5
    random.Random(11).shuffle(bodies)
    answers = at_once(telegram, bodies)
    assert [status for status, _seconds in answers] == [200] * 5 * EVENTS
    assert (Arrival.objects.count(), read_arrivals.func(), Arrival.objects.filter(state="read").count()) == (EVENTS, EVENTS, EVENTS)
    expected = {
        f"{2000 + n % 50}:{n + 1}": (f"changed {n}", [f"said {n}"]) if n % 10 == 8 else (f"said {n}", []) for n in range(EVENTS) if n % 10 != 9
    }  # fmt: skip
    found = {message.external_id: (message.text, [one["text"] for one in message.wordings]) for message in Message.objects.all()}
    assert (found, len(found)) == (expected, Message.objects.count())
    assert Customer.objects.filter(identities__kind="telegram").count() == Case.objects.count() == 45  # five of the fifty would only change something

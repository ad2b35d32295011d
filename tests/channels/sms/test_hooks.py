"""What providers tell at our address: by POST and by GET, each thing once, however often, in whatever order (RELIABILITY F1, F2, F4, F6)."""

import json
import logging
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.test import Client

from sandali.cases.actions import reply
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.actions import send_delivery
from sandali.channels.email.servers import secrets_of
from sandali.channels.hooks import address_to_give
from sandali.channels.models import Arrival, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.channels.polling import poll_channel
from sandali.exchange import hooks
from tests.channels.sms.other_servers import OwnServer

# SANDALI_EVENTS=1000 is what RELIABILITY asks for, and takes a minute.
EVENTS = int(os.environ.get("SANDALI_EVENTS", "100"))


@pytest.fixture(autouse=True)
def nobody_knocked():
    """Counts of other tests are not these tests'."""
    hooks.WRONG.forget()
    hooks.TOLD.forget()
    hooks._good.clear()


@pytest.fixture
def told(make_sms, kavenegar, settings):
    """A channel that is told by a hook."""
    settings.PUBLIC_URL = "https://desk.example"
    return make_sms(kavenegar, receive="hook")


def address(channel) -> str:
    kept = secrets_of(channel)
    return f"/hooks/{kept['hook_token']}/{kept['hook_secret']}/"


def post(client, channel, fields):
    return client.post(address(channel), urlencode(fields), content_type="application/x-www-form-urlencoded")


def message(number, text="سلام", sender="09123456789"):
    return {"messageid": number, "from": sender, "to": "10004346", "message": text}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["get", "post"])
def test_a_message_comes_by_either_way(way, told, client):
    answer = client.get(address(told), message(1)) if way == "get" else post(client, told, message(1))
    assert (answer.status_code, answer.content) == (200, b"")
    assert (read_arrivals.func(), Message.objects.get().text, Case.objects.get().channel) == (1, "سلام", told)


@pytest.mark.django_db
def test_the_same_message_by_both_ways_and_by_asking_is_one(told, client, kavenegar, make_sms):
    client.get(address(told), message(35))
    post(client, told, message(35))
    told.settings["receive"] = "poll"
    told.save(update_fields=["settings"])
    kavenegar.write("09123456789", "سلام", number=35)
    poll_channel(told)
    read_arrivals.func()
    assert (Arrival.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_without_the_secret_nobody_comes_in_by_either_way(told, telegram_like, client):
    token = secrets_of(told)["hook_token"]
    gets = [client.get(at, message(1)) for at in (f"/hooks/{token}/", f"/hooks/{token}/guess/", "/hooks/0123/", f"/hooks/{telegram_like}/x/")]
    posts = [client.post(at, message(1)) for at in (f"/hooks/{token}/", f"/hooks/{token}/guess/", "/hooks/0123/")]
    assert ([one.status_code for one in gets], [one.status_code for one in posts]) == ([405] * 4, [404] * 3)
    assert Arrival.objects.count() == 0


@pytest.fixture
def telegram_like(cast):
    """The token of a channel of a kind that is told by POST alone."""
    from sandali.channels.setup import create_channel

    made = create_channel(kind="telegram", name="T", by=cast.admin, secrets={"token": "1:x"})
    return secrets_of(made)["hook_token"]


@pytest.mark.django_db
def test_what_nobody_understands_is_kept_and_set_aside(told, client):
    assert client.get(address(told), {"hello": "world"}).status_code == 200
    read_arrivals.func()
    assert Arrival.objects.get().state == "quarantined"


@pytest.mark.django_db
@pytest.mark.reliability("F2", "F6")
def test_a_report_before_our_own_call_returned_is_matched_and_states_never_go_back(told, client, kavenegar, case_of_hook, cast):
    message_id = reply(case_of_hook, "چشم", by=cast.sara, dedupe_key="k", delay=0).delivery_id
    number = kavenegar.first_number
    for status in (10, 4, 1):
        client.get(address(told), {"messageid": number, "status": status})
    read_arrivals.func()
    assert DeliveryPart.objects.get().delivery is None
    assert send_delivery(message_id) == DeliveryState.SENT
    assert (Delivery.objects.get().reached, DeliveryPart.objects.get().reached) == (Reached.DELIVERED, Reached.DELIVERED)
    assert (kavenegar.taken[0].number, DeliveryPart.objects.get().ask_at) == (number, None)


@pytest.fixture
def case_of_hook(told, client):
    """A case that came by the hook."""
    client.get(address(told), message(1))
    read_arrivals.func()
    return Case.objects.get()


@pytest.mark.django_db
def test_a_provider_of_one_s_own_tells_in_its_own_words(start, make_sms, settings, client):
    settings.PUBLIC_URL = "https://desk.example"
    channel = make_sms(start("http"), "http", receive="hook")
    body = json.dumps({"msg": {"id": "a1", "from": "989123456789", "body": "بله"}})
    assert [client.post(address(channel), body, content_type="application/json").status_code for _n in range(3)] == [200] * 3
    client.get(address(channel), {"ref": "77", "state": "UNDELIV"})
    channel.settings = {**channel.settings, "in_text": "other", "provider": "kavenegar"}  # what came is read as it was told
    channel.save(update_fields=["settings"])
    read_arrivals.func()
    assert (Message.objects.get().text, Arrival.objects.count()) == ("بله", 2)
    assert list(DeliveryPart.objects.values_list("external_id", "reached")) == [("77", Reached.FAILED)]
    assert OwnServer.SETTINGS["in_text"] == "msg.body"


@pytest.mark.django_db
@pytest.mark.reliability("J6")
def test_neither_key_nor_secret_nor_address_is_logged(told, client, caplog, kavenegar, case_of_hook):
    caplog.set_level(logging.DEBUG, logger="sandali")
    caplog.set_level(logging.INFO)
    client.get(address(told), {"x": "y"})
    client.get(f"{address(told)[:-10]}/", message(2))
    read_arrivals.func()
    kept = secrets_of(told)
    assert [name for name in ("key", "hook_token", "hook_secret") if kept[name] in caplog.text] == []


@pytest.mark.django_db
def test_the_address_to_give_has_the_secret_and_only_where_the_provider_tells_us(told):
    kept = secrets_of(told)
    assert address_to_give(told) == f"https://desk.example/hooks/{kept['hook_token']}/{kept['hook_secret']}/"
    told.settings["receive"] = "poll"
    assert address_to_give(told) == ""


def everything(count):
    """Queries of one week: what fifty customers write, and of each of our messages three states in the order in which they happen."""
    said = [message(1000 + n, f"پیام {n}", f"0912{n % 50:07d}") for n in range(count // 2)]
    parts = range((count - len(said) + 2) // 3)
    states = [{"messageid": 90_000 + n, "status": status} for n in parts for status in (1, 4, 10 if n % 4 else 11)]
    return said + states[: count - len(said)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "F2")
def test_events_each_five_times_shuffled_eight_at_once_have_each_one_effect(told, monkeypatch):
    monkeypatch.setattr(hooks.TOLD, "most", 10_000)
    wanted, at = everything(EVENTS), address(told)
    queries = [urlencode(one) for one in wanted] * 5
    random.Random(11).shuffle(queries)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda query: Client().get(f"{at}?{query}").status_code, queries))
        list(pool.map(lambda _n: (time.sleep(0.05), connections.close_all()), range(8)))
    ids = {f"m:{one['messageid']}" if "message" in one else (one["messageid"], {10: "delivered", 11: "failed"}.get(one["status"], "sent")) for one in wanted}
    assert (answers, Arrival.objects.count()) == ([200] * 5 * EVENTS, len(ids))
    read_arrivals.func()
    said = [one for one in wanted if "message" in one]
    assert sorted(Message.objects.values_list("external_id", "text")) == sorted((str(one["messageid"]), one["message"]) for one in said)
    ranks = {1: Reached.SENT, 4: Reached.SENT, 10: Reached.DELIVERED, 11: Reached.FAILED}
    reached: dict[str, int] = {}
    for one in wanted:
        if "status" in one:
            reached[str(one["messageid"])] = max(reached.get(str(one["messageid"]), 0), ranks[one["status"]])
    assert dict(DeliveryPart.objects.values_list("external_id", "reached")) == reached
    assert Case.objects.count() == min(50, len(said))

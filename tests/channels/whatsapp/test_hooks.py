"""Meta's hook: the handshake, the signature over the raw bytes, each thing once in whatever order (RELIABILITY F1, F2, F4)."""

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
from sandali.channels.models import Arrival, DeliveryPart, Reached
from sandali.channels.setup import change_channel
from sandali.customers.models import Customer, Identity
from sandali.exchange import hooks
from tests.channels.metaapi.conftest import address, signature
from tests.channels.metaapi.graph_server import SECRET
from tests.channels.whatsapp.told_made import MINA, message, status, whole

# SANDALI_EVENTS=1000 is what RELIABILITY asks for, and takes a minute.
EVENTS = int(os.environ.get("SANDALI_EVENTS", "100"))


def ask(client, channel, **words):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": secrets_of(channel)["hook_secret"], **words}
    return client.get(address(channel), asked)


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_whoever_has_our_word_is_answered_with_their_challenge(whatsapp, client):
    answer = ask(client, whatsapp)
    assert (answer.status_code, answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (200, b"1158201444", "text/plain", "nosniff")


@pytest.mark.django_db
@pytest.mark.reliability("F4")
@pytest.mark.parametrize(
    "words", [{"hub.verify_token": "guess"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}, {"hub.challenge": "<script>"}, {"hub.challenge": "x" * 300}]
)
def test_nobody_else_is_answered(words, whatsapp, client):
    assert ask(client, whatsapp, **words).status_code == 405


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_a_closed_door_and_a_kind_without_a_handshake_answer_no_challenge(whatsapp, client, cast):
    from sandali.channels.setup import create_channel

    other = create_channel(kind="telegram", name="T", by=cast.admin, secrets={"token": "1:x"})
    assert (ask(client, other).status_code, client.get("/hooks/0123/", {"hub.mode": "subscribe"}).status_code) == (405, 405)


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_only_what_the_apps_secret_signed_comes_in_byte_for_byte(whatsapp, client):
    body = json.dumps(whole(message("a", text={"body": "سلام"}))).encode()
    same = json.dumps(json.loads(body), ensure_ascii=False).encode()
    wrong = [{}, {"X-Hub-Signature-256": ""}, {"X-Hub-Signature-256": "sha256="}, {"X-Hub-Signature-256": signature(body, "f" * 32)}, {"X-Hub-Signature": signature(body)}]
    answers = [client.post(address(whatsapp), body, content_type="application/json", headers=one).status_code for one in wrong]
    answers.append(client.post(address(whatsapp), same, content_type="application/json", headers={"X-Hub-Signature-256": signature(body)}).status_code)
    at = f"{address(whatsapp)}{secrets_of(whatsapp)['hook_secret']}/"
    answers.append(client.post(at, body, content_type="application/json", headers={"X-Hub-Signature-256": signature(body)}).status_code)
    assert (answers, Arrival.objects.count()) == ([404] * 7, 0)
    good = client.post(address(whatsapp), body, content_type="application/json", headers={"X-Hub-Signature-256": signature(body)})
    assert (good.status_code, good.content, Arrival.objects.count()) == (200, b"", 1)


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_without_the_apps_secret_the_door_is_closed(whatsapp, tell, cast):
    from sandali.channels.setup import write_secrets

    kept = secrets_of(whatsapp)
    write_secrets(whatsapp, {name: value for name, value in kept.items() if name != "app_secret"})
    assert (tell(whatsapp, whole(message("a", text={"body": "x"}))), Arrival.objects.count()) == ([404], 0)


@pytest.mark.django_db
@pytest.mark.reliability("J6")
def test_neither_secrets_nor_the_address_are_logged(whatsapp, tell, client, caplog):
    caplog.set_level(logging.DEBUG, logger="sandali")
    caplog.set_level(logging.INFO)
    ask(client, whatsapp, **{"hub.verify_token": "guess"})
    tell(whatsapp, whole(message("a", text={"body": "x"})), **{"X-Hub-Signature-256": "sha256=0"})
    tell(whatsapp, whole(message("a", text={"body": "x"})))
    read_arrivals.func()
    kept = secrets_of(whatsapp)
    assert [name for name in ("token", "app_secret", "hook_token", "hook_secret") if kept[name] in caplog.text] == []


@pytest.mark.django_db
def test_several_things_in_one_request_are_each_taken_once(whatsapp, tell, read_all):
    body = whole(message("a", text={"body": "یک"}, at=10**9), message("b", text={"body": "دو"}, at=10**9 + 1), status("wamid.X", "delivered"))
    assert tell(whatsapp, body, body, whole(message("b", text={"body": "دو"}, at=10**9 + 1))) == [200] * 3
    read_all()
    assert (Arrival.objects.count(), list(Message.objects.order_by("pk").values_list("text", flat=True))) == (3, ["یک", "دو"])
    assert list(DeliveryPart.objects.values_list("external_id", "reached")) == [("wamid.X", Reached.DELIVERED)]


@pytest.mark.django_db
def test_a_message_to_another_number_is_set_aside_where_somebody_sees_it(whatsapp, tell, read_all):
    tell(whatsapp, whole(message("a", text={"body": "x"}), phone="77"))
    read_all()
    assert (Arrival.objects.get().state, Message.objects.count()) == ("quarantined", 0)


@pytest.mark.django_db
def test_news_of_the_account_are_kept_and_say_nothing(whatsapp, tell, read_all):
    news = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "account_update", "value": {"event": "VERIFIED_ACCOUNT"}}]}]}
    tell(whatsapp, news, news)
    read_all()
    assert list(Arrival.objects.values_list("state", flat=True)) == ["ignored"]


@pytest.mark.django_db
@pytest.mark.practice("P04")
def test_who_is_known_by_their_telephone_is_the_same_customer_by_whatsapp(whatsapp, tell, read_all, cast):
    from sandali.customers.actions import add_customer

    mina = add_customer(by=cast.sara, name="مینا", identities=[("phone", "09121234567")])
    tell(whatsapp, whole(message("a", text={"body": "x"})))
    read_all()
    assert (Case.objects.get().customer, Identity.objects.get(kind="whatsapp").customer) == (mina, mina)


@pytest.mark.django_db
def test_who_hides_their_number_later_stays_the_same_customer(whatsapp, tell, read_all):
    known = whole(message("a", text={"body": "x"}))
    known["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"] = "IR.1349"
    hidden = whole({**message("b", text={"body": "y"}), "from_user_id": "IR.1349"})
    value = hidden["entry"][0]["changes"][0]["value"]
    del value["messages"][0]["from"]
    value["contacts"] = [{"profile": {"name": "Mina", "username": "mina"}, "user_id": "IR.1349"}]
    tell(whatsapp, known, hidden)
    read_all()
    assert Customer.objects.filter(identities__kind="whatsapp").distinct().count() == 1
    assert sorted(Identity.objects.exclude(kind="email").values_list("kind", "value")) == [("phone", f"+{MINA}"), ("whatsapp", MINA), ("whatsapp", "IR.1349"), ("whatsapp-id", "IR.1349")]


@pytest.mark.django_db
def test_edits_and_revokes_stand_on_the_message(case, whatsapp, tell, read_all):
    edit = message("wamid.E", kind="edit", edit={"original_message_id": "wamid.IN1", "message": {"type": "text", "text": {"body": "سفارشم رسید"}}})
    tell(whatsapp, whole(edit), whole(message("wamid.R", kind="revoke", revoke={"original_message_id": "wamid.IN1"}, at=2 * 10**9)))
    read_all()
    said = Message.objects.get()
    assert (said.text, [one["text"] for one in said.wordings], said.retracted_at is not None) == ("سفارشم رسید", ["سلام، سفارشم نرسیده"], True)


@pytest.mark.django_db
def test_a_paused_channel_keeps_what_comes(whatsapp, tell, cast):
    change_channel(whatsapp, by=cast.admin, department=cast.support, is_active=False)
    assert (tell(whatsapp, whole(message("a", text={"body": "x"}))), Arrival.objects.count()) == ([200], 1)


def everything(count):
    """A week: what fifty customers write, and of each of our messages three states in the order in which they happen."""
    said = [message(f"wamid.I{n}", text={"body": f"پیام {n}"}, sender=f"98912{n % 50:07d}", at=10**9 + n) for n in range(count // 2)]
    states = [status(f"wamid.O{n}", state) for n in range(count) for state in ("sent", "delivered", "read" if n % 4 else "failed")]
    return said + states[: count - len(said)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "F2")
def test_events_each_five_times_shuffled_eight_at_once_have_each_one_effect(whatsapp, monkeypatch):
    monkeypatch.setattr(hooks.TOLD, "most", 10_000)
    wanted, at = everything(EVENTS), address(whatsapp)
    bodies = [json.dumps(whole(one)).encode() for one in wanted] * 5
    random.Random(11).shuffle(bodies)

    def post(body):
        return Client().post(at, body, content_type="application/json", headers={"X-Hub-Signature-256": signature(body, SECRET)}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, bodies))
        list(pool.map(lambda _n: (time.sleep(0.05), connections.close_all()), range(8)))
    assert (answers, Arrival.objects.count()) == ([200] * 5 * EVENTS, EVENTS)
    read_arrivals.func()
    said = [one for one in wanted if "type" in one]
    assert sorted(Message.objects.values_list("external_id", "text")) == sorted((one["id"], one["text"]["body"]) for one in said)
    ranks = {"sent": Reached.SENT, "delivered": Reached.DELIVERED, "read": Reached.READ, "failed": Reached.FAILED}
    reached: dict[str, int] = {}
    for one in wanted:
        if "status" in one:
            reached[one["id"]] = max(reached.get(one["id"], 0), ranks[one["status"]])
    assert dict(DeliveryPart.objects.values_list("external_id", "reached")) == reached
    assert Case.objects.count() == min(50, len(said))

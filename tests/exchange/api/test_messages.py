"""Messages of a program's customers: taken once, for whom the program vouches, and refused in words of the caller's language."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sandali.cases.models import Attachment, Case, Message
from sandali.channels.api.tokens import end_earlier_token, make_token
from sandali.channels.models import Arrival, Channel
from sandali.channels.setup import archive_channel, change_channel, reopen_channel
from sandali.customers.actions import find_customer
from sandali.exchange.api.entering import CALLS
from tests.exchange.api.conftest import Device, Program

pytestmark = pytest.mark.django_db


@pytest.mark.practice("P04")
def test_a_message_of_a_customer_becomes_a_case_that_goes_on(program, cast, read_all):
    answer = program.say("Where is it?", subject="Order 4711", conversation="order-4711")
    assert (answer.status_code, answer.json()["url"]) == (201, f"/api/v1/messages/{answer.json()['id']}/")
    assert program.get(f"messages/{answer.json()['id']}/").json()["state"] == "kept"
    read_all()
    program.say("It is urgent.", conversation="order-4711")
    program.say("Another thing", conversation="order-4712")
    read_all()
    first, second = Case.objects.order_by("pk")
    assert [list(case.messages.order_by("pk").values_list("text", flat=True)) for case in (first, second)] == [["Where is it?", "It is urgent."], ["Another thing"]]
    assert (first.department, first.subject, first.customer == second.customer, str(first.customer.identities.get())) == (cast.support, "Order 4711", True, "42")
    told = program.get(f"messages/{answer.json()['id']}/").json()
    assert (told["state"], told["case"]) == ("taken", {"number": first.pk, "state": "new"})


def test_what_the_program_has_proven_is_the_customers_and_what_it_has_not_is_a_claim(program, cast, read_all):
    program.say("hello", customer={"id": "42", "email": "New@Example.com", "phone": "09123456789", "verified": ["email"]})
    program.say("hello", customer={"session": "browser-1", "email": "other@example.com"})
    program.say("hello", customer={"id": "43", "email": "mina@example.com", "verified": ["email"]})
    read_all()
    mine = Case.objects.order_by("pk").first().customer
    assert [find_customer(kind, value) for kind, value in (("email", "new@example.com"), ("phone", "+989123456789"), ("email", "other@example.com"))] == [mine, None, None]
    assert find_customer("email", "mina@example.com") == cast.mina  # somebody else's by our books: people decide


# --- Once ---------------------------------------------------------------------------------------------------------------
@pytest.mark.reliability("H10")
def test_a_key_is_one_message_and_another_body_with_it_is_refused(program, channel):
    answers = [program.say("hello", key="key-0001") for _time in range(3)]
    assert ([one.status_code for one in answers], len({one.json()["id"] for one in answers}), Arrival.objects.count()) == ([201, 200, 200], 1, 1)
    other = program.say("something else", key="key-0001")
    assert (other.status_code, other.json()["type"], Arrival.objects.count()) == (422, "urn:sandali:problem:key-used", 1)
    assert Device(channel.pk, "42").say("hello", key="key-0001", customer=None).status_code == 201  # a device's keys are its own


@pytest.mark.parametrize("key", ["short", "with space", "x" * 101, "کلید-۱۲۳۴۵"])
def test_without_a_good_key_nothing_is_taken(program, key):
    headers = {**program.headers, "Idempotency-Key": key} if key.isascii() else program.headers
    answer = program.client.post("/api/v1/messages/", {"text": "hello"}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:sandali:problem:key")


# --- Who calls -----------------------------------------------------------------------------------------------------------
@pytest.mark.reliability("H8")
def test_a_token_is_shown_once_and_kept_as_a_hash_that_nobody_can_read(program, channel, cast):
    token = program.headers["Authorization"][7:]
    row = Channel.objects.get(pk=channel.pk)
    assert (token in json.dumps(row.settings), token in row.secrets, program.say().status_code) == (False, False, 201)
    assert program.client.post(f"/api/v1/messages/?token={token}", {"text": "x"}, content_type="application/json").status_code == 401


@pytest.mark.reliability("H8")
def test_an_earlier_token_holds_until_it_is_ended_and_closing_the_channel_ends_all(program, channel, cast):
    newer = Program(make_token(channel, by=cast.admin))
    assert (program.say().status_code, newer.say().status_code) == (201, 201)
    end_earlier_token(channel, by=cast.admin)
    assert (program.say().status_code, newer.say().status_code) == (401, 201)
    archive_channel(channel, by=cast.admin)
    reopen_channel(channel, by=cast.admin)
    change_channel(channel, by=cast.admin, department=cast.support, is_active=True)
    assert newer.say().status_code == 401


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer x", "Bearer sandali-1-x", "Bearer sandali-x", "Basic YTpi", "Sandali", "Sandali channel=1", "Bearer sandali-999999-" + "a" * 43])
def test_whoever_is_not_known_is_told_so_and_nothing_more(program, given):
    answer = program.say(headers={"Authorization": given})
    assert (answer.status_code, answer["Content-Type"], answer.json()["type"]) == (401, "application/problem+json", "urn:sandali:problem:not-known")


def test_a_paused_channel_lets_nobody_in(program, channel):
    Channel.objects.filter(pk=channel.pk).update(is_active=False)
    assert program.say().status_code == 401


def test_a_device_speaks_for_its_own_customer_alone(channel, program, read_all):
    mina, kaveh = Device(channel.pk, "42"), Device(channel.pk, "43")
    said = mina.say("from my phone", customer=None)
    assert (said.status_code, kaveh.get(f"messages/{said.json()['id']}/").status_code, mina.get(f"messages/{said.json()['id']}/").status_code) == (201, 404, 200)
    assert mina.say(customer={"id": "43"}).json()["errors"].keys() == {"customer.id"}
    assert mina.say(customer={"email": "a@b.example", "verified": ["email"]}).json()["errors"].keys() == {"customer.verified"}
    program.say("from the shop")
    read_all()
    assert (Case.objects.count(), Message.objects.filter(direction="in").count()) == (1, 2)  # one customer, one conversation


@pytest.mark.parametrize(("change", "status"), [({"secret": "x" * 32}, 401), ({"expires": 1}, 401), ({"expires": int(time.time()) + 90_000}, 401), ({}, 201)])
def test_a_signature_is_for_one_customer_and_for_a_while(channel, change, status):
    assert Device(channel.pk, "42", **change).say(customer=None).status_code == status


# --- What is wrong ---------------------------------------------------------------------------------------------------------
@pytest.mark.reliability("H6")
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"text": ""}, {"text"}), ({"text": 5}, {"text"}), ({"text": "x" * 20_001}, {"text"}), ({"assignee": 1, "is_staff": True}, {"assignee", "is_staff"}),
     ({"customer": {"id": "4\n2"}}, {"customer.id"}), ({"customer": {"stage": "vip"}}, {"customer.stage"}), ({"customer": {"email": "x"}}, {"customer.email"}),
     ({"customer": {"phone": "1"}}, {"customer.phone"}), ({"conversation": "a b"}, {"conversation"}), ({"language": "xx"}, {"language"}),
     ({"customer": {"verified": ["role"]}}, {"customer.verified"}), ({"customer": []}, {"customer"}), ({"customer": {"verified": 5}}, {"customer.verified"})],
)  # fmt: skip
def test_what_is_wrong_is_told_by_field_and_nothing_is_kept(program, fields, wrong):
    answer = program.say(**fields)
    assert (answer.status_code, answer.json()["errors"].keys(), Arrival.objects.count()) == (400, wrong, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'"x"'])
def test_what_is_no_object_is_refused_in_a_sentence(program, body):
    answer = program.client.post("/api/v1/messages/", body, content_type="application/json", headers={**program.headers, "Idempotency-Key": "key-0001"})
    assert (answer.status_code, answer.json()["title"][-1]) == (400, ".")


@pytest.mark.parametrize(("asked", "words"), [("fa", "این کلید پیش‌تر برای چیز دیگری به کار رفته است."), ("en-GB,en;q=0.9", "Something else was sent with this key before.")])
def test_a_refusal_is_in_the_callers_language(program, asked, words):
    program.say("one", key="key-0001")
    answer = program.say("two", key="key-0001", headers={"Accept-Language": asked})
    assert (answer.json()["title"], answer["Content-Language"], answer.json()["status"]) == (words, asked[:2], 422)


def test_files_come_with_a_form_whose_part_message_is_the_json(program, read_all):
    def upload(*given, key="key-0001"):
        body = {"message": json.dumps({"customer": {"id": "42"}, "text": "see"}), "file": list(given)}
        return program.client.post("/api/v1/messages/", body, headers={**program.headers, "Idempotency-Key": key})

    assert [upload(SimpleUploadedFile("../a\u202egpj.exe", b"MZ", "image/png")).status_code for _time in range(2)] == [201, 200]
    assert upload(*[SimpleUploadedFile(f"{number}", b"x") for number in range(6)], key="key-0002").status_code == 422
    assert upload(SimpleUploadedFile("a", b"x" * (21 * 1024 * 1024)), key="key-0003").status_code == 413
    read_all()
    assert [(one.name, one.size) for one in Attachment.objects.all()] == [("agpj.exe", 2)]


def test_much_at_once_is_held_up(program, monkeypatch):
    monkeypatch.setattr(CALLS, "most", 2)
    assert [program.say().status_code for _time in range(3)] == [201, 201, 429]


def test_guessing_tokens_is_held_up(program):
    assert [program.say(headers={"Authorization": "Bearer sandali-1-x"}).status_code for _time in range(31)] == [401] * 30 + [429]


@pytest.mark.parametrize(("path", "method"), [("messages/", "get"), ("messages/" + "a" * 32 + "/", "post"), ("replies/", "post"), ("replies/x/receipts/", "get"), ("replies/x/files/0/", "post")])
def test_another_method_is_told_which_one_it_is(program, path, method):
    answer = getattr(program.client, method)(f"/api/v1/{path}", headers=program.headers)
    assert (answer.status_code, answer.json()["type"], answer["Allow"]) == (405, "urn:sandali:problem:method", "POST" if method == "get" else "GET")

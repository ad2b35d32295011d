"""Our answers for a program: fetched behind a cursor or told to it, signed; with files, and with how far they got."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from sandali.cases.actions import reply
from sandali.cases.actions.adding import store_file
from sandali.cases.actions.opening import YES_REPORTED
from sandali.cases.actions.timing import STAYS_SETTLED
from sandali.cases.models import Case
from sandali.channels.adapter import REPORTED
from sandali.channels.models import Delivery
from sandali.channels.setup import change_channel
from sandali.exchange.api import replies
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.models import Asking
from tests.exchange.api.conftest import SECRET, Device

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(program, read_all):
    """A case of the program's customer."""
    program.say("Where is it?", conversation="order-1")
    read_all()
    return Case.objects.get()


def test_answers_are_fetched_once_behind_a_cursor(program, case, cast, send_all):
    assert program.get("replies/").json() == {"replies": [], "after": 0, "more": False}
    for number in range(3):
        reply(case, f"**answer** {number}", by=cast.sara, dedupe_key=f"k{number}", delay=0)
        send_all()
    first = program.get("replies/", limit=2).json()
    assert ([one["markdown"] for one in first["replies"]], first["more"]) == (["**answer** 0", "**answer** 1"], True)
    assert {name: first["replies"][0][name] for name in ("customer", "conversation", "text", "reached", "automatic")} == {
        "customer": "42", "conversation": "order-1", "text": "answer 0", "reached": "sent", "automatic": False,
    }  # fmt: skip
    rest = program.get("replies/", after=first["after"]).json()
    assert ([one["text"] for one in rest["replies"]], program.get("replies/", after=rest["after"]).json()["replies"]) == (["answer 2"], [])
    assert program.get("replies/", after="x").status_code == 400


def test_where_rows_may_become_visible_out_of_order_answers_wait_until_they_have_settled(program, case, cast, send_all, monkeypatch):
    monkeypatch.setattr(replies, "SETTLES", timedelta(hours=1))
    reply(case, "answer", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    assert len(program.get("replies/").json()["replies"]) == (0 if connection.vendor == "postgresql" else 1)


@pytest.mark.practice("P10")
def test_a_yes_that_a_program_tells_of_confirms_nothing_and_one_that_the_customers_device_signed_does(program, channel, case, cast, read_all):
    answer_case(case, "It is there.", by=cast.sara, dedupe_key="k1", delay=0)
    stands = []
    for who, text in ((program, "Thank you!"), (program, "Yes, it is settled."), (Device(channel.pk, "42"), "Yes, it is settled.")):
        who.say(text, conversation="order-1", **({"customer": None} if who is not program else {}))
        read_all()
        case.refresh_from_db()
        stands.append((case.state, Asking.objects.order_by("pk").first().state))
    assert stands == [("answered", "open"), ("answered", "open"), ("confirmed", "yes")]
    assert [one.remarks for one in case.messages.filter(direction="in").order_by("pk")[1:]] == [[REPORTED, STAYS_SETTLED], [REPORTED, YES_REPORTED], []]


def test_a_no_that_a_program_tells_of_opens_the_case(program, case, cast, read_all):
    answer_case(case, "It is there.", by=cast.sara, dedupe_key="k1", delay=0)
    program.say("No, it is still broken.", conversation="order-1")
    read_all()
    case.refresh_from_db()
    assert (case.state, Asking.objects.get().state) == ("open", "no")


def test_a_device_sees_its_own_customers_answers_alone(channel, case, cast, send_all):
    reply(case, "for 42", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    assert [len(Device(channel.pk, user).get("replies/").json()["replies"]) for user in ("42", "43")] == [1, 0]


def test_files_are_handed_out_to_who_may_read_the_answer(program, channel, case, cast, send_all):
    reply(case, "see", by=cast.sara, dedupe_key="k1", delay=0, files=[store_file("رسید.pdf", "application/pdf", b"%PDF")])
    send_all()
    [one] = program.get("replies/").json()["replies"]
    path = one["files"][0]["url"].partition("/api/v1/")[2]
    answer = program.get(path)
    assert (answer.status_code, b"".join(answer.streaming_content), answer["Content-Disposition"].partition(";")[0]) == (200, b"%PDF", "attachment")
    assert [Device(channel.pk, "43").get(path).status_code, program.get(path.replace("/0/", "/1/")).status_code] == [404, 404]


@pytest.mark.reliability("F2")
def test_how_far_an_answer_got_goes_on_and_never_back(program, case, cast, send_all):
    reply(case, "hello", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    [one] = program.get("replies/").json()["replies"]
    at = f"replies/{one['id']}/receipts/"
    assert [program.post(at, {"reached": state}).json()["reached"] for state in ("delivered", "read", "delivered")] == ["delivered", "read", "read"]
    assert (program.post(at, {"reached": "lost"}).status_code, program.post("replies/x/receipts/", {"reached": "read"}).status_code) == (400, 404)
    assert Delivery.objects.get().reached == 3


# --- Told to the program ---------------------------------------------------------------------------------------------------
@pytest.fixture
def listener():
    """A program on loopback that is told; answers what `status` says."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append((dict(self.headers), body))
            self.send_response(Handler.status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/replies", told, Handler
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hooked(channel, cast, listener, own_folders):
    """The channel, telling its program of answers."""
    settings = {**channel.settings, "deliver": "hook", "deliver_url": listener[0]}
    return change_channel(channel, by=cast.admin, department=cast.support, settings=settings)


def test_an_answer_is_told_with_a_signature_that_the_program_can_check(hooked, listener, program, case, cast, send_all):
    reply(case, "It comes tomorrow.", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    [(headers, body)] = listener[1]
    wanted = hmac.new(SECRET.encode(), f"{headers['Sandali-Timestamp']}.".encode() + body, hashlib.sha256).hexdigest()
    said = json.loads(body)
    assert (headers["Sandali-Signature"], said["event"], said["reply"]["text"]) == (f"sha256={wanted}", "reply", "It comes tomorrow.")
    assert (headers["Sandali-Id"], Delivery.objects.get().state) == (said["reply"]["id"], "sent")


@pytest.mark.parametrize(("status", "state"), [(204, "sent"), (500, "queued"), (404, "queued"), (429, "queued"), (302, "queued"), (410, "failed")])
def test_what_the_program_answers_says_what_becomes_of_it(hooked, listener, program, case, cast, send_all, status, state):
    listener[2].status = status
    reply(case, "hello", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    assert (Delivery.objects.get().state, len(listener[1])) == (state, 1)


@pytest.mark.reliability("J3")
def test_nothing_is_told_to_our_own_network(hooked, listener, program, case, cast, send_all, monkeypatch):
    monkeypatch.delenv("SANDALI_PRIVATE_HOSTS")
    reply(case, "hello", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    assert (Delivery.objects.get().state, listener[1]) == ("queued", [])

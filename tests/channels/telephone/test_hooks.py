"""What a telephone system tells at our address: signed, lately, each thing once, in whatever order (RELIABILITY F1, F4, F7)."""

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
from sandali.cases.models import Call, CallState, Case, Direction, Message, Outcome
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival
from sandali.exchange import hooks
from sandali.resolution.models import Promise, Promised
from tests.phones import SECRET, call_of, signed

# SANDALI_EVENTS=1000 is what RELIABILITY asks for: a thousand calls, and several minutes.
CALLS = int(os.environ.get("SANDALI_EVENTS", "12"))


@pytest.fixture(autouse=True)
def nobody_knocked():
    """Counts of other tests are not these tests'."""
    hooks.WRONG.forget()
    hooks.TOLD.forget()
    hooks._good.clear()


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_only_who_signs_the_very_bytes_lately_comes_in(client, address):
    body = json.dumps(call_of("a")).encode()
    now = time.time()
    asked = [
        (body, signed(body)), (body, {}), (body + b" ", signed(body)), (body, signed(body, secret="another-secret-of-thirty-two-characters")),
        (body, signed(body, at=now - 301)), (body, signed(body, at=now + 400)), (body, signed(body) | {"X-Sandali-Timestamp": str(int(now) + 1)}),
        (body, signed(body) | {"X-Sandali-Timestamp": "x"}), (body, {"X-Sandali-Signature": signed(body)["X-Sandali-Signature"]}),
    ]  # fmt: skip
    answers = [client.post(address, content, content_type="application/json", headers=given).status_code for content, given in asked]
    assert (answers, Arrival.objects.count()) == ([200] + [404] * 8, 3)


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_the_secret_behind_the_address_is_no_signature(client, phone, address):
    answer = client.post(f"{address}{secrets_of(phone)['hook_secret']}/", b"{}", content_type="application/json")
    assert (answer.status_code, client.get(address).status_code, Arrival.objects.count()) == (404, 405, 0)


@pytest.mark.django_db
@pytest.mark.reliability("J6")
def test_neither_secret_nor_address_is_logged(client, tell, take, phone, caplog):
    caplog.set_level(logging.DEBUG, logger="sandali")
    tell(*call_of("a"))
    client.post("/hooks/0/", b"{}", content_type="application/json")
    take()
    kept = secrets_of(phone)
    assert [name for name in (SECRET, kept["hook_token"], kept["hook_secret"]) if name in caplog.text] == []


@pytest.mark.django_db
def test_what_nobody_understands_is_kept_and_set_aside(client, address):
    body = b'{"hello": "world"}'
    assert client.post(address, body, content_type="application/json", headers=signed(body)).status_code == 200
    read_arrivals.func()
    assert Arrival.objects.get().state == "quarantined"


@pytest.mark.django_db
def test_the_end_waits_for_what_belongs_before_it(tell):
    events = call_of("a")
    tell(events[2], events[0])
    read_arrivals.func()
    assert Call.objects.count() == 0  # nothing of this call is read while its end settles


def everything(count: int) -> list[dict]:
    """The calls of a day: of forty customers, every third one missed, some to two telephones, a few of withheld numbers."""
    said = []
    for n in range(count):
        number = "anonymous" if n % 10 == 9 else f"0912{n % 40:07d}"
        events = call_of(f"c{n}", number=number, answered=n % 3 != 0, extension="204" if n % 2 else "205", began=1_763_000_000 + 300 * n)
        if n % 4 == 0:
            events.insert(1, {**events[0], "sequence": 10, "extension": "206"})
        said += events
    return said


def tell_all(wanted: list[dict], at: str) -> list[int]:
    """Each five times, shuffled, eight at once."""
    bodies = [json.dumps(one).encode() for one in wanted] * 5
    random.Random(7).shuffle(bodies)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda body: Client().post(at, body, content_type="application/json", headers=signed(body)).status_code, bodies))
        list(pool.map(lambda _n: (time.sleep(0.05), connections.close_all()), range(8)))
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "F2", "F7")
def test_calls_each_event_five_times_shuffled_eight_at_once_are_each_one_call(phone, address, take, monkeypatch):
    monkeypatch.setattr(hooks.TOLD, "most", 1_000_000)
    wanted = everything(CALLS)
    answers = tell_all(wanted, address)
    assert (set(answers), len(answers), Arrival.objects.count()) == ({200}, 5 * len(wanted), len(wanted))
    take()
    expected = {
        f"c{n}": (CallState.OVER, "" if n % 10 == 9 else Outcome.TALKED if n % 3 else Outcome.MISSED, sorted({"204" if n % 2 else "205", *(["206"] if n % 4 == 0 else [])}))
        for n in range(CALLS)
    }  # fmt: skip
    assert {one.call_id: (one.state, one.outcome, one.extensions) for one in Call.objects.all()} == expected
    known = [n for n in range(CALLS) if n % 10 != 9]
    assert Message.objects.filter(direction=Direction.CALL).count() == len(known)
    assert Case.objects.count() == len({n % 40 for n in known})
    owed = Promise.objects.filter(state=Promised.OPEN)
    assert owed.count() == owed.values("customer").distinct().count()  # whoever called often is owed one call
    assert all(one.message.call.outcome == Outcome.MISSED for one in owed.select_related("message__call"))

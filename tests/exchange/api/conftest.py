"""A channel for a program, the program, and its customers' devices."""

import hashlib
import hmac
import time
from datetime import timedelta

import pytest
from django.test import Client

from tests.channels.conftest import own_folders

__all__ = ["own_folders"]
SECRET = "a secret of thirty-two characters"


class Program:
    """Something that calls with a token."""

    def __init__(self, token):
        self.client, self.headers, self.count = Client(), {"Authorization": f"Bearer {token}", "Accept-Language": "en"}, 0

    def say(self, text="hello", *, key="", headers=(), **fields):
        self.count += 1
        body = {"customer": {"id": "42", "name": "Mina"}, "text": text, **fields}
        given = {**self.headers, "Idempotency-Key": key or f"key-{id(self)}-{self.count}", **dict(headers)}
        return self.client.post("/api/v1/messages/", {name: value for name, value in body.items() if value is not None}, content_type="application/json", headers=given)

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path, body):
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=self.headers)


class Device(Program):
    """A customer's own device, with a signature that the program made for it."""

    def __init__(self, channel, user, *, secret=SECRET, expires=None):
        super().__init__("")
        until = int(time.time()) + 600 if expires is None else expires
        code = hmac.new(secret.encode(), f"user\n{user}\n{until}".encode(), hashlib.sha256).hexdigest()
        self.headers["Authorization"] = f'Sandali channel={channel}, user="{user}", expires={until}, signature={code}'


@pytest.fixture(autouse=True)
def no_counts():
    """What the tests before counted is not this test's."""
    from sandali.exchange.api.entering import CALLS, OWN_CALLS, WRONG

    for limit in (CALLS, OWN_CALLS, WRONG):
        limit.forget()


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """On PostgreSQL answers are held back until none with a smaller number can still come; here nobody else writes."""
    from sandali.exchange.api import replies

    monkeypatch.setattr(replies, "SETTLES", timedelta(0))


@pytest.fixture
def channel(cast, own_folders):
    """A channel for a program that asks for its answers."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    return create_channel(kind="api", name="App", by=cast.admin, department=cast.support, settings={"deliver": "cursor"}, secrets={"signing_secret": SECRET})


@pytest.fixture
def program(channel, cast):
    """The program."""
    from sandali.channels.api.tokens import make_token

    return Program(make_token(channel, by=cast.admin))


@pytest.fixture
def read_all():
    """Has everything read that arrived."""
    from sandali.cases.jobs import read_arrivals

    return read_arrivals.func


@pytest.fixture
def send_all():
    """Sends everything that waits to leave."""
    from sandali.channels.actions import send_delivery
    from sandali.channels.models import Delivery, DeliveryState

    def send():
        waiting = list(Delivery.objects.filter(state=DeliveryState.QUEUED).order_by("pk"))
        Delivery.objects.filter(state=DeliveryState.QUEUED).update(not_before="2020-01-01T00:00Z")
        return [send_delivery(one.pk) for one in waiting]

    return send

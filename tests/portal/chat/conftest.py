"""A chat, a browser that writes in it, and everything that arrived read or sent."""

import hashlib
import hmac
from urllib.parse import quote

import pytest
from django.test import Client

KEY = "c" * 32
TOKEN = "T" * 43
SECRET = "a secret of thirty-two characters"
SHOP = "https://shop.example"


class Browser:
    """One visitor's window, without its scripts."""

    def __init__(self, key=KEY, token=TOKEN, user="", secret=SECRET, language="fa"):
        self.client, self.at = Client(), f"/chat/{key}"
        self.headers = {"X-Visitor": token, "X-Language": language, "Accept": "application/json"}
        if user:
            self.headers |= {"X-User": quote(user), "X-Signature": hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()}
        self.number = 0

    def write(self, text="", *, id="", headers=(), **fields):
        self.number += 1
        body = {"text": text, "id": id or f"number-{id_of(self)}-{self.number}", **fields}
        return self.client.post(f"{self.at}/messages/", body, headers={**self.headers, **dict(headers)})

    def thread(self, **query):
        return self.client.get(f"{self.at}/thread/", query, headers=self.headers).json()

    def press(self, data, *, id="press-0001", client=None):
        return (client or self.client).post(f"{self.at}/presses/", {"id": id, "data": data}, headers=self.headers)

    def see(self, *numbers):
        return self.client.post(f"{self.at}/seen/", {"number": numbers}, headers=self.headers)


def id_of(browser):
    """Something of its own for each browser."""
    return hashlib.sha256(repr(sorted(browser.headers.items())).encode()).hexdigest()[:8]


@pytest.fixture
def chat(cast):
    """A chat on two websites, with people to choose."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    return create_channel(
        kind="webchat", name="Website", by=cast.admin, department=cast.support,
        settings={"key": KEY, "origins": [SHOP, "http://localhost:9000"], "shows_people": True, "colour": "#0b6e69", "greeting_fa": "سلام، در خدمتیم."},
        secrets={"signing_secret": SECRET},
    )  # fmt: skip


@pytest.fixture
def browser(chat):
    """Somebody in front of the window."""
    return Browser()


@pytest.fixture
def read_all():
    """Has everything read that arrived."""
    from sandali.cases.jobs import read_arrivals

    return read_arrivals.func


@pytest.fixture
def send_all():
    """Sends everything that waits to leave, and does what else waits to be done."""
    from sandali.channels.actions import send_delivery
    from sandali.channels.models import Delivery, DeliveryState

    def send():
        waiting = list(Delivery.objects.filter(state=DeliveryState.QUEUED).order_by("pk"))
        Delivery.objects.filter(state=DeliveryState.QUEUED).update(not_before="2020-01-01T00:00Z")
        return [send_delivery(one.pk) for one in waiting]

    return send

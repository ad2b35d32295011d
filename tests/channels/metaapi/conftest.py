"""Meta's servers on loopback, and the way in which Meta signs what it tells."""

import hashlib
import hmac
import json

import pytest

from tests.channels.metaapi.graph_server import ACCOUNT_ID, INSTAGRAM_ID, PHONE_ID, SECRET, TOKEN, GraphServer


@pytest.fixture
def graph(own_folders, settings):
    """The server; our own address is one that Meta could reach."""
    settings.PUBLIC_URL = "https://desk.example"
    server = GraphServer().start()
    yield server
    server.stop()


@pytest.fixture
def whatsapp(cast, graph):
    """A channel with a number there."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    return create_channel(
        kind="whatsapp", name="WhatsApp", by=cast.admin, department=cast.support, secrets={"token": TOKEN, "app_secret": SECRET},
        settings={"server": graph.url, "receive": "hook", "phone_number_id": PHONE_ID, "account_id": ACCOUNT_ID},
    )  # fmt: skip


@pytest.fixture
def instagram(cast, graph):
    """A channel with an account there."""
    from sandali.channels.setup import create_channel

    return create_channel(
        kind="instagram", name="Instagram", by=cast.admin, department=cast.support, secrets={"token": TOKEN, "app_secret": SECRET},
        settings={"server": graph.url, "receive": "hook", "account_id": INSTAGRAM_ID},
    )  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_knocked():
    """Counts of other tests are not these tests'."""
    from sandali.exchange import hooks

    hooks.WRONG.forget()
    hooks.TOLD.forget()
    hooks._good.clear()


def signature(body: bytes, secret: str = SECRET) -> str:
    """As Meta signs a body."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def address(channel) -> str:
    """Where a channel's hook listens."""
    from sandali.channels.email.servers import secrets_of

    return f"/hooks/{secrets_of(channel)['hook_token']}/"


@pytest.fixture
def tell(client):
    """Tells a channel's hook as Meta does; returns the statuses."""

    def told(channel, *bodies, **headers):
        raw = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in bodies]
        return [
            client.post(address(channel), one, content_type="application/json", headers={"X-Hub-Signature-256": signature(one)} | headers).status_code
            for one in raw
        ]

    return told


@pytest.fixture
def read_all():
    """Has everything read that arrived, also what settles."""
    from sandali.cases.jobs import read_arrivals
    from sandali.channels.models import Arrival

    def read():
        Arrival.objects.update(read_after=None)
        return read_arrivals.func()

    return read

"""A bot's server on loopback, and channels whose bot lives there."""

import pytest

from tests.channels.botapi.bot_server import TOKEN, BotServer


@pytest.fixture
def bots(own_folders):
    """The server."""
    server = BotServer().start()
    yield server
    server.stop()


@pytest.fixture
def make_bot(cast, bots):
    """Makes a channel of a kind whose bot lives on the server."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    def make(kind="telegram", *, receive="hook", **settings):
        return create_channel(
            kind=kind, name="Simorgh", by=cast.admin, department=cast.support, settings={"server": bots.url, "receive": receive, "bot": "123456789", **settings},
            secrets={"token": TOKEN},
        )  # fmt: skip

    return make


@pytest.fixture
def telegram(make_bot):
    """A Telegram channel."""
    return make_bot()


@pytest.fixture
def tell(client):
    """Tells a channel's hook of updates as the provider does; returns the statuses."""
    from sandali.channels.email.servers import secrets_of

    def told(channel, *updates, **headers):
        from tests.channels.botapi.updates_made import body

        kept = secrets_of(channel)
        at = f"/hooks/{kept['hook_token']}/"
        if channel.kind == "bale":
            at += f"{kept['hook_secret']}/"
        else:
            headers.setdefault("X-Telegram-Bot-Api-Secret-Token", kept["hook_secret"])
        return [client.post(at, body(one), content_type="application/json", headers=headers).status_code for one in updates]

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


@pytest.fixture
def send_all():
    """Sends everything that waits to leave."""
    from sandali.channels.actions import send_delivery
    from sandali.channels.models import Delivery, DeliveryState

    def send():
        waiting = Delivery.objects.filter(state=DeliveryState.QUEUED).order_by("pk")
        Delivery.objects.update(not_before="2020-01-01T00:00Z")
        return [send_delivery(one.pk) for one in waiting]

    return send

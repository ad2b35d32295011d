"""Providers on loopback, channels with an account there, and customers who are reached by them."""

import pytest

from tests.channels.sms.other_servers import GhasedakServer, MelipayamakServer, OwnServer, SmsirServer
from tests.channels.sms.sms_server import KEY, LINE, KavenegarServer

SERVERS = {"kavenegar": KavenegarServer, "smsir": SmsirServer, "melipayamak": MelipayamakServer, "ghasedak": GhasedakServer, "http": OwnServer}


def own_of(server, provider):
    """What only one provider needs."""
    described = {**OwnServer.SETTINGS, "send_url": f"{server.url}/send", "status_url": f"{server.url}/state?id={{message}}"}
    return {"melipayamak": {"username": MelipayamakServer.username}, "http": described}.get(provider, {})


@pytest.fixture
def start(own_folders):
    """Starts a provider's server."""
    started = []

    def make(provider="kavenegar"):
        started.append(SERVERS[provider]().start())
        return started[-1]

    yield make
    for server in started:
        server.stop()


@pytest.fixture
def kavenegar(start):
    """Kavenegar."""
    return start("kavenegar")


@pytest.fixture
def make_sms(cast):
    """Makes a channel whose account is on a server."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    def make(server, provider="kavenegar", *, receive="poll", key=KEY, **settings):
        return create_channel(
            kind="sms", name="SMS", by=cast.admin, department=cast.support, address=LINE, secrets={"key": key},
            settings={"provider": provider, "server": server.url, "line": LINE, "receive": receive, "region": "IR", **own_of(server, provider), **settings},
        )  # fmt: skip

    return make


@pytest.fixture
def sms(make_sms, kavenegar):
    """A channel with an account at Kavenegar."""
    return make_sms(kavenegar)


@pytest.fixture
def case(sms, kavenegar):
    """A case that a customer opened by a short message."""
    from sandali.cases.jobs import read_arrivals
    from sandali.cases.models import Case
    from sandali.channels.polling import poll_channel

    kavenegar.write("09123456789", "سلام، سفارشم نرسیده", number=501)
    poll_channel(sms)
    read_arrivals.func()
    return Case.objects.get()


@pytest.fixture
def answer(case, cast):
    """Writes an answer in that case; returns its delivery."""
    from sandali.cases.actions import reply
    from sandali.channels.models import Delivery

    made = iter(range(1, 1000))

    def write(text="فردا می‌رسد."):
        message = reply(case, text, by=cast.sara, dedupe_key=f"k{next(made)}", delay=0)
        return Delivery.objects.get(pk=message.delivery_id)

    return write


@pytest.fixture
def later():
    """Moves what is to be asked into the past, so that it is due."""
    from sandali.channels.models import Delivery, DeliveryPart

    def move():
        Delivery.objects.filter(ask_at__isnull=False).update(ask_at="2020-01-01T00:00Z")
        DeliveryPart.objects.filter(ask_at__isnull=False).update(ask_at="2020-01-01T00:00Z")

    return move

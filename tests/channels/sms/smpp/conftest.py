"""A message centre, a channel bound to it, and somebody who holds the line."""

import threading
from contextlib import contextmanager

import pytest

from tests.channels.sms.smpp.smsc import NAME, PASSWORD, Smsc
from tests.program import until


@pytest.fixture
def smsc(own_folders):
    """The centre."""
    server = Smsc().start()
    yield server
    server.stop()


@pytest.fixture
def smpp(cast, smsc):
    """A channel with a line to it."""
    from sandali.channels.setup import create_channel

    return create_channel(
        kind="sms", name="SMS", by=cast.admin, department=cast.support, address="10004346", secrets={"key": PASSWORD},
        settings={
            "provider": "smpp", "line": "10004346", "username": NAME, "smpp_host": "127.0.0.1", "smpp_port": smsc.port, "smpp_security": "none",
            "receive": "smpp", "region": "IR",
        },
    )  # fmt: skip


@pytest.fixture
def hold(smpp, smsc, monkeypatch):
    """Holds the channel's line for the length of a block."""
    from sandali.channels import listening as listeners
    from sandali.channels.sms.sending import needed_account
    from sandali.channels.sms.smpp import listening
    from sandali.channels.sms.smpp.line import line_of

    @contextmanager
    def holding():
        monkeypatch.setattr(listeners, "LOOK_FOR_CHANNELS", 0.05)
        monkeypatch.setattr(listening, "STEP", 0.05)
        stopping = threading.Event()
        thread = listening.start_holding(stopping)
        until(smsc.listens.is_set, "somebody who is bound")
        until(lambda: line_of(needed_account(smpp)) is not None, "a line that is lent")
        try:
            yield smsc
        finally:
            stopping.set()
            thread.join(20)

    return holding


@pytest.fixture
def held(hold):
    """The same until the end of the test."""
    with hold() as smsc:
        yield smsc

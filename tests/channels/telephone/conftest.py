"""A telephone system, how it tells of calls, and how they are taken in."""

import json

import pytest

from tests.phones import make_phone, signed


@pytest.fixture
def phone(cast, own_folders):
    """A telephone system that signs."""
    return make_phone(cast)


@pytest.fixture
def address(phone):
    """The system's address of ours."""
    from sandali.channels.email.servers import secrets_of

    return f"/hooks/{secrets_of(phone)['hook_token']}/"


@pytest.fixture
def tell(client, address):
    """Tells of calls as the system does; returns the answer's status."""

    def post(*events: dict) -> int:
        body = json.dumps({"events": list(events)}).encode()
        return client.post(address, body, content_type="application/json", headers=signed(body)).status_code

    return post


@pytest.fixture
def take(phone):
    """Takes in everything that was told, without waiting for what might still come before it."""
    from sandali.cases.jobs import read_arrivals
    from sandali.channels.models import Arrival

    def read() -> int:
        Arrival.objects.update(read_after=None)
        return read_arrivals.func()

    return read

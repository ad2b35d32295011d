"""Signed-in clients for the settings' tests."""

import pytest
from django.test import Client


@pytest.fixture
def admin(cast):
    """The administrator's browser."""
    client = Client()
    client.force_login(cast.admin)
    return client


@pytest.fixture
def agent(cast):
    """Sara's browser: an agent, who manages nothing."""
    client = Client()
    client.force_login(cast.sara)
    return client


@pytest.fixture
def lead(cast):
    """A lead's browser: may see what could not be read, and nothing else here."""
    cast.reza.role = "lead"
    cast.reza.save()
    client = Client()
    client.force_login(cast.reza)
    return client

"""Programs with tokens: the package `sandali_client`, whose requests go to Django without a network."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from django.test import Client
from django.utils import timezone
from sandali_client import Sandali

from tests.channels.conftest import own_folders

__all__ = ["own_folders"]

SOON = f"{timezone.now() + timedelta(days=30):%Y-%m-%dT00:00:00Z}"  # a moment that one may promise, remind or snooze until


class ToDjango(httpx.BaseTransport):
    """Hands a request to Django, which keeps this test's connection to the database."""

    def handle_request(self, request):
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length", "content-type", "connection")}
        content_type = request.headers.get("content-type", "application/octet-stream")
        answer = Client().generic(request.method, request.url.raw_path.decode(), request.read(), content_type, headers=headers)
        return httpx.Response(answer.status_code, headers=list(answer.headers.items()), content=b"".join(answer) if answer.streaming else answer.content)


@pytest.fixture(autouse=True)
def no_counts():
    """What the tests before counted is not this test's."""
    from sandali.exchange.rest.entering import CALLS, WRONG

    for limit in (CALLS, WRONG):
        limit.forget()


def token_of(person, *scopes, days=30):
    """A token of somebody's, good for everything unless scopes are named."""
    from sandali.company.actions import make_api_token
    from sandali.company.scopes import SCOPES

    return make_api_token(person, name="A program", scopes=scopes or SCOPES, days=days)[1]


def program_of(person, *scopes, language="en"):
    """A program that acts as somebody."""
    return Sandali("http://localhost", token_of(person, *scopes), language=language, tries=1, transport=ToDjango())


@pytest.fixture
def sara(cast, own_folders):
    """A program that acts as Sara."""
    return program_of(cast.sara)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """On PostgreSQL events are held back until none with a smaller number can still come; here nobody else writes."""
    from sandali.automation import feed

    monkeypatch.setattr(feed, "SETTLES", timedelta(0))

"""A person with a real password, and mails that are sent."""

import re

import pytest
from django.core import mail
from django.test import Client

from sandali.history import queue
from tests.cast import PASSWORD


@pytest.fixture
def sara(cast):
    """Sara, who can sign in with PASSWORD."""
    cast.sara.set_password(PASSWORD)
    cast.sara.save()
    return cast.sara


@pytest.fixture
def sign_in():
    """Sign in by the page: client, e-mail, password → the answer."""

    def go(client: Client, email: str, password: str = PASSWORD, **more):
        headers = more.pop("headers", {})
        return client.post("/account/login/", {"login": email, "password": password, **more}, headers=headers)

    return go


@pytest.fixture
def run_jobs(db):
    """Do all waiting jobs, as the worker would; returns the mails sent by them."""

    def go() -> list:
        before = len(mail.outbox)
        while (job := queue.claim("test")) is not None:
            queue.run(job)
            job.refresh_from_db()
            assert job.state == "done", job.last_error
        return mail.outbox[before:]

    return go


@pytest.fixture
def link_in():
    """The path of the link in a mail."""
    return lambda message: re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]

"""A mail server and a push service on loopback, and a case whose owner wants to be told of everything."""

import pytest

from sandali.history.models import MailWay
from tests.attention import wants
from tests.browser_push import PushService
from tests.cast import make_case
from tests.channels.email.smtp_server import ScriptedSmtp


@pytest.fixture
def smtp(settings):
    """The mail server that system mail goes to."""
    server = ScriptedSmtp()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", server.port, "desk@simorgh.example"
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()


@pytest.fixture
def service(monkeypatch):
    """A push service that our requests may reach."""
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "127.0.0.0/8")
    found = PushService()
    found.start()
    yield found
    found.stop()


@pytest.fixture
def case(cast):
    """A case of Sara's, who wants every kind by mail at once."""
    wants(cast.sara, MailWay.AT_ONCE)
    return make_case(cast, assignee=cast.sara)

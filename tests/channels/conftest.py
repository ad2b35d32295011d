"""Servers on loopback and a channel that uses them."""

import pytest

from tests.channels.email.imap_server import ScriptedImap
from tests.channels.email.smtp_server import ScriptedSmtp


@pytest.fixture
def own_folders(settings, tmp_path, monkeypatch):
    """Files and spool of this test alone; the operator allows servers on this machine."""
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    settings.ROOM_MINIMUM = 0
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "127.0.0.0/8,::1/128")
    return tmp_path


@pytest.fixture
def imap(own_folders):
    """A scripted IMAP server."""
    server = ScriptedImap()
    yield server
    server.close()


@pytest.fixture
def smtp(own_folders):
    """A scripted SMTP server."""
    server = ScriptedSmtp()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def channel(cast, imap, smtp):
    """The cast's e-mail channel, with both servers set up."""
    from sandali.channels.setup import change_channel  # models load only once Django is set up

    settings = {
        "imap_host": "127.0.0.1", "imap_port": imap.port, "imap_security": "none",
        "smtp_host": "127.0.0.1", "smtp_port": smtp.port, "smtp_security": "none",
    }  # fmt: skip
    secrets = {"imap_password": imap.password}
    return change_channel(cast.channel, by=cast.admin, department=cast.support, settings=settings, secrets=secrets)


@pytest.fixture
def letter():
    """Makes the bytes of a plain mail; every call another one."""
    made = iter(range(1, 10**6))

    def make(text: str = "hello", *, sender: str = "mina@example.com", headers: str = "", subject: str = "Question") -> bytes:
        number = next(made)
        return (
            f"From: Mina <{sender}>\r\nTo: support@simorgh.example\r\nSubject: {subject} {number}\r\n"
            f"Message-ID: <mail-{number}@example.com>\r\n{headers}\r\n{text} {number}\r\n"
        ).encode()

    return make

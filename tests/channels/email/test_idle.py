"""Listening to a mailbox, a real Dovecot, and two processes at one mailbox."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from sandali.channels.email import fetching, idle, wire
from sandali.channels.models import Arrival, Channel, MailCursor
from tests.migrated import lay_migrated

ROOT = Path(__file__).resolve().parents[3]


def fetch(channel: Channel) -> bool:
    return fetching.fetch_mailbox(Channel.objects.get(pk=channel.pk))


def test_listening_takes_new_mail_without_a_poll_and_stops_when_told(channel, imap, letter):
    fetch(channel)
    stopping = threading.Event()
    with fetching.lease_of(channel) as lease:
        threading.Timer(0.3, lambda: imap.add(letter())).start()
        threading.Timer(1.5, stopping.set).start()
        start = time.monotonic()
        idle.listen(channel, lease, stopping)
    assert 1.0 < time.monotonic() - start < 90
    assert Arrival.objects.count() == 1
    assert imap.logins == 2  # the first connection and this one
    assert MailCursor.objects.get().lease_owner == ""


# --- A real server ----------------------------------------------------------------------------------------------------
def test_a_real_dovecot_over_tls_gives_its_mail_and_news(cast, own_folders, dovecot, letter, monkeypatch):
    from sandali.channels.setup import create_channel

    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    wire.trust.cache_clear()
    settings = {
        "imap_host": "localhost", "imap_port": dovecot.tls_port, "imap_security": "tls", "imap_username": "fetch1",
        "imap_after": "move", "imap_move_to": "INBOX/Done",
    }  # fmt: skip
    made = create_channel(
        kind="email", name="Real", address="real@simorgh.example", by=cast.admin, settings=settings,
        secrets={"imap_password": dovecot.password},
    )  # fmt: skip
    dovecot.deliver("fetch1", letter("there before"))
    made.created_at += timedelta(seconds=5)  # the server's dates have whole seconds, and the test is quicker than one
    made.save(update_fields=["created_at"])
    fetch(made)
    made.refresh_from_db()
    assert (made.last_error, Arrival.objects.count()) == ("", 0)
    raws = [letter(), letter("سلام، خوبید؟")]
    for raw in raws:
        dovecot.deliver("fetch1", raw)
    fetch(made)
    assert sorted(Arrival.objects.values_list("size", flat=True)) == sorted(map(len, raws))
    wire.trust.cache_clear()


@pytest.mark.parametrize(("security", "port"), [("starttls", "port"), ("none", "port")])
def test_a_real_dovecot_with_and_without_starttls(cast, own_folders, dovecot, letter, monkeypatch, security, port):
    from sandali.channels.email.testing import test_connection

    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    wire.trust.cache_clear()
    settings = {"imap_host": "localhost", "imap_port": getattr(dovecot, port), "imap_security": security, "imap_username": "fetch2"}
    steps = test_connection(settings, {"imap_password": dovecot.password}, "x@simorgh.example")
    assert [(step.name, step.ok) for step in steps] == [
        ("imap-name", True), ("imap-connect", True), ("imap-login", True), ("imap-folder", True),
    ]  # fmt: skip
    steps = test_connection(settings, {"imap_password": "wrong"}, "x@simorgh.example")
    assert [(step.name, step.ok) for step in steps] == [("imap-name", True), ("imap-connect", True), ("imap-login", False)]
    wire.trust.cache_clear()


# --- Two processes ----------------------------------------------------------------------------------------------------
SCRIPT = """
import sys, time, django; django.setup()
from sandali.channels.models import Channel
from sandali.channels.email.fetching import fetch_mailbox
channel, deadline = Channel.objects.get(), time.monotonic() + 50
while fetch_mailbox(channel) or channel.cursors.get().last_uid < 120:
    if time.monotonic() > deadline:
        sys.exit("not everything was taken in time")
    time.sleep(0.02)  # while the other one has the mailbox
"""


@pytest.mark.reliability("A1")
def test_two_fetchers_started_at_once_take_120_mails_each_once(imap, letter, tmp_path):
    lay_migrated(tmp_path)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "sandali.settings", "SANDALI_DATA": str(tmp_path), "PYTHONPATH": str(ROOT),
        "SANDALI_PRIVATE_HOSTS": "127.0.0.0/8", "SANDALI_DATABASE": "",  # SQLite, in a folder that nobody shares
    }  # fmt: skip
    begin = (
        "import django; django.setup()\n"
        "from sandali.channels.models import Channel; from sandali.channels.setup import write_secrets\n"
        f"channel = Channel.objects.create(kind='email', name='S', slug='s', address='{imap.username}',"
        f" settings={{'imap_host': '127.0.0.1', 'imap_port': {imap.port}, 'imap_security': 'none'}})\n"
        f"write_secrets(channel, {{'imap_password': '{imap.password}'}})\n"
        "from sandali.channels.email.fetching import fetch_mailbox; fetch_mailbox(channel)\n"
    )
    subprocess.run([sys.executable, "-c", begin], env=environment, check=True, cwd=tmp_path)
    for _number in range(120):
        imap.add(letter())
    both = [subprocess.Popen([sys.executable, "-c", SCRIPT], env=environment, cwd=tmp_path) for _number in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    count = "import django; django.setup()\nfrom sandali.channels.models import Arrival; print(Arrival.objects.count())"
    done = subprocess.run([sys.executable, "-c", count], env=environment, check=True, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == "120"
    bodies = [line for line in imap.said if "BODY.PEEK[]" in line]
    assert len(bodies) == len(set(bodies)) == 120

"""A real IMAP server (Debian's Dovecot) and a real SMTP server: mail comes in, is answered, and the answer to that comes home."""

import email
import os
import subprocess
import sys
import threading
import time
from email import policy
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from sandali.cases.actions import reply
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.actions import send_delivery
from sandali.channels.email import fetching, idle
from sandali.channels.models import Arrival, Channel, MailCursor
from sandali.channels.setup import change_channel
from sandali.kit import files
from tests.migrated import lay_migrated

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def mailbox(cast, own_folders, smtp, dovecot, request):
    """Makes the cast's channel fetch from a mailbox of this test's own on Dovecot, and send by the SMTP server."""
    user = request.node.name.split("[")[0][-60:]

    def made(**settings) -> tuple[Channel, str]:
        settings = {
            "imap_host": "localhost", "imap_port": dovecot.port, "imap_security": "none", "imap_username": user,
            "smtp_host": "127.0.0.1", "smtp_port": smtp.port, "smtp_security": "none", **settings,
        }  # fmt: skip
        secrets = {"imap_password": dovecot.password, "smtp_password": smtp.password}
        channel = change_channel(cast.channel, by=cast.admin, department=cast.support, settings=settings, secrets=secrets)
        fetch(channel)  # what comes later is new mail
        return channel, user

    return made


def fetch(channel: Channel) -> bool:
    return fetching.fetch_mailbox(Channel.objects.get(pk=channel.pk))


def other_client(dovecot, user: str) -> MailBoxUnencrypted:
    """Somebody's own mail program at the same mailbox."""
    return MailBoxUnencrypted("localhost", dovecot.port).login(user, dovecot.password)


def flags(dovecot, user: str, folder: str = "INBOX") -> list[tuple[str, ...]]:
    """The flags of each mail of a folder, without those of the server itself."""
    with other_client(dovecot, user) as client:
        client.folder.set(folder)
        return [tuple(flag for flag in mail.flags if flag != "\\Recent") for mail in client.fetch(mark_seen=False)]


@pytest.mark.reliability("A9")
def test_mail_that_another_program_read_or_flagged_comes_in_byte_for_byte_and_stays_as_it_was(mailbox, dovecot, letter):
    channel, user = mailbox()
    raws = [letter("سلام، خوبید؟"), letter("second"), letter("x" * 200_000)]
    for raw in raws:
        dovecot.deliver(user, raw)
    with other_client(dovecot, user) as client:
        assert len(list(client.fetch(mark_seen=True))) == 3  # they read it before we came
    fetch(channel)
    kept = [files.path_of(arrival.sha256).read_bytes() for arrival in Arrival.objects.order_by("id")]
    assert sorted(kept) == sorted(raws)
    dovecot.deliver(user, letter("later"))
    fetch(channel)
    assert (Arrival.objects.count(), sorted(flags(dovecot, user))) == (4, [(), *[("\\Seen",)] * 3])


@pytest.mark.parametrize(("after", "inbox", "done"), [("leave", [()] * 3, 0), ("seen", [("\\Seen",)] * 3, 0), ("move", [], 3)])
def test_what_is_done_with_a_mail_on_the_server_is_what_the_channel_says(mailbox, dovecot, letter, after, inbox, done):
    channel, user = mailbox(imap_username=f"after-{after}", imap_after=after, imap_move_to="Done")
    user = f"after-{after}"
    for _number in range(3):
        dovecot.deliver(user, letter())
    fetch(channel)
    fetch(channel)
    assert (Arrival.objects.count(), flags(dovecot, user)) == (3, inbox)
    with other_client(dovecot, user) as client:
        moved = len(client.numbers()) if client.folder.exists("Done") and client.folder.set("Done") else 0
    assert moved == done


def test_listening_hears_of_a_mail_within_seconds(mailbox, dovecot, letter):
    channel, user = mailbox()
    stopping, came = threading.Event(), []

    def deliver_and_wait() -> None:
        time.sleep(0.5)
        dovecot.deliver(user, letter())
        began = time.monotonic()
        while not (dovecot.mails / user / "Maildir" / "cur").is_dir() or not came and time.monotonic() - began < 60:
            time.sleep(0.05)
        stopping.set()

    whole = fetching.take

    def noticing(*arguments, **more):
        came.append(time.monotonic())
        return whole(*arguments, **more)

    fetching.take = noticing
    try:
        with fetching.lease_of(channel) as lease:
            thread = threading.Thread(target=deliver_and_wait)
            began = time.monotonic()
            thread.start()
            idle.listen(channel, lease, stopping)
            thread.join()
    finally:
        fetching.take = whole
    assert (Arrival.objects.count(), len(came)) == (1, 1)
    assert came[0] - began < 40


@pytest.mark.reliability("A5")
def test_a_mailbox_that_somebody_empties_meanwhile_loses_nothing_that_was_fetched(mailbox, dovecot, letter):
    channel, user = mailbox()
    for _number in range(5):
        dovecot.deliver(user, letter())
    fetch(channel)
    with other_client(dovecot, user) as client:
        client.delete(client.uids())
    dovecot.deliver(user, letter("after"))
    fetch(channel)
    assert (Arrival.objects.count(), MailCursor.objects.get().last_uid) == (6, 6)


def test_a_question_comes_in_is_answered_and_the_answer_to_that_stands_in_the_same_case(cast, mailbox, dovecot, smtp, letter):
    channel, user = mailbox()
    dovecot.deliver(user, letter("سلام، سفارش من نرسید.", subject="order"))
    fetch(channel)
    read_arrivals.func()
    case = Case.objects.get()
    answer = reply(case, "سلام، **فردا** می‌رسد.", by=cast.sara, dedupe_key="one", delay=0)
    send_delivery(answer.delivery_id)
    (taken,) = smtp.taken
    mail = email.message_from_bytes(taken.content, policy=policy.default)
    assert (taken.recipients, mail["In-Reply-To"], "فردا" in mail.get_body(("plain",)).get_content()) == (
        ["mina@example.com"], "<mail-1@example.com>", True,
    )  # fmt: skip
    quoted = "> سلام، فردا می‌رسد."
    back = letter(
        f"ممنون.\r\n\r\nOn Sun, 1 Mar 2026 at 10:20, Support <support@simorgh.example> wrote:\r\n{quoted}",
        headers=f"In-Reply-To: {mail['Message-ID']}\r\nReferences: <mail-1@example.com> {mail['Message-ID']}\r\n",
    )
    dovecot.deliver(user, back)
    fetch(channel)
    read_arrivals.func()
    assert Case.objects.count() == 1
    assert [(message.direction, message.text) for message in Message.objects.order_by("id")] == [
        ("in", "سلام، سفارش من نرسید. 1"), ("out", "سلام، **فردا** می‌رسد."), ("in", "ممنون."),
    ]  # fmt: skip


SCRIPT = """
import django; django.setup()
from sandali.channels.models import Channel
from sandali.channels.email.fetching import fetch_mailbox
channel = Channel.objects.get()
import time
until = time.monotonic() + 90
while time.monotonic() < until and channel.cursors.get().last_uid < 500:
    channel.refresh_from_db()
    fetch_mailbox(channel) or time.sleep(0.05)
print(channel.last_error)
"""
BEGIN = """
import django; django.setup()
from sandali.channels.models import Channel; from sandali.channels.setup import write_secrets
channel = Channel.objects.create(kind='email', name='S', slug='s', address='s@simorgh.example', settings={settings})
write_secrets(channel, {{'imap_password': '{password}'}})
from sandali.channels.email.fetching import fetch_mailbox; fetch_mailbox(channel)
"""
COUNT = "import django; django.setup()\nfrom sandali.channels.models import Arrival; print(Arrival.objects.count(), Arrival.objects.values('sha256').distinct().count())"


@pytest.mark.reliability("A1")
def test_two_fetchers_at_one_dovecot_take_500_mails_each_once(dovecot, letter, tmp_path):
    lay_migrated(tmp_path)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "sandali.settings", "SANDALI_DATA": str(tmp_path), "SANDALI_DATABASE": "", "PYTHONPATH": str(ROOT),
        "SANDALI_PRIVATE_HOSTS": "127.0.0.0/8,::1/128",
    }  # fmt: skip
    settings = {"imap_host": "localhost", "imap_port": dovecot.port, "imap_security": "none", "imap_username": "two"}

    def run(script: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True)

    assert run(BEGIN.format(settings=settings, password=dovecot.password)).wait(60) == 0
    dovecot.deliver("two", letter())
    for number in range(498):  # as `deliver` does, but all of them at once
        (dovecot.mails / "two" / "Maildir" / "new" / f"{number}.many").write_bytes(letter())
        (dovecot.mails / "two" / "Maildir" / "new" / f"{number}.many").chmod(0o666)
    dovecot.deliver("two", letter())
    both = [run(SCRIPT) for _number in range(2)]
    assert [(process.communicate(timeout=120)[0].strip(), process.returncode) for process in both] == [("", 0), ("", 0)]
    assert run(COUNT).communicate(timeout=60)[0].split() == ["500", "500"]

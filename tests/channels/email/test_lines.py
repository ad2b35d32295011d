"""One connection for a run of mails, against a real SMTP server: nothing lost, nothing twice."""

import threading
import time
from dataclasses import replace

import pytest

from sandali.channels.adapter import Outgoing, Party, Refused, TryLater
from sandali.channels.email import lines, sending
from sandali.channels.setup import change_channel

MAIL = Outgoing("l.1@simorgh.example", Party("email", "mina@example.com"), "Sara", "Subject", "Text.", "", "en")


@pytest.fixture
def keeping(monkeypatch, channel):
    """A process that keeps connections; gives the event that stops it."""
    monkeypatch.setattr(lines, "LOOK", 0.02)
    stopping = threading.Event()
    thread = lines.start_keeping(stopping)
    yield stopping
    stopping.set()
    thread.join(10)


def send(channel, number):
    return sending.send(channel, replace(MAIL, message_id=f"l.{number}@simorgh.example"))


def ids(smtp):
    """Which mails the server has, by their Message-IDs."""
    return [taken.content.partition(b"Message-ID: <l.")[2][:1].decode() for taken in smtp.taken]


def eventually(true):
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return true()


def test_a_run_of_mails_logs_in_once_and_says_goodbye_at_the_end(channel, smtp, keeping):
    for number in range(3):
        send(channel, number)
    assert (len(smtp.connections), len(smtp.logins), ids(smtp), smtp.goodbyes) == (1, 1, ["0", "1", "2"], 0)
    keeping.set()
    assert eventually(lambda: smtp.goodbyes == 1)


def test_where_nobody_closes_what_is_idle_each_mail_has_its_own_connection(channel, smtp):
    for number in range(2):
        send(channel, number)
    assert (len(smtp.connections), smtp.goodbyes) == (2, 2)


def test_a_connection_that_nobody_uses_is_closed(channel, smtp, keeping, monkeypatch):
    monkeypatch.setattr(lines, "IDLE_SECONDS", 0.1)
    send(channel, 1)
    assert eventually(lambda: smtp.goodbyes == 1)
    send(channel, 2)
    assert (len(smtp.connections), ids(smtp)) == (2, ["1", "2"])


def test_after_fifty_mails_a_connection_has_done_enough(channel, smtp, keeping, monkeypatch):
    assert (lines.MOST_MAILS, lines.IDLE_SECONDS) == (50, 30.0)
    monkeypatch.setattr(lines, "MOST_MAILS", 2)
    for number in range(5):
        send(channel, number)
    assert (len(smtp.connections), smtp.goodbyes, ids(smtp)) == (3, 2, ["0", "1", "2", "3", "4"])


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(channel, smtp, keeping):
    send(channel, 1)
    smtp.hang_up()
    [line] = lines._idle.values()
    assert line.client.wire.is_readable(5)
    send(channel, 2)
    assert (len(smtp.connections), ids(smtp)) == (2, ["1", "2"])


def test_a_kept_connection_that_breaks_before_the_mail_is_replaced_exactly_once(channel, smtp, keeping):
    send(channel, 1)
    smtp.cuts_at_mail = 1
    send(channel, 2)
    assert (len(smtp.connections), ids(smtp)) == (2, ["1", "2"])
    smtp.cuts_at_mail = 5
    with pytest.raises(TryLater):
        send(channel, 3)
    assert (len(smtp.connections), ids(smtp), smtp.cuts_at_mail) == (3, ["1", "2"], 3)


def test_what_the_server_took_is_never_said_again_when_its_answer_is_lost(channel, smtp, keeping):
    send(channel, 1)
    smtp.cuts_after_data = 1
    with pytest.raises(TryLater):
        send(channel, 2)
    assert (len(smtp.connections), ids(smtp)) == (1, ["1", "2"])
    send(channel, 3)
    assert (len(smtp.connections), ids(smtp)) == (2, ["1", "2", "3"])


@pytest.mark.parametrize("answer", ["421 4.7.0 too many messages in this session", "452 4.5.3 enough of this connection"])
def test_a_server_that_has_enough_of_a_connection_gets_a_new_one(channel, smtp, keeping, answer):
    send(channel, 1)
    smtp.mail_answer = answer
    with pytest.raises(TryLater):
        send(channel, 2)
    assert (len(smtp.connections), smtp.sessions) == (2, 3)


def test_after_a_refusal_the_connection_serves_the_next_mail(channel, smtp, keeping):
    smtp.recipient_answers["mina@example.com"] = "550 5.1.1 no such user"
    for _again in range(2):
        with pytest.raises(Refused):
            send(channel, 1)
    smtp.recipient_answers.clear()
    send(channel, 2)
    assert (len(smtp.connections), ids(smtp)) == (1, ["2"])


def test_another_password_begins_anew(channel, smtp, keeping, cast):
    send(channel, 1)
    smtp.password = "changed"
    changed = change_channel(channel, by=cast.admin, department=cast.support, secrets={"smtp_password": "changed"})
    send(changed, 2)
    assert (len(smtp.connections), smtp.logins, ids(smtp)) == (2, [channel.address] * 2, ["1", "2"])


def test_two_at_once_have_a_connection_each(channel, smtp, keeping):
    send(channel, 1)
    key = next(iter(lines._idle))
    mine = lines.take(key)
    assert (mine is not None, lines.take(key)) == (True, None)
    send(channel, 2)
    with lines.used(key, mine):
        pass
    assert eventually(lambda: (len(smtp.connections), smtp.goodbyes) == (2, 1))

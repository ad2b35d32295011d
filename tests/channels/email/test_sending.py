"""Handing mail to a real SMTP server on loopback, and what its answers mean for the message."""

import socket
import threading
import time
from dataclasses import replace

import pytest

from sandali.channels.adapter import Outgoing, Party, Refused, TryLater
from sandali.channels.email import sending, wire
from sandali.channels.email.testing import test_connection as try_connection

OUTGOING = Outgoing(
    message_id="t.1.abc.mark@simorgh.example",
    to=Party("email", "mina@example.com", "مینا"),
    from_name="Sara",
    subject="About your question",
    text="Hello.\n.\nA line with one dot stood above.",
    html="",
    language="en",
    reply_token="1.mark",
)


def test_a_mail_arrives_as_it_was_written_with_a_log_in(channel, smtp):
    sent = sending.send(channel, OUTGOING)
    (taken,) = smtp.taken
    assert (taken.sender, taken.recipients) == ("support@simorgh.example", ["mina@example.com"])
    assert b"\r\n\r\nHello.\r\n.\r\nA line with one dot stood above.\r\n" in taken.content
    assert smtp.logins == ["support@simorgh.example"]
    assert (sent.external_id, sent.detail) == ("2.0.0 queued as 1", "")


def test_the_plus_address_stands_in_it_only_when_the_channel_has_one(channel, smtp):
    sending.send(channel, OUTGOING)
    channel.settings["plus_addressing"] = True
    sending.send(channel, OUTGOING)
    assert [b"Reply-To: support+1.mark@simorgh.example" in taken.content for taken in smtp.taken] == [False, True]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("550 5.1.1 no such user here", "There is no such address."),
        ("552 5.2.2 mailbox full", "The mailbox is full."),
        ("550 we do not like you", "we do not like you"),
    ],
)
@pytest.mark.reliability("D3")
def test_a_final_no_to_the_recipient_is_refused_with_a_sentence(channel, smtp, settings, answer, reason):
    settings.LANGUAGE_CODE = "en"
    smtp.recipient_answers["mina@example.com"] = answer
    with pytest.raises(Refused) as caught:
        sending.send(channel, OUTGOING)
    assert (caught.value.reason, caught.value.code) == (reason, answer)
    assert smtp.taken == []


@pytest.mark.parametrize("where", ["recipient", "mail", "data"])
@pytest.mark.reliability("D3")
def test_a_temporary_no_is_tried_later_and_is_not_the_channel_s_fault(channel, smtp, where):
    if where == "recipient":
        smtp.recipient_answers["mina@example.com"] = "451 4.7.1 greylisted, come back"
    elif where == "mail":
        smtp.mail_answer = "452 4.3.1 no space"
    else:
        smtp.data_answer = "451 4.3.0 later"
    with pytest.raises(TryLater) as caught:
        sending.send(channel, OUTGOING)
    assert caught.value.channel_fault is False


@pytest.mark.parametrize("answer", ["451 4.3.0 later", "451 4.7.1 greylisted, delivery deferred", "450 no"])
def test_a_server_that_only_says_later_has_not_kept_the_mail_too_long(channel, smtp, settings, answer):
    settings.LANGUAGE_CODE = "en"
    smtp.data_answer = answer
    with pytest.raises(TryLater) as caught:
        sending.send(channel, OUTGOING)
    assert (caught.value.reason, caught.value.code) == ("The recipient's server asks us to try again later.", answer)


def test_a_final_no_no_to_the_content_is_refused(channel, smtp):
    smtp.data_answer = "554 5.7.1 spam detected"
    with pytest.raises(Refused) as caught:
        sending.send(channel, OUTGOING)
    assert caught.value.code == "554 5.7.1 spam detected"


def test_a_refused_copy_does_not_stop_the_mail_and_is_told_of(channel, smtp):
    smtp.recipient_answers["gone@example.com"] = "550 5.1.1 no"
    sent = sending.send(channel, replace(OUTGOING, cc=(Party("email", "gone@example.com"), Party("email", "reza@example.com"))))
    assert smtp.taken[0].recipients == ["mina@example.com", "reza@example.com"]
    assert "gone@example.com" in sent.detail


def test_a_wrong_password_is_the_channel_s_fault_and_may_pass(channel, smtp):
    smtp.password = "changed"
    with pytest.raises(TryLater) as caught:
        sending.send(channel, OUTGOING)
    assert caught.value.channel_fault is True
    assert caught.value.code.startswith("535")


def test_a_server_that_is_away_is_the_channel_s_fault_and_may_pass(channel, smtp):
    smtp.stop()
    try:
        with pytest.raises(TryLater) as caught:
            sending.send(channel, OUTGOING)
        assert caught.value.channel_fault is True
    finally:
        smtp.start()


def test_a_private_server_is_not_reached_unless_the_operator_allows_it(channel, smtp, monkeypatch):
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "")
    with pytest.raises(TryLater) as caught:
        sending.send(channel, OUTGOING)
    assert "SANDALI_PRIVATE_HOSTS" in caught.value.reason
    assert smtp.sessions == 0


@pytest.mark.reliability("D6")
def test_an_address_with_a_line_end_sends_to_nobody(channel, smtp):
    evil = replace(OUTGOING, to=Party("email", "mina@example.com\r\nRCPT TO:<victim@evil.example>"))
    with pytest.raises(Refused) as caught:
        sending.send(channel, evil)
    assert (caught.value.code, smtp.sessions) == ("header", 0)


@pytest.mark.reliability("D6")
def test_a_subject_with_a_bcc_reaches_one_recipient_and_makes_no_header(channel, smtp):
    sending.send(channel, replace(OUTGOING, subject="x\r\nBcc: victim@evil.example\r\n\r\nother body"))
    (taken,) = smtp.taken
    head = taken.content.partition(b"\r\n\r\n")[0]
    assert taken.recipients == ["mina@example.com"]
    assert [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")] == []


@pytest.mark.reliability("M6")
def test_a_tarpit_ends_at_the_deadline(channel, monkeypatch):
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.6)
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _address = listener.accept()
        with connection:
            try:
                for _letter in range(300):
                    connection.sendall(b"2")
                    time.sleep(0.1)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    channel.settings["smtp_port"] = listener.getsockname()[1]
    start = time.monotonic()
    with pytest.raises(TryLater):
        sending.send(channel, OUTGOING)
    assert time.monotonic() - start < 90
    listener.close()


def test_starttls_that_is_not_offered_sends_nothing_in_clear(channel, smtp):
    channel.settings["smtp_security"] = "starttls"
    with pytest.raises(TryLater):
        sending.send(channel, OUTGOING)
    assert (smtp.logins, smtp.taken) == ([], [])


def test_trying_the_settings_out_names_the_step_that_fails(channel, smtp):
    wrong = {**channel.settings, "smtp_port": channel.settings["smtp_port"]}
    steps = try_connection(wrong, {"imap_password": "right password"}, channel.address)
    assert [step.name for step in steps if not step.ok] == []
    assert [step.name for step in steps] == [
        "imap-name", "imap-connect", "imap-login", "imap-folder", "smtp-name", "smtp-connect", "smtp-login",
    ]  # fmt: skip
    steps = try_connection({"smtp_host": "nowhere.invalid", "smtp_port": 25}, {}, channel.address)
    assert [(step.name, step.ok) for step in steps] == [("smtp-name", False)]
    steps = try_connection(channel.settings, {"imap_password": "wrong"}, channel.address)
    assert [step.name for step in steps if not step.ok] == ["imap-login", "smtp-login"]
    steps = try_connection({**channel.settings, "imap_folder": "Nowhere"}, {"imap_password": "right password"}, channel.address)
    assert [step.name for step in steps if not step.ok] == ["imap-folder"]

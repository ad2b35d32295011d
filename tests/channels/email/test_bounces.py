"""Bounces of our own mail: who, why, is it final, which mail."""

import pytest

from sandali.channels.adapter import FailedRecipient
from sandali.channels.email.bounce_reasons import HARD, PHRASES, STATUS_REASONS, is_hard, reason_of
from sandali.channels.email.texts import REASONS

DSN = """From: MAILER-DAEMON@mx.example
To: support@sandali.example
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system at host mx.example.

<mina@gmail.example>: host gmail.example said: {said}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; mina@gmail.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: message/rfc822

From: support@sandali.example
To: mina@gmail.example
Message-ID: <t.12.34.mac@sandali.example>
Subject: x

hello
--b--
"""


@pytest.mark.parametrize(
    ("said", "action", "status", "kind", "failed"),
    [
        ("550 5.1.1 User unknown", "failed", "5.1.1", "bounce", ("5.1.1", "550", "userunknown", True)),
        ("552 5.2.2 Mailbox full", "failed", "5.2.2", "bounce", ("5.2.2", "552", "mailboxfull", False)),
        ("550 No such user here", "failed", "5.0.0", "bounce", ("5.0.0", "550", "userunknown", True)),
        ("451 4.7.1 Greylisted, try again", "delayed", "4.7.1", "delay", ("4.7.1", "451", "rejected", False)),
        ("450 4.1.1 User unknown", "delayed", "4.1.1", "delay", ("4.1.1", "450", "userunknown", False)),
        ("554 5.7.1 blocked using Spamhaus", "failed", "5.7.1", "bounce", ("5.7.1", "554", "blocked", False)),
    ],
)
def test_a_standard_report_says_who_why_and_which_mail(read_bytes, said, action, status, kind, failed):
    incoming = read_bytes(DSN.format(said=said, action=action, status=status).encode())
    status_found, reply, reason, hard = failed
    assert incoming.automatic == kind
    assert incoming.failed == (FailedRecipient("mina@gmail.example", status_found, reply, reason, hard),)
    assert incoming.failed_message_id == "t.12.34.mac@sandali.example"


def test_a_receipt_of_success_is_a_report_and_nobody_failed(read_bytes):
    incoming = read_bytes(DSN.format(said="250 ok", action="delivered", status="2.0.0").encode())
    assert (incoming.automatic, incoming.failed) == ("report", ())


def test_a_qmail_bounce_is_only_prose(read_bytes):
    raw = (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: support@sandali.example\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
        "<mina@gmail.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.1.\n\n"
        "--- Below this line is a copy of the message.\n\nMessage-ID: <t.9.9.mac@sandali.example>\nSubject: x\n\nhello\n"
    )
    incoming = read_bytes(raw.encode())
    assert incoming.failed == (FailedRecipient("mina@gmail.example", "5.1.1", "550", "userunknown", True),)
    assert incoming.failed_message_id == "t.9.9.mac@sandali.example"


@pytest.mark.parametrize(
    "raw",
    [
        "From: Mina <mina@gmail.example>\nSubject: Undelivered Mail Returned to Sender\n\nWhy did your system say 550 5.1.1 user unknown for <kaveh@x.example>?",
        "From: mina@gmail.example\nSubject: delivery failed\n\nMy parcel could not be delivered to kaveh@x.example, please call.",
        "From: mina@gmail.example\nSubject: Re: order\nAuto-Submitted: no\n\nThe courier was unable to deliver.",
    ],
)
def test_a_person_who_writes_about_a_bounce_is_no_bounce(read_bytes, raw):
    incoming = read_bytes(raw.encode())
    assert (incoming.automatic, incoming.failed) == ("", ())


def test_an_abuse_report_names_who_complained(read_bytes):
    raw = (
        "From: fbl@provider.example\nSubject: FW: offer\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <mina@gmail.example>\n\n--b--\n"
    )
    incoming = read_bytes(raw.encode())
    assert (incoming.automatic, incoming.failed) == ("report", (FailedRecipient("mina@gmail.example", reason="feedback", hard=False),))


def test_a_read_receipt_is_a_report(read_bytes):
    raw = (
        "From: mina@gmail.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
        "--b\n\nread\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )
    assert read_bytes(raw.encode()).automatic == "report"


def test_a_temporary_code_is_never_final():
    assert not is_hard("userunknown", "4.1.1", delayed=False)
    assert not is_hard("userunknown", "5.1.1", delayed=True)
    assert is_hard("userunknown", "5.1.1", delayed=False)


def test_every_reason_has_a_sentence():
    words = {reason for reason, _ in PHRASES} | set(STATUS_REASONS.values()) | HARD | {"userunknown", "filtered", "feedback", "undefined"}
    assert words == set(REASONS)


def test_an_answer_to_mail_from_is_not_about_the_recipient():
    assert reason_of("553 sender address rejected: domain not found", "", "MAIL") == "rejected"

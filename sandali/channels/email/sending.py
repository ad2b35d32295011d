"""Handing one mail to the channel's SMTP server (RFC 5321), and what its answers mean."""

from __future__ import annotations

import re
import smtplib
import time
from contextlib import suppress

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels.adapter import Outgoing, Refused, Sent, TryLater
from sandali.channels.email.bounce_reasons import reason_of
from sandali.channels.email.lines import Line, take, used
from sandali.channels.email.servers import Server, smtp_server
from sandali.channels.email.smtp import Answered, Client, accept, as_bytes, log_in
from sandali.channels.email.texts import REASONS
from sandali.channels.email.troubles import MailTrouble, shown, trouble_of
from sandali.channels.email.wire import ANSWER_SECONDS
from sandali.channels.email.writing import address_of, recipients_of, reply_address, write_mail
from sandali.channels.models import Channel
from sandali.kit.headers import HeaderRefused
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

# A slow server may take its time over a large mail, but not for ever: a line of 128 kB/s is waited for.
_BYTES_PER_SECOND = 128 * 1024
_MOST_SECONDS = 150.0  # for everything, below channels.actions.SEND_LEASE: later another worker may take the mail
_PATIENCE = 10.0  # with a connection that was kept open, up to the mail itself
_STATUS = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")
# Codes by which a server says that we, not the message, are the trouble: 421 closing, 530 and 535 log in first (RFC 4954).
# Words that a bounce report may have; a server that answers us has only not said why.
UNTOLD = ("expired", "undefined")
_OURS = {421, 454, 530, 534, 535, 538}


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Hand the mail over. Raises Refused for a final no, TryLater for everything that may pass."""
    try:
        address = address_of(channel.address)
        recipients = recipients_of(outgoing)
        reply_to = reply_address(address, outgoing.reply_token) if channel.settings.get("plus_addressing") else ""
        mail = b"".join(write_mail(outgoing, address=address, reply_to=reply_to, at=timezone.now()))
    except HeaderRefused as problem:
        raise Refused(MailTrouble("header").sentence, "header") from problem
    except FileNotFoundError as problem:
        raise Refused(MailTrouble("file").sentence, "file") from problem
    try:
        server = smtp_server(channel)
        if server is None:
            raise MailTrouble("not-set")
        return deliver(server, address, recipients, mail)
    except Answered as answer:
        raise meaning_of(answer) from answer
    except (MailTrouble, ConnectionProblem, SecretUnreadable, OSError) as problem:  # smtplib's exceptions are OSErrors
        trouble = trouble_of(problem)
        raise TryLater(trouble.sentence, trouble.detail, channel_fault=True) from problem


class Broken(Exception):
    """A connection that was kept open is no good any more, and nothing of the mail was said yet."""


def deliver(server: Server, address: str, recipients: list[str], mail: bytes) -> Sent:
    """Give a mail to the server, on the connection that the last one left open or else on a new one.

    A kept one that turns out to be broken is replaced once, and only before the mail itself: what may have been taken is
    never said twice. Raises Answered, Refused, MailTrouble or what `trouble_of` knows."""
    until = time.monotonic() + _MOST_SECONDS
    key = (server, address.rpartition("@")[2])
    kept = take(key)
    if kept is not None:
        with suppress(Broken), used(key, kept) as client:
            refused = begin_again(client, address, recipients, len(mail))
            return hand_over(client, mail, refused, until)
    with used(key, Line(log_in(*key))) as client:
        client.wire.allow(min(ANSWER_SECONDS, until - time.monotonic()))
        refused = begin(client, address, recipients, len(mail))
        return hand_over(client, mail, refused, until)


def begin_again(client: Client, address: str, recipients: list[str], size: int) -> list[str]:
    """`begin` on a connection that was kept open. Raises Broken where a new one may do better, else as `begin`."""
    client.wire.allow(_PATIENCE)
    try:
        accept("RSET", client.rset())
        return begin(client, address, recipients, size)
    except OSError as problem:  # smtplib's exceptions are OSErrors
        raise Broken from problem
    except Answered as answer:
        # "Closing", or enough of this connection.
        if answer.code == 421 or (answer.command != "RCPT" and answer.code < 500):
            raise Broken from answer
        raise


def begin(client: Client, address: str, recipients: list[str], size: int) -> list[str]:
    """Begin a mail transaction; returns who was refused. The first recipient decides; a refused copy does not stop the rest."""
    options = [f"size={size}"] if client.has_extn("size") else []
    if not all(value.isascii() for value in [address, *recipients]):
        if not client.has_extn("smtputf8"):
            raise Refused(_("The mail server cannot send to an address with letters that are not Latin."), "smtputf8")
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    accept("MAIL", client.mail(address, options))
    refused = []
    for position, recipient in enumerate(recipients):
        code, said = client.rcpt(recipient)
        if code in (250, 251, 252):
            continue
        if not position or code == 421:
            raise Answered("RCPT", code, said)
        refused.append(recipient)
    return refused


def hand_over(client: Client, mail: bytes, refused: list[str], until: float) -> Sent:
    """The mail itself, until the clock says `until` at the latest; a copy that was refused is told of."""
    client.wire.allow(min(ANSWER_SECONDS + len(mail) / _BYTES_PER_SECOND, until - time.monotonic()))
    try:
        code, said = client.data(mail)
    except smtplib.SMTPDataError as answer:
        raise Answered("DATA", answer.smtp_code, as_bytes(answer.smtp_error)) from answer
    accept("DATA", (code, said))
    detail = _("Not accepted for %(addresses)s.") % {"addresses": ", ".join(refused)} if refused else ""
    return Sent(external_id=shown(said)[:200], detail=detail)


def meaning_of(answer: Answered) -> Refused | TryLater:
    """A server's no as what to do: 5xx to a mail command is final, the rest passes (RFC 5321 4.2.1)."""
    found = _STATUS.match(answer.said)
    status = found[1] if found else ""
    code = f"{answer.code} {answer.said}"[:60]
    if answer.code in _OURS or answer.command == "CONNECT":
        return TryLater(MailTrouble("login" if answer.code in (530, 534, 535, 538) else "unavailable").sentence, code, channel_fault=True)
    word = reason_of(answer.said, status, answer.command)
    plain = word in UNTOLD or word not in REASONS
    if answer.code < 500 or status.startswith("4"):
        return TryLater(_("The recipient's server asks us to try again later.") if plain else str(REASONS[word]), code)
    return Refused(shown(answer.said) or str(REASONS["undefined"]) if plain else str(REASONS[word]), code)

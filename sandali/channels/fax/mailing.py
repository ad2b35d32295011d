"""An answer as a mail to a provider that makes a fax of it: the number in the address, the pages attached (PIN and subject as it wants them)."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels.adapter import Outgoing, Party, Refused, Sent, TryLater, Unclear
from sandali.channels.email.sending import begin, hand_over, meaning_of
from sandali.channels.email.servers import secrets_of, server_of
from sandali.channels.email.smtp import Answered, log_in
from sandali.channels.email.troubles import MailTrouble, trouble_of
from sandali.channels.email.wire import ANSWER_SECONDS
from sandali.channels.email.writing import address_of, content_part, headers_of, text_part
from sandali.channels.fax.reports import tag_of
from sandali.channels.models import Channel
from sandali.kit.headers import HeaderRefused
from sandali.kit.phones import parse_phone, show_phone
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable, mac

MOST_SECONDS: Final = 120.0
PLACES: Final = ("{number}", "{pin}")
Document = tuple[str, str, bytes]  # its ending, its type, its content


def leaves_by_mail(settings: dict[str, Any]) -> bool:
    """Whether answers go to a provider's address."""
    return bool(settings.get("mail_to"))


def written_number(settings: dict[str, Any], value: str) -> str:
    """The number as the provider's address wants it: "home" 021…, abroad 00…; "international" 9821…; "plus" +9821…. Raises Refused."""
    region = str(settings.get("region") or "IR")
    phone = parse_phone(value, region)
    if phone is None:
        raise Refused(_("This is not a number that can be dialled."), "no-number")
    way = settings.get("mail_number") or "home"
    if way != "home":
        return phone.e164 if way == "plus" else phone.e164.removeprefix("+")
    shown = show_phone(phone.e164, "en", region)
    return f"{'00' if shown.startswith('+') else ''}{''.join(letter for letter in shown if letter.isdigit())}"


def filled(template: str, *, number: str, pin: str) -> str:
    """A pattern of the form with the number and the PIN in their places."""
    return template.replace("{number}", number).replace("{pin}", pin)


def send_by_mail(channel: Channel, outgoing: Outgoing, documents: list[Document]) -> Sent:
    """Hand the mail over once. Raises Refused, TryLater, and Unclear when the server may have it without having said so."""
    tag = tag_of(outgoing.reference)
    number = written_number(channel.settings, outgoing.to.value)
    try:
        secrets = secrets_of(channel)
        address = address_of(str(channel.settings.get("mail_address") or ""))
        to = address_of(filled(str(channel.settings["mail_to"]), number=number, pin=secrets.get("mail_pin", "")))
        subject = filled(str(channel.settings.get("mail_subject") or tag), number=number, pin=secrets.get("mail_pin", ""))
        letter = replace(
            outgoing, to=Party("email", to), subject=subject, text="", html="", cc=(), bcc=(), references=(), in_reply_to="", automatic=False,
            message_id=f"{tag}@{address.rpartition('@')[2]}",
        )  # fmt: skip
        mail = b"".join(written(letter, tag, documents, address=address))
        server = server_of("smtp", address, channel.settings, secrets)
        if server is None:
            raise MailTrouble("not-set")
        client = log_in(server, address.rpartition("@")[2])
    except HeaderRefused as problem:
        raise Refused(MailTrouble("header").sentence, "header") from problem
    except Answered as answer:
        raise meaning_of(answer) from answer
    except (MailTrouble, ConnectionProblem, SecretUnreadable, OSError) as problem:
        trouble = trouble_of(problem)
        raise TryLater(trouble.sentence, trouble.detail, channel_fault=True) from problem
    until = time.monotonic() + MOST_SECONDS
    with closing(client):
        try:
            client.wire.allow(ANSWER_SECONDS)
            begin(client, address, [to], len(mail))
        except Answered as answer:
            raise meaning_of(answer) from answer
        except OSError as problem:  # smtplib's exceptions are OSErrors; nothing of the mail was said yet
            trouble = trouble_of(problem)
            raise TryLater(trouble.sentence, trouble.detail, channel_fault=True) from problem
        given(client, mail, until)
    return Sent(external_id=tag, parts=(tag,))


def given(client: Any, mail: bytes, until: float) -> None:
    """The mail itself: a line that breaks behind it leaves open whether it was taken. Raises Refused, TryLater, Unclear."""
    try:
        hand_over(client, mail, [], until)
    except Answered as answer:
        raise meaning_of(answer) from answer
    except (OSError, smtplib.SMTPException, ConnectionProblem) as problem:
        raise Unclear(_("The mail server did not say whether it took the fax."), str(problem)[:60]) from problem


def written(letter: Outgoing, tag: str, documents: list[Document], *, address: str) -> Iterator[bytes]:
    """The mail: no words that a provider could make a page of, and the documents in their order."""
    mark = mac("boundary", letter.message_id)
    yield headers_of(letter, address=address, reply_to="", at=timezone.now())
    yield f'Content-Type: multipart/mixed; boundary="m{mark}"\r\n\r\n--m{mark}\r\n'.encode() + text_part("plain", "")
    for at, (ending, kind, content) in enumerate(documents, start=1):
        name = f"{tag}{ending}" if at == 1 else f"{tag}-{at}{ending}"
        yield f"\r\n--m{mark}\r\n".encode()
        yield from content_part(name, kind, [content])
    yield f"\r\n--m{mark}--\r\n".encode()

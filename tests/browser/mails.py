"""Mails as customers write them, and mails of ours read back."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, make_msgid
from typing import cast

SUPPORT = "support@simorgh.example"


def letter(sender: str, subject: str, text: str, *, html: str = "", answers: EmailMessage | None = None) -> bytes:
    """A mail to the support address; `sender` is "Name <address>". `answers` is the mail that it replies to."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, SUPPORT, subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain="customer.example")
    if answers is not None:
        mail["In-Reply-To"] = answers["Message-ID"]
        mail["References"] = f"{answers.get('References', '')} {answers['Message-ID']}".strip()
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def read(raw: bytes) -> EmailMessage:
    """A mail that the stand-in took."""
    return cast(EmailMessage, message_from_bytes(raw, policy=default))


def to(mails: list, address: str) -> list[EmailMessage]:
    """What the stand-in took for this recipient, oldest first."""
    return [read(taken.content) for taken in list(mails) if taken.recipients == [address]]

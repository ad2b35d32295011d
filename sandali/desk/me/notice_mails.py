"""Notices by mail: one mail for everything that is due to one person, in their language, zone and calendar."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.channels.actions import own_addresses
from sandali.company.models import Person
from sandali.company.queries import current_company
from sandali.desk.account.mails import active_person
from sandali.desk.me.telling import Told, one_line
from sandali.history.kinds import KINDS
from sandali.history.queue import Retry
from sandali.kit.dates import current_display, show_moment
from sandali.kit.digits import localize_digits
from sandali.kit.secrets import mac, mac_ok

log = logging.getLogger(__name__)
TRY_AGAIN = 300  # seconds
PURPOSE, ALL = "fewer-mails", "all"


class NotSent(Exception):
    """A mail will not be sent, whatever we try; the text is the outcome: "loop" or "refused"."""


def fewer_url(person: Any, kind: str) -> str:
    """The signed address under a mail where one makes such mails fewer; `kind` "" for all of them."""
    return settings.PUBLIC_URL + reverse("fewer_mails", args=[f"{person.pk}-{kind or ALL}-{mac(PURPOSE, person.pk, kind)}"])


def read_fewer(token: str) -> tuple[Person, str] | None:
    """Whose mails, and of which kind, a signed link is about; None for one that is not ours, or whose person left."""
    number, _dash, rest = token.partition("-")
    kind, _dash, code = rest.rpartition("-")
    kind = "" if kind == ALL else kind
    if not number.isascii() or not number.isdigit() or len(number) > 18 or not mac_ok(code, PURPOSE, int(number), kind):
        return None
    person = active_person(int(number))
    known = not kind or (kind in KINDS and bool(KINDS[kind].audience))
    return (person, kind) if person is not None and known else None


def subject(told: list[Told]) -> str:
    """What the mail is about, without a word that a customer wrote."""
    company = current_company()
    name = one_line(company.name) if company else _("Sandali")
    if len(told) == 1:
        return f"{name}: {told[0].line}"
    number = localize_digits(str(len(told)), current_display().language)
    return f"{name}: " + ngettext("%(count)s notice", "%(count)s notices", len(told)) % {"count": number}


def body(person: Any, told: list[Told]) -> tuple[str, str]:
    """The mail as text and as simple HTML."""
    kinds = {one.row.kind for one in told}
    context = {
        "person": person,
        "told": [(one, show_moment(one.at)) for one in told],
        "fewer": fewer_url(person, kinds.pop() if len(kinds) == 1 else ""),
        "choices": settings.PUBLIC_URL + reverse("notice_choices"),
        "language": current_display().language,
    }
    text: str = render_to_string("desk/me/mail/notices.txt", context)
    html: str = render_to_string("desk/me/mail/notices.html", context)
    return text, html


def our_host() -> str:
    """What stands after the @ of our message ids: the host that system mail comes from."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"


def post(person: Any, told: list[Told], batch: str) -> None:
    """Send one mail. The same batch has the same Message-ID, so that a repeat after a crash can be known as one.

    Raises NotSent, or Retry when the server cannot take it now."""
    if person.email.lower() in own_addresses():
        log.warning("notices of person %s are not mailed: their address is one of our own channels", person.pk)
        raise NotSent("loop")
    text, html = body(person, told)
    headers = {"Message-ID": f"<notice.{batch}@{our_host()}>", "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    mail = EmailMultiAlternatives(subject(told), text, None, [person.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        if all(code >= 500 for code, _words in refusal.recipients.values()):
            raise NotSent("refused") from refusal
        raise Retry(TRY_AGAIN, str(refusal)[:200]) from refusal
    except (SMTPException, OSError) as problem:
        if isinstance(problem, SMTPResponseException) and problem.smtp_code >= 500:
            log.warning("the mail server refused a notice: %s", problem.smtp_code)
            raise NotSent("refused") from problem
        raise Retry(TRY_AGAIN, str(problem)[:200]) from problem

"""Mails about an account, sent by jobs: nobody can tell by the time of an answer whether an address is known, and a mail server
that is down loses none. A job carries the person's number; the link is made when the mail is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from sandali.company.models import Person
from sandali.company.queries import current_company, display_for
from sandali.desk.account.tokens import PasswordLink
from sandali.kit.dates import displayed, show_moment

# allauth's name of what was changed → our sentence.
CHANGES = {
    "account/email/password_changed": gettext_lazy("The password of your account was changed."),
    "account/email/password_reset": gettext_lazy("The password of your account was set anew by a link in a mail."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was taken from your account."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made for your account."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was taken from your account."),
}


def active_person(number: int) -> Person | None:
    """The person of a job, unless they left meanwhile."""
    return Person.objects.filter(pk=number, is_active=True).first()


def password_link(person: Person) -> str:
    """A new address for setting the password, on the configured public address and never a request's Host (I6)."""
    parts = {"uidb36": int_to_base36(person.pk), "key": PasswordLink().make_token(person)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=parts)


@task()
def send_password_link(number: int) -> None:
    """Mail somebody the link. Does nothing for a person who left meanwhile."""
    person = active_person(number)
    if person is None:
        return
    text = gettext_lazy(
        "Hello %(name)s,\n\nopen this link to choose a new password:\n\n%(link)s\n\n"
        "It works once, and for an hour. If you did not ask for it, do nothing: your password stays as it is."
    )
    post(person, gettext_lazy("Choose a new password"), text, link=password_link(person))


@task()
def send_change(number: int, change: str, at: str, ip: str) -> None:
    """Tell somebody what was changed in their account, when and from where. `change` is a key of CHANGES, `at` ISO 8601."""
    person = active_person(number)
    if person is None:
        return
    text = gettext_lazy(
        "Hello %(name)s,\n\n%(change)s\n\nWhen: %(moment)s\nFrom: %(ip)s\n\n"
        "If it was not you, set a new password now at %(link)s and tell your administrator."
    )
    post(person, CHANGES[change], text, change=CHANGES[change], moment=datetime.fromisoformat(at), ip=ip,
         link=settings.PUBLIC_URL + reverse("account_reset_password"))  # fmt: skip


def post(person: Person, subject: Any, text: Any, **words: object) -> None:
    """Send in the person's language. `subject` and `text` are lazy. Raises OSError or SMTPException, and the job tries again."""
    company = current_company()
    display = display_for(person, company)
    with translation.override(display.language), displayed(display.language, display.zone, display.calendar):
        said = {name: show_moment(word) if isinstance(word, datetime) else word for name, word in words.items()}
        company_name = " ".join(company.name.split()) if company else _("Sandali")
        send_mail(f"{company_name}: {subject}", str(text) % {"name": person.name, **said}, None, [person.email])

"""The mail that carries an invitation's link."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sandali.company.models import Company, Invitation, Person

log = logging.getLogger("sandali.invitations")
TO_THE_SCREEN = "django.core.mail.backends.console.EmailBackend"


def invitation_link(token: str) -> str:
    """The whole address, from the configured one and never from a request's Host header (RELIABILITY I6)."""
    return settings.PUBLIC_URL + reverse("invitation", args=[token])


def send_invitation(invitation: Invitation, token: str, *, company: Company, by: Person) -> bool:
    """Send the link in the company's language; returns whether a mail server took it. The link is never logged."""
    if settings.EMAIL_BACKEND == TO_THE_SCREEN:
        return False
    with translation.override(company.language):
        subject = _("%(company)s: your invitation") % {"company": " ".join(company.name.split())}
        text = _(
            "Hello,\n\n%(name)s invites you to work with %(company)s in Sandali. Open this link to choose a password:\n\n"
            "%(link)s\n\nIt works once, and for three days. If you did not expect it, do nothing."
        ) % {"name": by.name, "company": company.name, "link": invitation_link(token)}
    try:
        return bool(send_mail(subject, text, None, [invitation.email]))
    except (SMTPException, OSError) as trouble:
        log.warning("the invitation of person %s could not be sent: %s", by.pk, trouble)
        return False

"""The e-mail channel: bytes of a mail in, a mail by SMTP out."""

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.email.reading import read
from sandali.channels.email.sending import send

__all__ = ["can", "card", "kind", "read", "send"]

kind = "email"
can = Can(subject=True, html=True, files=True, cc=True, reaches="email", mail=True)
card = Card(
    label=_("E-mail"),
    icon="mail",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("The address your customers write to, with its IMAP and SMTP servers."),
    form="sandali.channels.email.settings_form.EmailSettings",
)

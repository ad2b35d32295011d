"""The channel fax: pages in and out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.fax.reading import KIND, read
from sandali.channels.fax.sending import LONGEST, look_up, reports, send

__all__ = ["can", "card", "kind", "look_up", "read", "reports", "send"]

kind = KIND
can = Can(files=True, reaches=KIND, chat=True, max_length=LONGEST, handed=True, asks=True)
card = Card(
    label=_("Fax"),
    icon="printer",
    works=_("Works"),
    untried=_("Not tried yet"),
    note=_("HylaFAX on this machine or in your network, or a provider that brings and takes faxes by mail."),
    form="sandali.channels.fax.settings_form.FaxSettings",
)

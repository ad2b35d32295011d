"""The channel webform: what visitors of a website fill in. Answers leave by the address that they gave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.adapter import Can, Card, Outgoing, Refused, Sent
from sandali.channels.webform.looks import FORM_AT
from sandali.channels.webform.reading import KIND, read

__all__ = ["can", "card", "kind", "read", "send"]

kind = KIND
can = Can(send=False, names=KIND, embeds=FORM_AT)
card = Card(
    label=gettext_lazy("Form on a website"),
    icon="forms",
    works=gettext_lazy("Works"),
    untried=gettext_lazy("Nothing was sent by it yet"),
    note=gettext_lazy("Fields you choose yourself, on your own website or on a page of ours. Answers go out by e-mail or SMS."),
    form="sandali.channels.webform.settings_form.FormSettings",
)


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """Nothing leaves by a form: raises Refused."""
    raise Refused(_("Nothing can be sent by a form. Answer at the address they gave."), "no-way-back")

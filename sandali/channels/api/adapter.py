"""The channel api: one's own program brings messages of its customers, and is given the answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.api.callers import KIND
from sandali.channels.api.reading import read
from sandali.channels.api.telling import send

__all__ = ["can", "card", "kind", "read", "send"]

kind = KIND
can = Can(files=True, reaches=KIND, chat=True, markdown=True, tokens=True)
card = Card(
    label=_("Your own program"),
    icon="api",
    works=_("Works"),
    untried=_("No program has called yet"),
    note=_("Your own app, shop or portal, which sends its customers' messages over HTTP and shows our answers."),
    form="sandali.channels.api.settings_form.ApiSettings",
)

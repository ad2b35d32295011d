"""The websites of a channel as its settings ask for them: one a line, and whether browsers open there what comes from us."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.testing import Step
from sandali.channels.embedding import MOST_ORIGINS, origin_of


def websites_field(help_text: Any) -> forms.CharField:
    """The settings' field for websites, one a line."""
    widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr"})
    return forms.CharField(label=_("Websites"), required=False, max_length=4000, widget=widget, help_text=help_text)


def clean_websites(text: str) -> str:
    """Origins, one a line, without what stands behind them. Raises ValidationError."""
    typed = text.split()
    found = [origin_of(one) for one in typed]
    wrong = [one for one, origin in zip(typed, found, strict=True) if not origin]
    if wrong:
        raise ValidationError(_("This is not the address of a website: %(address)s"), params={"address": wrong[0][:80]})
    if len(found) > MOST_ORIGINS:
        raise ValidationError(_("These are too many websites for one channel."))
    return "\n".join(dict.fromkeys(found))


def opens_from(name: str, websites: list[str]) -> Step:
    """Whether browsers open what comes from our address on these websites."""
    address = urlsplit(django_settings.PUBLIC_URL)
    safe = address.scheme == "https" or all(urlsplit(one).scheme == "http" for one in websites)
    reached = gettext("It is opened from %(address)s.") % {"address": django_settings.PUBLIC_URL}
    mixed = gettext("Browsers open it on a website with https only when our own address begins with https as well.")
    return Step(name, safe, reached if safe else mixed)

"""The settings of a chat as a form, without HTTP: on which websites it stands, how it looks and greets, whose signature it believes."""

from __future__ import annotations

import re
import secrets as random
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandali.channels.channel_form import ChannelSettings
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.webchat.adapter import kind
from sandali.channels.webchat.looks import BRAND, contrast_with_white
from sandali.channels.webchat.visitors import SHORTEST_SECRET
from sandali.channels.websites_form import clean_websites, opens_from, websites_field

SECRET = "signing_secret"
COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


class ChatSettings(ChannelSettings):
    """Fields of a chat."""

    kind = kind
    secret_names: ClassVar[tuple[str, ...]] = (SECRET,)
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Chat"), ("name", "department", "origins")),
        (_("What visitors see"), ("greeting_fa", "greeting_en", "shows_people", "colour")),
        (_("Visitors who are signed in on the website"), (SECRET,)),
    ]
    sides: ClassVar[dict[str, Promise]] = {"chat-address": _("Our address"), "chat-origins": _("Websites")}

    origins = websites_field(_("One address per line, such as https://www.example.com. The chat opens on these sites and nowhere else."))
    greeting_fa = forms.CharField(
        label=_("Greeting in Persian"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "lang": "fa", "dir": "rtl"})
    )
    greeting_en = forms.CharField(
        label=_("Greeting in English"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"})
    )
    shows_people = forms.BooleanField(
        label=_("Show who is online, and let visitors choose"), required=False,
        help_text=_("Names, jobs and skills of the department's people who are online right now."),
    )
    colour = forms.CharField(label=_("Colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"}))
    signing_secret = forms.CharField(
        label=_("Secret for signatures"), max_length=200, required=False, strip=True,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("At least 32 characters known only to the website's own program and Sandali. With it the website vouches for its users."),
    )

    def first(self) -> dict[str, Any]:
        """What stands in the form of a new chat."""
        return {**super().first(), "colour": BRAND, "shows_people": True}

    def initial_of(self, channel: Channel) -> dict[str, Any]:
        """Its websites one a line."""
        return {"colour": BRAND, **super().initial_of(channel), "origins": "\n".join(channel.settings.get("origins", []))}

    def clean_origins(self) -> str:
        """Origins, one a line, without what stands behind them."""
        return clean_websites(self.cleaned_data["origins"])

    def clean_colour(self) -> str:
        """A colour on which white words can be read."""
        colour = self.cleaned_data["colour"].strip().lower()
        if not COLOUR.fullmatch(colour):
            raise ValidationError(_("This is not a colour."))
        if contrast_with_white(colour) < LEAST_CONTRAST:
            raise ValidationError(_("White words could not be read on this colour. Please choose a darker one."))
        return colour

    def clean_signing_secret(self) -> str:
        """Long enough that nobody guesses it."""
        secret = str(self.cleaned_data[SECRET])
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValidationError(_("Please use at least 32 characters that nobody can guess."))
        return secret

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings, empty ones left out. `key` names the chat in its address and stays."""
        key = (self.channel.settings.get("key") if self.channel is not None else "") or random.token_hex(16)
        return {**super().settings(), "key": key, "origins": self.cleaned_data["origins"].split()}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "key"}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Whether the chat can work as it is typed: nobody else's server is needed for it."""
        origins = self.cleaned_data["origins"].split()
        named = gettext("The chat opens on the websites that are named.") if origins else gettext("Name a website, or the chat opens nowhere but here.")
        return [opens_from("chat-address", origins), Step("chat-origins", bool(origins), named)]

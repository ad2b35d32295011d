"""The settings of a chat as a form, without HTTP: on which websites it stands, how it looks and greets, whose signature it believes."""

from __future__ import annotations

import re
import secrets as random
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel, create_channel
from sandali.channels.webchat.adapter import card, kind
from sandali.channels.webchat.looks import BRAND, MOST_ORIGINS, contrast_with_white, origin_of
from sandali.channels.webchat.visitors import SHORTEST_SECRET
from sandali.company.models import Department
from sandali.kit.secrets import SecretUnreadable

OWN = ("name", "department")
STAMP = "was"
SECRET = "signing_secret"
DOTS = "••••••••"  # stands for a secret that is there and not shown
COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


class ChatSettings(forms.Form):
    """Fields of a chat. The secret is write-only: an empty one keeps what is stored."""

    label: ClassVar[Promise] = card.label
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Chat"), ("name", "department", "origins")),
        (_("What visitors see"), ("greeting_fa", "greeting_en", "shows_people", "colour")),
        (_("Visitors who are signed in on the website"), (SECRET,)),
    ]
    sides: ClassVar[dict[str, Promise]] = {"chat-address": _("Our address"), "chat-origins": _("Websites")}

    was = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)  # queries.channel_stamp
    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("No department"))
    origins = forms.CharField(
        label=_("Websites"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_("One address a line, such as https://www.example.com. The chat opens on these and nowhere else."),
    )
    greeting_fa = forms.CharField(
        label=_("Greeting in Persian"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "lang": "fa", "dir": "rtl"})
    )
    greeting_en = forms.CharField(
        label=_("Greeting in English"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"})
    )
    shows_people = forms.BooleanField(
        label=_("Show who is here, and let visitors choose"), required=False,
        help_text=_("Names, what they do and their skills, of the department's people who are here just now."),
    )
    colour = forms.CharField(label=_("Colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"}))
    signing_secret = forms.CharField(
        label=_("Secret for signatures"), max_length=200, required=False, strip=True,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("At least 32 characters that only the website's own program and Sandali know. With it the website vouches for its users."),
    )

    def __init__(self, *args: Any, channel: Channel | None = None, departments: Iterable[Department] = (), **more: Any) -> None:
        first = initial_of(channel) if channel is not None else {"name": str(card.label), "colour": BRAND, "shows_people": True}
        more["initial"] = first | (more.get("initial") or {})
        super().__init__(*args, **more)
        self.channel = channel
        keys = [department.pk for department in departments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        if channel is not None and has_secret(channel):
            self.fields[SECRET].widget.attrs["placeholder"] = DOTS

    def clean_origins(self) -> str:
        """Origins, one a line, without what stands behind them."""
        typed = self.cleaned_data["origins"].split()
        found = [origin_of(one) for one in typed]
        wrong = [one for one, origin in zip(typed, found, strict=True) if not origin]
        if wrong:
            raise ValidationError(_("This is not the address of a website: %(address)s"), params={"address": wrong[0][:80]})
        if len(found) > MOST_ORIGINS:
            raise ValidationError(_("These are too many websites for one chat."))
        return "\n".join(dict.fromkeys(found))

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
        left_out = (*OWN, SECRET, STAMP, "origins")
        typed = {name: value for name, value in self.cleaned_data.items() if name not in left_out and value not in ("", None, False)}
        return {**typed, "key": key, "origins": self.cleaned_data["origins"].split()}

    def secrets(self) -> dict[str, str]:
        """The secret that was entered."""
        return {SECRET: self.cleaned_data[SECRET]} if self.cleaned_data.get(SECRET) else {}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Whether the chat can work as it is typed: nobody else's server is needed for it."""
        address, origins = urlsplit(django_settings.PUBLIC_URL), self.cleaned_data["origins"].split()
        safe = address.scheme == "https" or all(urlsplit(one).scheme == "http" for one in origins)
        reached = gettext("The chat is opened from %(address)s.") % {"address": django_settings.PUBLIC_URL}
        mixed = gettext("Browsers open the chat on a website with https only when our own address begins with https as well.")
        named = gettext("The chat opens on the websites that are named.") if origins else gettext("Name a website, or the chat opens nowhere but here.")
        return [Step("chat-address", safe, reached if safe else mixed), Step("chat-origins", bool(origins), named)]

    def keep(self, *, by: Any) -> Channel:
        """Make the channel, or change it. Settings that the form does not know stay as they are. Raises Overtaken."""
        own = {name: self.cleaned_data[name] for name in OWN}
        if self.channel is None:
            return create_channel(kind=kind, by=by, settings=self.settings(), secrets=self.secrets(), **own)
        foreign = {name: value for name, value in self.channel.settings.items() if name not in self.fields}
        return change_channel(self.channel, by=by, settings=foreign | self.settings(), secrets=self.secrets(), was=self.cleaned_data[STAMP], **own)


def has_secret(channel: Channel) -> bool:
    """Whether a secret is stored that can be read."""
    try:
        return bool(secrets_of(channel).get(SECRET))
    except SecretUnreadable:
        return False


def initial_of(channel: Channel) -> dict[str, Any]:
    """A chat's settings as the form shows them, without its secret."""
    shown = {**channel.settings, "origins": "\n".join(channel.settings.get("origins", []))}
    return {"colour": BRAND, **shown, STAMP: channel_stamp(channel), "name": channel.name, "department": channel.department_id}

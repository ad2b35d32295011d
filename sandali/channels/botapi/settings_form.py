"""The settings of a bot as a form, without HTTP: its token, how its messages come, and the way to its server."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.botapi.flavour import Flavour
from sandali.channels.botapi.testing import test_bot
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.provider_form import ProviderSettings

TOKEN = re.compile(r"(\d{3,20}):[A-Za-z0-9_-]{20,100}")


class BotSettings(ProviderSettings):
    """Fields of a bot's channel."""

    flavour: ClassVar[Flavour]
    secret_names: ClassVar[tuple[str, ...]] = ("token", "proxy_password")
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Bot"), ("name", "token", "department")),
        (_("Receiving"), ("receive", "in_groups", "acknowledge")),
    ]
    sides: ClassVar[dict[str, Promise]] = {"bot-known": _("Bot"), "bot-receives": _("Receiving")}

    token = forms.CharField(
        label=_("Token of the bot"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("@BotFather shows it when the bot is made. Whoever has it can speak for you."),
    )
    in_groups = forms.BooleanField(
        label=_("Also take what is said in groups"), required=False,
        help_text=_("Everybody who writes in a group where the bot is becomes a customer with a case of their own."),
    )
    server = forms.CharField(
        label=_("Bot server"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Only if you run your own bot server."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["server"].widget.attrs["placeholder"] = self.flavour.server
        self.fields["token"].required = "token" not in self.kept

    def initial_of(self, channel: Channel) -> dict[str, Any]:
        """The settings; `groups` is the name of something else in a form."""
        return super().initial_of(channel) | {"in_groups": channel.settings.get("groups", False)}

    def clean_token(self) -> str:
        """A token as providers make them, of a bot that no other channel has: each would take the other's messages."""
        token = self.cleaned_data["token"].strip()
        if not token:
            return ""  # the field is only asked for where none is kept
        found = TOKEN.fullmatch(token)
        if found is None:
            raise ValidationError(_("This is not a bot's token. It is a number, a colon and many letters, without spaces."))
        others = Channel.objects.filter(kind=self.flavour.kind, settings__bot=found[1], archived_at=None)
        if others.exclude(pk=self.channel.pk if self.channel else 0).exists():
            raise ValidationError(_("Another channel has this bot already."))
        return token

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings. `bot` is the number in the token, which is no secret."""
        kept = {"bot": self.channel.settings["bot"]} if self.channel is not None and "bot" in self.channel.settings else {}
        token = TOKEN.fullmatch(self.cleaned_data.get("token") or "")
        typed = super().settings()
        if "in_groups" in typed:
            typed["groups"] = typed.pop("in_groups")
        return kept | ({"bot": token[1]} if token else {}) | typed

    def known(self) -> set[str]:
        """Also the setting that is called otherwise in the form."""
        return {*super().known(), "groups"}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the bot as it is typed."""
        return test_bot(self.flavour, self.settings(), stored | self.secrets())

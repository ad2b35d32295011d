"""The settings of an Instagram account as a form, and a trial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.adapter import OWN_HOURS
from sandali.channels.email.testing import Step
from sandali.channels.instagram.adapter import kind
from sandali.channels.instagram.needing import OWN, SERVER
from sandali.channels.instagram.sending import who
from sandali.channels.metaapi.graph import ask, graph_of
from sandali.channels.metaapi.hooks import rows, text_of
from sandali.channels.metaapi.settings_form import MetaSettings, number_field
from sandali.channels.metaapi.troubles import TROUBLES, code_of, sentence_of
from sandali.kit.text import clean

WEEK: Final = 7 * 24  # hours, for people who answer: https://developers.facebook.com/docs/features-reference/human-agent


class InstagramSettings(MetaSettings):
    """Fields of a professional account."""

    kind = kind
    own = OWN
    usual_server = SERVER
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (gettext_lazy("Account"), ("name", "account_id", "department")),
        (gettext_lazy("Your app at Meta"), ("token", "app_secret")),
        (gettext_lazy("Receiving"), ("acknowledge", "human_agent", "live")),
    ]
    sides: ClassVar[dict[str, Promise]] = {"ig-known": gettext_lazy("Account"), "ig-receives": gettext_lazy("Receiving")}

    account_id = number_field(gettext_lazy("Account ID"), gettext_lazy("Meta's ID for your professional account, next to its name in the app's dashboard."))
    human_agent = forms.BooleanField(
        label=gettext_lazy("Answers may go out for seven days"), required=False,
        help_text=gettext_lazy("Only if Meta has granted your app the “Human Agent” feature; otherwise it is one day after their last message."),
    )

    live = forms.BooleanField(
        label=gettext_lazy("Include comments on live videos"), required=False,
        help_text=gettext_lazy("These can only be answered privately, while the video is live. Comments on posts always come in."),
    )

    def clean_account_id(self) -> str:
        """Digits."""
        return self.clean_number("account_id")

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings, with the hours in which answers may leave where they are more than usual."""
        return super().settings() | ({OWN_HOURS: WEEK} if self.cleaned_data.get("human_agent") else {})

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), OWN_HOURS}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the account as it is typed."""
        return test_account(self.settings(), stored | self.secrets())


def test_account(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Ask for the account, and whether Meta tells us of it. Nothing is sent or changed; [] when there is no token to try."""
    graph = graph_of(settings, secrets, server=SERVER, own=OWN, proves=False)
    if graph is None or not graph.own:
        return []
    try:
        known = who(graph)
        steps = [Step("ig-known", True, _("Meta knows this account: %(name)s.") % {"name": f"@{clean(text_of(known, 'username'))}"})]
    except TROUBLES as problem:
        return [Step("ig-known", False, sentence_of(problem), code_of(problem))]
    try:
        said = ask(graph, "GET", f"{graph.own}/subscribed_apps")
    except TROUBLES as problem:
        return [*steps, Step("ig-receives", False, sentence_of(problem), code_of(problem))]
    told = " ".join(str(one.get("subscribed_fields")) for one in rows(said.get("data")))
    words = _("Meta tells the app of this account's messages, comments and mentions.") if "comments" in told else _("Meta is asked to tell the app when you save.")
    return [*steps, Step("ig-receives", True, words)]

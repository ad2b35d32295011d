"""Trying a bot's settings out: does the server answer, does it know the token, and where does it tell of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings as django_settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.botapi.api import Answered, call
from sandali.channels.botapi.flavour import Bot, Flavour, bot_of
from sandali.channels.botapi.troubles import TROUBLES, sentence_of
from sandali.channels.email.testing import Step
from sandali.channels.hooks import HOOKS, RECEIVE_BY_HOOK
from sandali.kit.digits import format_number
from sandali.kit.text import clean

SECONDS: Final = 10.0


def test_bot(flavour: Flavour, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Ask for the bot and for its hook. Nothing is sent or changed; [] when there is no token to try."""
    bot = bot_of(flavour, settings, secrets)
    if bot is None:
        return []
    try:
        me = call(bot, "getMe", timeout=SECONDS)
    except TROUBLES as problem:
        return [Step("bot-known", False, sentence_of(problem), said_by(problem))]
    return [known(me), receiving(bot, settings, secrets)]


def known(me: Any) -> Step:
    """Which bot it is."""
    name = me.get("username") if isinstance(me, dict) else None
    if not isinstance(name, str) or not name:
        return Step("bot-known", True, _("The server knows this token."))
    return Step("bot-known", True, _("The token belongs to %(bot)s.") % {"bot": f"@{clean(name)}"})


def receiving(bot: Bot, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Step:
    """Whether what customers write will reach us in the way that is chosen."""
    by_hook = settings.get("receive") == RECEIVE_BY_HOOK
    if by_hook and not django_settings.PUBLIC_URL.startswith("https://"):
        return Step("bot-receives", False, _("A hook needs an address of ours that begins with https. Have the messages fetched instead."))
    try:
        info = call(bot, "getWebhookInfo", timeout=SECONDS)
    except TROUBLES as problem:
        return Step("bot-receives", False, sentence_of(problem), said_by(problem))
    info = info if isinstance(info, dict) else {}
    address, trouble = str(info.get("url") or ""), clean(str(info.get("last_error_message") or ""))[:300]
    token = secrets.get("hook_token", "")
    ours = bool(token) and address.startswith(f"{django_settings.PUBLIC_URL}/{HOOKS}/{token}/")
    if not by_hook:
        return Step("bot-receives", True, _("Another hook is set there; it is taken away when you save.") if address else waiting(info))
    if not ours:
        return Step("bot-receives", True, _("The hook is set when you save."))
    if trouble and info.get("pending_update_count"):
        return Step("bot-receives", False, _("The provider could not tell us of something. Can our address be reached from outside?"), trouble)
    return Step("bot-receives", True, waiting(info))


def waiting(info: Mapping[str, Any]) -> str:
    """How much waits at the provider."""
    count = info.get("pending_update_count")
    if not isinstance(count, int) or count <= 0:
        return _("Nothing waits there.")
    return ngettext("%(count)s message waits there.", "%(count)s messages wait there.", count) % {"count": format_number(count, get_language() or "en")}


def said_by(problem: Exception) -> str:
    """The server's own words, for those who can read them."""
    return f"{problem.code} {problem.said}".strip() if isinstance(problem, Answered) else ""

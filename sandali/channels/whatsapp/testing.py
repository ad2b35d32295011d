"""Trying a number out: does Meta know it and the token, is the app ours, will it tell us, and which texts has it approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.email.testing import Step
from sandali.channels.metaapi.graph import Graph, ask, graph_of
from sandali.channels.metaapi.hooks import part, rows, text_of
from sandali.channels.metaapi.troubles import TROUBLES, code_of, sentence_of
from sandali.channels.whatsapp.connecting import PAGE, text_in, who
from sandali.channels.whatsapp.sending import OWN, SERVER
from sandali.kit.digits import format_number
from sandali.kit.text import clean, isolate


def test_number(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> list[Step]:
    """Ask for the number and its account. Nothing is sent or changed; [] when there is no token to try."""
    graph = graph_of(settings, secrets, server=SERVER, own=OWN)
    if graph is None or not graph.own:
        return []
    try:
        known = who(graph)
    except TROUBLES as problem:
        return [Step("wa-known", False, sentence_of(problem), code_of(problem))]
    shown = {"number": clean(text_of(known, "display_phone_number")) or graph.own, "name": isolate(clean(text_of(known, "verified_name"))) or "—"}
    steps = [Step("wa-known", True, _("Meta knows this number: %(number)s, “%(name)s”.") % shown)]
    account = str(settings.get("account_id") or "")
    if not account:
        return [*steps, Step("wa-receives", True, _("Put the address and the word that this page shows once it is saved into the app's webhook at Meta."))]
    return [*steps, receiving(graph, account), texts(graph, account)]


def receiving(graph: Graph, account: str) -> Step:
    """Whether Meta will tell us."""
    if not django_settings.PUBLIC_URL.startswith("https://"):
        return Step("wa-receives", False, _("Meta tells us of messages at an address of ours that begins with https. This installation has none yet (SANDALI_PUBLIC_URL)."))
    try:
        said = ask(graph, "GET", f"{account}/subscribed_apps")
    except TROUBLES as problem:
        return Step("wa-receives", False, sentence_of(problem), code_of(problem))
    addresses = [text_of(one, "override_callback_uri") for one in rows(said.get("data"))]
    ours = any(address.startswith(f"{django_settings.PUBLIC_URL}/") for address in addresses)
    apps = ", ".join(filter(None, (clean(text_of(part(one, "whatsapp_business_api_data"), "name")) for one in rows(said.get("data")))))
    return Step("wa-receives", True, _("Meta tells us of this account's messages.") if ours else _("Meta is told our address when you save."), apps)


def texts(graph: Graph, account: str) -> Step:
    """Which texts may be sent when a conversation is over."""
    try:
        said = ask(graph, "GET", f"{account}/message_templates", query={"fields": "name,language,status,category,components,parameter_format", "limit": str(PAGE)})
    except TROUBLES as problem:
        return Step("wa-texts", False, sentence_of(problem), code_of(problem))
    count = sum(text_in(one) is not None for one in rows(said.get("data")))
    if not count:
        return Step("wa-texts", True, _("Meta has approved no text for service here yet, so a day after their last message customers cannot be answered by WhatsApp."))
    words = ngettext("%(count)s approved text for service can be used.", "%(count)s approved texts for service can be used.", count)
    return Step("wa-texts", True, words % {"count": format_number(count, get_language() or "en")})

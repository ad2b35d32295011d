"""A number and its account at Meta: which one it is, that we are told of its messages, and the texts that Meta has looked over."""

from __future__ import annotations

import re
from typing import Any, Final

from sandali.channels.adapter import ApprovedText, Event
from sandali.channels.email.servers import secrets_of
from sandali.channels.metaapi.graph import Graph, ask
from sandali.channels.metaapi.hooks import rows, text_of
from sandali.channels.metaapi.troubles import TROUBLES, meaning_of
from sandali.channels.models import Channel
from sandali.channels.whatsapp.sending import needed_graph
from sandali.kit.text import clean

# Of Meta's three categories the one that is about a matter of the customer's; the others advertise, or carry codes.
SERVICE: Final = "UTILITY"
MOST_PAGES, PAGE = 10, 100
PLACE: Final = re.compile(r"\{\{(\d{1,2})\}\}")


def who(graph: Graph) -> dict[str, Any]:
    """The number as Meta knows it. Raises TROUBLES."""
    return ask(graph, "GET", graph.own, query={"fields": "display_phone_number,verified_name,quality_rating"})


def connect(channel: Channel, *, hook_url: str) -> str:
    """Have Meta tell us of this account's messages at our own address, whatever its app is set to; returns the number.

    Without the account's number an address is put in at Meta by hand, and only the number is asked for."""
    graph = needed_graph(channel)
    account = str(channel.settings.get("account_id") or "")
    try:
        known = who(graph)
        if hook_url and account:
            word = secrets_of(channel).get("hook_secret", "")
            ask(graph, "POST", f"{account}/subscribed_apps", data={"override_callback_uri": hook_url, "verify_token": word})
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    return "".join(letter for letter in clean(text_of(known, "display_phone_number")) if letter.isdigit() or letter == "+")


def approved_texts(channel: Channel) -> list[ApprovedText]:
    """The texts of this account that serve a matter, in their languages. Raises Refused or TryLater."""
    graph = needed_graph(channel)
    account, after = str(channel.settings.get("account_id") or ""), ""
    found: list[ApprovedText] = []
    for _page in range(MOST_PAGES if account else 0):
        query = {"fields": "name,language,status,category,components,parameter_format", "limit": str(PAGE), **({"after": after} if after else {})}
        try:
            said = ask(graph, "GET", f"{account}/message_templates", query=query)
        except TROUBLES as problem:
            raise meaning_of(problem) from problem
        found += [text for one in rows(said.get("data")) if (text := text_in(one)) is not None]
        paging = said.get("paging")
        cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
        after = text_of(cursors, "after") if isinstance(cursors, dict) else ""
        if not after:
            break
    return found


def text_in(template: dict[str, Any]) -> ApprovedText | None:
    """A template that can be sent with words alone; None for advertisements, those that are not approved, and those that need more."""
    if text_of(template, "category") != SERVICE or text_of(template, "status") != "APPROVED" or text_of(template, "parameter_format") == "NAMED":
        return None
    lines, places = [], 0
    for one in rows(template.get("components")):
        kind, text = text_of(one, "type").upper(), clean(text_of(one, "text"))
        in_it = {int(number) for number in PLACE.findall(text)}
        if kind == "BODY":
            places = max(in_it, default=0)
        elif in_it or (kind == "HEADER" and text_of(one, "format").upper() != "TEXT") or "{{" in str(one.get("buttons", "")):
            return None
        lines.append(text)
    name, language = clean(text_of(template, "name")), clean(text_of(template, "language"))
    text = "\n\n".join(line for line in lines if line)
    return ApprovedText(name, language, text, places) if name and language and text else None


def poll(channel: Channel, *, after: int, wait: float) -> tuple[list[Event], int]:
    """Meta tells by itself and can be asked for nothing."""
    return [], after

"""An answer as messages of an Instagram account, what became of one whose fate is unclear, and who somebody is there.

https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import cutting
from sandali.channels.adapter import (
    Event,
    Looked,
    Outgoing,
    Party,
    Press,
    Receipt,
    Refused,
    RemoteFile,
    Sent,
    TryLater,
    Unclear,
)
from sandali.channels.instagram.reading import KIND
from sandali.channels.metaapi.graph import Graph, ask, download, graph_of_channel
from sandali.channels.metaapi.hooks import OURS, part, rows, text_of
from sandali.channels.metaapi.troubles import NO_TOKEN, NOT_REACHED, TROUBLES, later, meaning_of
from sandali.channels.models import Channel, DeliveryPart
from sandali.kit.secrets import SecretUnreadable
from sandali.kit.text import clean, isolate

SERVER: Final = "https://graph.instagram.com"
OWN: Final = "account_id"
MOST_SECONDS: Final = 100.0
LONGEST_BYTES, LONGEST_TITLE, MOST_BUTTONS = 1000, 20, 13  # of a text as UTF-8: some 500 Persian letters
LARGEST_DOWN: Final = 32 * 1024 * 1024
FIELDS: Final = "messages,messaging_seen,message_reactions,messaging_postbacks,message_edit"
LOOKED_BACK: Final = timedelta(minutes=2)  # their clock may go behind ours


def needed_graph(channel: Channel) -> Graph:
    """A channel's account. Raises TryLater without a token, or one that can be read."""
    try:
        graph = graph_of_channel(channel, server=SERVER, own=OWN, proves=False)
    except SecretUnreadable as problem:
        raise meaning_of(problem) from problem
    if graph is None or not graph.own:
        raise TryLater(str(NO_TOKEN), "no-token", channel_fault=True)
    return graph


def size(text: str) -> int:
    """How long Meta counts a text."""
    return len(text.encode("utf-8", "replace"))


def pieces_of(outgoing: Outgoing) -> list[str]:
    """The texts as which an answer leaves."""
    return cutting.pieces(outgoing.text.strip(), LONGEST_BYTES, size)


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Send what has not left yet. Raises Refused, TryLater, and Unclear when Meta may have a part without having said so."""
    graph = needed_graph(channel)
    if outgoing.to.kind != KIND:
        raise Refused(str(NOT_REACHED), "no-account")
    pieces, done, until = pieces_of(outgoing), list(outgoing.done), time.monotonic() + MOST_SECONDS
    for number, piece in list(enumerate(pieces))[len(done) :]:
        if time.monotonic() > until:
            raise TryLater(_("It takes long. The rest follows."), "slow", 1, done=tuple(done))
        message: dict[str, Any] = {"text": piece}
        if outgoing.buttons and number == len(pieces) - 1:
            message["quick_replies"] = [
                {"content_type": "text", "title": one.label[:LONGEST_TITLE], "payload": f"{OURS}{one.data}"} for one in outgoing.buttons[:MOST_BUTTONS]
            ]
        done.append(hand_over(graph, channel, outgoing.to.value, message, tuple(done)))
    return Sent(external_id=done[-1] if done else "", parts=tuple(done))


def hand_over(graph: Graph, channel: Channel, to: str, message: dict[str, Any], done: tuple[str, ...]) -> str:
    """One message; returns its id there. Raises Refused, TryLater, Unclear."""
    tag = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if channel.settings.get("human_agent") else {}
    try:
        said = ask(graph, "POST", f"{graph.own}/messages", data={"recipient": {"id": to}, "message": message, **tag})
    except TROUBLES as problem:
        meaning = meaning_of(problem, done=done, may_have_left=True)
        if isinstance(meaning, Refused) and done:
            meaning = Refused(_("Only a part of it was delivered. %(reason)s") % {"reason": meaning.reason}, meaning.code)
        raise meaning from problem
    number = text_of(said, "message_id")
    if not number:
        raise Unclear(_("The server does not answer as Meta's should."), "no-id", done=done)
    return number


def look_up(channel: Channel, outgoing: Outgoing, *, since: datetime) -> Looked:
    """Whether the conversation shows the part that is unclear: Meta knows no reference of ours, so that its words are looked for."""
    graph, pieces = needed_graph(channel), pieces_of(outgoing)
    wanted = pieces[len(outgoing.done)] if len(outgoing.done) < len(pieces) else ""
    query = {"user_id": outgoing.to.value, "fields": "messages.limit(20){id,message,from,created_time}", "platform": "instagram"}
    try:
        said = ask(graph, "GET", f"{graph.own}/conversations", query=query)
    except TROUBLES as problem:
        raise later(problem) from problem
    shown = [one for talk in rows(said.get("data")) for one in rows(part(talk, "messages").get("data"))]
    ids = [
        text_of(one, "id") for one in shown
        if text_of(one, "message") == wanted and text_of(part(one, "from"), "id") != outgoing.to.value and came_after(one, since - LOOKED_BACK)
    ]  # fmt: skip
    known = set(DeliveryPart.objects.filter(channel=channel, external_id__in=ids, delivery__isnull=False).values_list("external_id", flat=True))
    number = next((one for one in ids if one and one not in known), "")
    if not number:
        return Looked()
    parts = (*outgoing.done, number)
    return Looked(Sent(number, parts=parts)) if len(parts) >= len(pieces) else Looked(done=parts)


def came_after(message: dict[str, Any], since: datetime) -> bool:
    """Whether a message of a conversation was made after a moment; what has no time that can be read was not."""
    try:
        return datetime.strptime(text_of(message, "created_time"), "%Y-%m-%dT%H:%M:%S%z") > since
    except ValueError:
        return False


def reports(channel: Channel, external_ids: tuple[str, ...]) -> list[Receipt]:
    """Meta tells of these by itself, so nothing ever asks."""
    return []


def fetch_file(channel: Channel, file: RemoteFile) -> bytes:
    """A file that a customer sent, from where Meta said that it lies. Raises Refused or TryLater."""
    graph = needed_graph(channel)
    try:
        return download(graph, file.reference, most=LARGEST_DOWN, with_token=False)
    except TROUBLES as problem:
        raise meaning_of(problem) from problem


def acknowledge(channel: Channel, press: Press, *, words: str) -> None:
    """A word to who pressed a button. Raises Refused or TryLater."""
    to = press.id.partition(":")[0]
    if words and to:
        try:
            hand_over(needed_graph(channel), channel, to, {"text": words}, ())
        except Unclear as unclear:
            raise TryLater(unclear.reason, unclear.code) from unclear


def profile(channel: Channel, value: str) -> Party | None:
    """Who an account is: its name and @name; None where Meta does not say. Raises Refused or TryLater."""
    try:
        said = ask(needed_graph(channel), "GET", value, query={"fields": "name,username"})
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    name, username = (isolate(clean(text_of(said, field))).strip() for field in ("name", "username"))
    return Party(KIND, value, name[:160] or username[:64], shown=f"@{username[:64]}" if username else "") if name or username else None


def who(graph: Graph) -> dict[str, Any]:
    """The account as Meta knows it. Raises TROUBLES."""
    return ask(graph, "GET", graph.own, query={"fields": "user_id,username"})


def connect(channel: Channel, *, hook_url: str) -> str:
    """Have Meta tell us of this account's messages, at the address that its app has; returns the account's name."""
    graph = needed_graph(channel)
    try:
        known = who(graph)
        if hook_url:
            ask(graph, "POST", f"{graph.own}/subscribed_apps", query={"subscribed_fields": FIELDS})
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    username = clean(text_of(known, "username"))
    return f"@{username}".lower() if username else ""


def poll(channel: Channel, *, after: int, wait: float) -> tuple[list[Event], int]:
    """Meta tells by itself and can be asked for nothing."""
    return [], after

"""An answer as messages of an Instagram account, what became of one whose fate is unclear, and who somebody is there.

https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import cutting
from sandali.channels.adapter import (
    IN_PUBLIC,
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
from sandali.channels.instagram.comments import digits
from sandali.channels.instagram.files import message_with, refuse_files
from sandali.channels.instagram.needing import LOOKED_BACK, came_after, needed_graph
from sandali.channels.instagram.public import look_up_in_public, send_in_public
from sandali.channels.instagram.reading import KIND
from sandali.channels.metaapi.graph import Graph, ask, download
from sandali.channels.metaapi.hooks import OURS, part, rows, text_of
from sandali.channels.metaapi.troubles import NOT_REACHED, TROUBLES, later, meaning_of
from sandali.channels.models import Channel, DeliveryPart
from sandali.kit.text import clean, isolate

MOST_SECONDS: Final = 100.0
LONGEST_BYTES, LONGEST_TITLE, MOST_BUTTONS = 1000, 20, 13  # of a text as UTF-8: some 500 Persian letters
LARGEST_DOWN: Final = 32 * 1024 * 1024
FIELDS: Final = "messages,messaging_seen,message_reactions,messaging_postbacks,message_edit,comments,mentions"
LIVE_FIELDS: Final = ",live_comments"  # of a busy video thousands: only where they are wished for


def size(text: str) -> int:
    """How long Meta counts a text."""
    return len(text.encode("utf-8", "replace"))


def pieces_of(outgoing: Outgoing) -> list[str]:
    """The texts as which an answer leaves."""
    return cutting.pieces(outgoing.text.strip(), LONGEST_BYTES, size)


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Send what has not left yet. Raises Refused, TryLater, and Unclear when Meta may have a part without having said so."""
    if outgoing.chat.startswith(IN_PUBLIC):
        return send_in_public(channel, outgoing)
    graph = needed_graph(channel)
    if outgoing.to.kind != KIND and not outgoing.privately:
        raise Refused(str(NOT_REACHED), "no-account")
    steps, done, until = steps_of(channel, outgoing), list(outgoing.done), time.monotonic() + MOST_SECONDS
    if outgoing.privately and (len(steps) > 1 or outgoing.files):
        raise Refused(_("You can write privately about a comment only once, in one message of about 500 letters and without files. Please shorten it."), "too-long")
    to = {"comment_id": outgoing.privately} if outgoing.privately else {"id": outgoing.to.value}
    for message in steps[len(done) :]:
        if time.monotonic() > until:
            raise TryLater(_("This is taking a while. The rest will follow."), "slow", 1, done=tuple(done))
        done.append(hand_over(graph, channel, to, message, tuple(done)))
    return Sent(external_id=done[-1] if done else "", parts=tuple(done))


def steps_of(channel: Channel, outgoing: Outgoing) -> list[dict[str, Any]]:
    """Everything that leaves, in order: the text in pieces with the buttons below the last, then the files. Raises Refused for files that
    Meta does not take, before anything has left."""
    refuse_files(outgoing.files)
    steps: list[dict[str, Any]] = [{"text": piece} for piece in pieces_of(outgoing)]
    if outgoing.buttons and steps:
        steps[-1]["quick_replies"] = [
            {"content_type": "text", "title": one.label[:LONGEST_TITLE], "payload": f"{OURS}{one.data}"} for one in outgoing.buttons[:MOST_BUTTONS]
        ]
    return [*steps, *(message_with(channel, outgoing, place) for place in range(len(outgoing.files)))]


def hand_over(graph: Graph, channel: Channel, to: dict[str, str], message: dict[str, Any], done: tuple[str, ...]) -> str:
    """One message; returns its id there. Raises Refused, TryLater, Unclear."""
    tag = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if channel.settings.get("human_agent") and "id" in to else {}
    try:
        said = ask(graph, "POST", f"{graph.own}/messages", data={"recipient": to, "message": message, **tag})
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
    """Whether the conversation shows the part that is unclear: Meta knows no reference of ours, so that its words are looked for, of a
    file a message of ours without words."""
    if outgoing.chat.startswith(IN_PUBLIC):
        return look_up_in_public(channel, outgoing, since=since)
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
        if text_of(one, "message") == wanted and text_of(part(one, "from"), "id") != outgoing.to.value and came_after(text_of(one, "created_time"), since - LOOKED_BACK)
    ]  # fmt: skip
    known = set(DeliveryPart.objects.filter(channel=channel, external_id__in=ids, delivery__isnull=False).values_list("external_id", flat=True))
    number = next((one for one in ids if one and one not in known), "")
    if not number:
        return Looked()
    parts = (*outgoing.done, number)
    return Looked(Sent(number, parts=parts)) if len(parts) >= len(pieces) + len(outgoing.files) else Looked(done=parts)


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
            hand_over(needed_graph(channel), channel, {"id": to}, {"text": words}, ())
        except Unclear as unclear:
            raise TryLater(unclear.reason, unclear.code) from unclear


def profile(channel: Channel, value: str) -> Party | None:
    """Who an account is: its name and @name; None where Meta does not say. Raises Refused or TryLater."""
    if not digits(value):
        return None  # a name is all that is known, and all that there is to know
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
            ask(graph, "POST", f"{graph.own}/subscribed_apps", query={"subscribed_fields": FIELDS + (LIVE_FIELDS if channel.settings.get("live") else "")})
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    username = clean(text_of(known, "username"))
    return f"@{username}".lower() if username else ""


def poll(channel: Channel, *, after: int, wait: float) -> tuple[list[Event], int]:
    """Meta tells by itself and can be asked for nothing."""
    return [], after

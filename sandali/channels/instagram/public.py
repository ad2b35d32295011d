"""Answers where everybody can read them, and privately to who wrote there; what Meta says of a mention, and where something stands.

https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment/replies and
https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-user/mentions"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import BELOW_OURS, ON_THE_AIR, Event, Looked, Outgoing, Refused, Sent, Unclear
from sandali.channels.instagram.comments import MEDIA, MENTIONED, digits, whole_mention
from sandali.channels.instagram.needing import LOOKED_BACK, came_after, needed_graph
from sandali.channels.metaapi.graph import Answered, Graph, ask
from sandali.channels.metaapi.hooks import part, rows, text_of
from sandali.channels.metaapi.troubles import TROUBLES, later, meaning_of
from sandali.channels.models import Channel, DeliveryPart
from sandali.kit.text import clean

LONGEST_COMMENT: Final = 2200  # characters
GONE_SUBCODE: Final = 33  # of code 100: there is no such object (any more)
IN_COMMENT: Final = "text,username,timestamp,media{permalink}"
IN_MEDIA: Final = "caption,username,timestamp,permalink,media_type,media_url"


def send_in_public(channel: Channel, outgoing: Outgoing) -> Sent:
    """Answer below what was said. Raises Refused, TryLater, and Unclear when it may stand there without Meta having said so."""
    graph, chat, text = needed_graph(channel), outgoing.chat, outgoing.text.strip()
    if chat.startswith(ON_THE_AIR):
        raise Refused(_("Comments on a live video cannot be answered publicly. Reply privately while the video is live."), "live")
    if outgoing.files:
        raise Refused(_("Files cannot be attached to a public comment. Remove them, or reply privately."), "files")
    if len(text) > LONGEST_COMMENT:
        raise Refused(_("A comment can have at most 2,200 characters. Shorten it, or reply privately."), "too-long")
    path, data = place_of(graph, chat)
    try:
        said = ask(graph, "POST", path, data={**data, "message": text})
    except TROUBLES as problem:
        raise meaning_in_public(problem) from problem
    number = text_of(said, "id")
    if not number:
        raise Unclear(_("The server does not answer as Meta's should."), "no-id")
    return Sent(external_id=number, parts=(number,))


def place_of(graph: Graph, chat: str) -> tuple[str, dict[str, Any]]:
    """(path, fields) by which Meta takes an answer there. Raises Refused for a place that is none."""
    if chat.startswith(BELOW_OURS) and (root := digits(chat.removeprefix(BELOW_OURS))):
        return f"{root}/replies", {}
    if chat.startswith(MENTIONED):
        comment, _colon, media = chat.removeprefix(MENTIONED).partition(":")
        if digits(comment) and digits(media):
            return f"{graph.own}/mentions", {"media_id": media, "comment_id": comment}
    if chat.startswith(MEDIA) and (media := digits(chat.removeprefix(MEDIA))):
        return f"{graph.own}/mentions", {"media_id": media}
    raise Refused(_("Meta does not say where this was posted, so it cannot be answered there."), "no-place")


def meaning_in_public(problem: Exception) -> Exception:
    """What trouble with an answer in public means: what is gone there says nothing of our account."""
    if isinstance(problem, Answered) and problem.code == 100 and problem.subcode == GONE_SUBCODE:
        return Refused(_("What they wrote is gone (deleted or hidden), or the access token is not allowed to reply to comments."), "gone")
    return meaning_of(problem, may_have_left=True)


def look_up_in_public(channel: Channel, outgoing: Outgoing, *, since: datetime) -> Looked:
    """Whether our answer stands below a comment of ours. Meta shows no answers to mentions elsewhere: a person decides about these."""
    graph = needed_graph(channel)
    if not outgoing.chat.startswith(BELOW_OURS):
        return Looked()
    path, _data = place_of(graph, outgoing.chat)
    try:
        said = ask(graph, "GET", path, query={"fields": "id,text,timestamp", "limit": "50"})
    except TROUBLES as problem:
        raise later(problem) from problem
    shown = [one for one in rows(said.get("data")) if text_of(one, "text") == outgoing.text.strip() and came_after(text_of(one, "timestamp"), since - LOOKED_BACK)]
    ids = [text_of(one, "id") for one in shown]
    known = set(DeliveryPart.objects.filter(channel=channel, external_id__in=ids, delivery__isnull=False).values_list("external_id", flat=True))
    number = next((one for one in ids if one and one not in known), "")
    return Looked(Sent(number, parts=(number,))) if number else Looked()


def tell_more(channel: Channel, reference: str) -> Event:
    """What was said in a mention, by whom. Raises Refused or TryLater."""
    graph = needed_graph(channel)
    media, _colon, comment = reference.partition(":")
    name, fields = ("mentioned_comment", f"comment_id({comment}){{{IN_COMMENT}}}") if comment else ("mentioned_media", f"media_id({media}){{{IN_MEDIA}}}")
    try:
        said = ask(graph, "GET", graph.own, query={"fields": f"{name}.{fields}"})
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    return whole_mention(graph.own, reference, part(said, name))


def untold(channel: Channel, reference: str) -> Event:
    """The bare fact of a mention."""
    return whole_mention(str(channel.settings.get("account_id") or ""), reference, {})


def link_of(channel: Channel, chat: str) -> str:
    """The address of the post below which something was said, or in which we were named. Raises Refused or TryLater."""
    graph = needed_graph(channel)
    path, fields, inside = graph.own, "", ""
    if chat.startswith((BELOW_OURS, ON_THE_AIR)):
        path, fields, inside = digits(chat.rpartition(":")[2]), "media{permalink}", "media"
    elif chat.startswith(MENTIONED):
        fields, inside = f"mentioned_comment.comment_id({chat.removeprefix(MENTIONED).partition(':')[0]}){{media{{permalink}}}}", "mentioned_comment"
    elif chat.startswith(MEDIA):
        fields, inside = f"mentioned_media.media_id({chat.removeprefix(MEDIA)}){{permalink}}", "mentioned_media"
    if not path or not fields:
        return ""
    try:
        found = part(ask(graph, "GET", path, query={"fields": fields}), inside)
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    link = clean(text_of(found, "permalink") or text_of(part(found, "media"), "permalink"))
    return link if link.startswith("https://") and len(link) <= 250 else ""

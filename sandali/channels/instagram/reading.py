"""What Meta tells of an Instagram account's messages, and of what was said in public (comments.py), as facts. Pure.

https://developers.facebook.com/documentation/instagram-platform/webhooks/examples"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import telling
from sandali.channels.adapter import Event, Incoming, Party, Press, Receipt, RemoteFile, Unreadable
from sandali.channels.instagram.comments import (
    KIND,
    NOTHING,
    OBJECT,
    changes,
    event_of_change,
    fact_of_change,
)
from sandali.channels.metaapi.hooks import (
    OURS,
    entries,
    kept_whole,
    moment,
    packed,
    part,
    rows,
    seconds_of,
    text_of,
    told_in,
)
from sandali.kit.text import clean, language_of

REACTION: Final = "reaction"
FILES: Final = {"image": "photo.jpg", "video": "video.mp4", "audio": "audio.m4a", "file": "file", "ig_story": "story", "ephemeral": "photo"}
LONGEST_ADDRESS: Final = 2000


def messagings(told: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(entry, what happened) in conversations, also where another program of ours has the word just now (`standby`)."""
    for entry in entries(told):
        for name in ("messaging", "standby"):
            for one in rows(entry.get(name)):
                yield entry, one


def events(body: bytes, *, settings: dict[str, Any]) -> list[Event]:
    """What a request tells, each thing by itself; whole when it tells of no message."""
    told = told_in(body, OBJECT)
    if told is None:
        return kept_whole(body)
    made = [event_of(entry, one) for entry, one in messagings(told)] + [event_of_change(*one) for one in changes(told)]
    return made or kept_whole(body)


def event_of(entry: dict[str, Any], one: dict[str, Any]) -> Event:
    """One thing: a message by its id, what is done to one by what and when, in the order of its writer."""
    raw = packed(OBJECT, {"id": entry.get("id"), "time": entry.get("time"), "messaging": [one]})
    lane, at = clean(text_of(part(one, "sender"), "id")), text_of(one, "timestamp")
    kind = next((name for name in ("message", "postback", "reaction", "read", "message_edit") if part(one, name)), "")
    about = part(one, kind)
    number = clean(text_of(about, "mid"))
    if not number:
        return Event(raw)
    deleted = ":deleted" if about.get("is_deleted") is True else ""
    more = f":{clean(at)}:{clean(text_of(about, 'action'))}" if kind not in ("message", "postback") else ""
    return Event(raw, id=f"{kind}:{number}{more}{deleted}", lane=lane, order=int(seconds_of(at) * 1000))


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What was told. Raises Unreadable."""
    told = told_in(raw, OBJECT)
    if told is None:
        raise Unreadable(_("This is not what Instagram tells."))
    own = str(settings.get("account_id") or "")
    return [fact_of(one) for _entry, one in messagings(told)] + [fact_of_change(*one, own=own) for one in changes(told)]


def fact_of(one: dict[str, Any]) -> Incoming:
    """One thing that happened in a conversation."""
    sender = clean(text_of(part(one, "sender"), "id"))[:40]
    message = part(one, "message")
    if not sender or message.get("is_echo") is True:
        return NOTHING  # our own word, also one that was written in Instagram's own program
    at = moment(one.get("timestamp"))
    read_to = clean(text_of(part(one, "read"), "mid"))
    if read_to:
        return Incoming(sender=None, receipts=(Receipt(read_to[:200], "read", at),))
    who, number = Party(KIND, sender), clean(text_of(message, "mid"))[:250]
    if message.get("is_deleted") is True:
        return Incoming(sender=who, external_id=number, chat=sender, change="delete", sent_at=at)
    edit = part(one, "message_edit")
    if edit:
        text = clean(text_of(edit, "text"))
        return Incoming(sender=who, external_id=clean(text_of(edit, "mid"))[:250], text=text, chat=sender, change="edit", sent_at=at, language=language_of(text))
    return pressed(one, who) or reacted(one, who) or said_in(message or part(one, "postback"), who, at)


def pressed(one: dict[str, Any], who: Party) -> Incoming | None:
    """A button of ours; any other is words."""
    about = part(one, "message") or part(one, "postback")
    data = text_of(part(about, "quick_reply"), "payload") or text_of(about, "payload")
    if not data.startswith(OURS):
        return None
    number = f"{who.value}:{clean(text_of(about, 'mid'))}"[:300]
    return Incoming(sender=who, chat=who.value, press=Press(number, clean(data.removeprefix(OURS))[:64]))


def reacted(one: dict[str, Any], who: Party) -> Incoming | None:
    """A sign below a message; what was taken away says nothing."""
    reaction = part(one, REACTION)
    emoji, number = clean(text_of(reaction, "emoji") or text_of(reaction, "reaction")), clean(text_of(reaction, "mid"))
    if not reaction:
        return None
    if not emoji or text_of(reaction, "action") == "unreact":
        return NOTHING
    made = f"{number}:{clean(text_of(one, 'timestamp'))}"[-250:]
    return Incoming(
        sender=who, external_id=made, text=emoji, chat=who.value, references=(number,), remarks=(REACTION,), sent_at=moment(one.get("timestamp"))
    )


def said_in(message: dict[str, Any], who: Party, at: Any) -> Incoming:
    """What a message says."""
    files, answered = files_of(message), part(message, "reply_to")
    words = clean("\n".join(line for line in lines_of(message) if line)).strip()
    if not words and not files:
        return NOTHING
    reference = clean(text_of(answered, "mid"))
    return Incoming(
        sender=who,
        external_id=clean(text_of(message, "mid"))[:250],
        text=words,
        sent_at=at,
        references=(reference,) if reference else (),
        language=language_of(words),
        chat=who.value,
        remote_files=files,
    )


def lines_of(message: dict[str, Any]) -> Iterator[str]:
    """The words of a message, and in words what has none."""
    story = part(part(message, "reply_to"), "story")
    if story:
        yield _("(An answer to our story)")
        yield from shown_for_a_day(clean(text_of(story, "url")))
    for one in rows(message.get("attachments")):
        kind, payload = text_of(one, "type"), part(one, "payload")
        if kind == "story_mention":
            yield _("(They mentioned us in their story)")
            yield from shown_for_a_day(clean(text_of(payload, "url")))
        elif kind not in FILES:
            yield " ".join(filter(None, [text_of(payload, "title"), text_of(payload, "url")])) or telling.only_there()
    yield text_of(message, "text") or text_of(message, "title")
    if message.get("is_unsupported") is True:
        yield telling.only_there()


def shown_for_a_day(address: str) -> Iterator[str]:
    """Where a story is to be seen, and until when. Meta forbids to keep one: it stays its writer's to take away
    (developers.facebook.com/docs/messenger-platform/instagram/features/story-mention)."""
    if address.startswith("https://") and len(address) <= LONGEST_ADDRESS and not any(letter.isspace() for letter in address):
        yield _("The story, to be seen for 24 hours or until it is taken away: %(address)s") % {"address": address}


def files_of(message: dict[str, Any]) -> tuple[RemoteFile, ...]:
    """Files that lie at Meta."""
    found = [(text_of(one, "type"), clean(text_of(part(one, "payload"), "url"))) for one in rows(message.get("attachments"))]
    return tuple(RemoteFile(address, FILES[kind]) for kind, address in found if kind in FILES and 0 < len(address) <= LONGEST_ADDRESS)

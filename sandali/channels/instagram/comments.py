"""What Meta tells of comments below our posts, and of mentions elsewhere, as facts. Pure.

https://developers.facebook.com/documentation/instagram-platform/webhooks/examples. Of a mention it tells ids alone; what was said is
asked for, and kept as a request that tells it whole (`whole_mention`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import telling
from sandali.channels.adapter import BELOW_OURS, IN_PUBLIC, ON_THE_AIR, Event, Incoming, Party, RemoteFile
from sandali.channels.metaapi.hooks import entries, moment, packed, part, rows, seconds_of, text_of
from sandali.kit.text import clean, language_of, looks_mixed_script

OBJECT: Final = "instagram"
KIND: Final = "instagram"
NAME: Final = "instagram-name"  # how somebody is called there: all that Meta tells of who mentions us elsewhere
LIVE, MENTIONS = "live_comments", "mentions"
FIELDS: Final = ("comments", LIVE, MENTIONS)
TOLD: Final = "sandali_told"  # what Meta answered, inside a mention
NUMBER: Final = re.compile(r"\d{1,30}")
PICTURES: Final = {"IMAGE": "photo.jpg", "VIDEO": "video.mp4"}
NOTHING: Final = Incoming(sender=None, automatic="command")
MEDIA, MENTIONED = f"{IN_PUBLIC}media:", f"{IN_PUBLIC}mention:"


def changes(told: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """(entry, field, value) of what was said in public. Meta puts these under "changes", for some apps into the entry itself."""
    for entry in entries(told):
        for one in [*rows(entry.get("changes")), entry]:
            field = text_of(one, "field")
            if field in FIELDS:
                yield from ((entry, field, value) for value in [part(one, "value"), *rows(one.get("value"))] if value)


def event_of_change(entry: dict[str, Any], field: str, value: dict[str, Any]) -> Event:
    """One thing that was said in public, by its id: advertisements are told of twice."""
    raw = packed(OBJECT, {"id": entry.get("id"), "time": entry.get("time"), "changes": [{"field": field, "value": value}]})
    number = f"{media_of(value)}:{comment_of(value)}" if field == MENTIONS else comment_of(value)
    if not number.strip(":"):
        return Event(raw)
    told = ":told" if TOLD in value else ""
    lane = clean(text_of(part(value, "from"), "id")) or number
    return Event(raw, id=f"{field}:{number}{told}", lane=lane, order=int(seconds_of(entry.get("time")) * 1000))


def comment_of(value: dict[str, Any]) -> str:
    """The comment's number; both names stand in the documentation. "" for what is no number."""
    return digits(text_of(value, "id") or text_of(value, "comment_id"))


def media_of(value: dict[str, Any]) -> str:
    """The number of what was posted."""
    return digits(text_of(value, "media_id") or text_of(part(value, "media"), "id"))


def digits(text: str) -> str:
    """A number of Meta's, "" for anything else: it becomes part of an address that we ask."""
    return text if text.isascii() and NUMBER.fullmatch(text) else ""


def fact_of_change(entry: dict[str, Any], field: str, value: dict[str, Any], *, own: str) -> Incoming:
    """One thing that was said in public. `own` is our account's number: our own comments are no news."""
    at = moment(entry.get("time"))
    if field == MENTIONS:
        return mention_fact(value, at)
    writer, number = part(value, "from"), comment_of(value)
    who = digits(text_of(writer, "id"))
    if not number or text_of(writer, "self_ig_scoped_id") or who in {own, text_of(entry, "id")} - {""}:
        return NOTHING
    called, named = text_of(writer, "username"), by_name(text_of(writer, "username"))
    sender = Party(KIND, who, named.name if named else "", mixed(called), shown=named.value if named else "") if who else named
    on_the_air = field == LIVE
    place = ON_THE_AIR if on_the_air else BELOW_OURS
    root = number if on_the_air else digits(text_of(value, "parent_id")) or number
    words = clean(text_of(value, "text")).strip()
    return Incoming(
        sender=sender, external_id=number, text=words or telling.only_there(), sent_at=at, language=language_of(words), chat=f"{place}{root}",
        also=(named,) if named and who else (),
    )  # fmt: skip


def mention_fact(value: dict[str, Any], at: datetime | None) -> Incoming:
    """Somebody named us in a caption or a comment of theirs."""
    media, comment = media_of(value), comment_of(value)
    if not media and not comment:
        return NOTHING
    if TOLD not in value:
        return Incoming(sender=None, automatic="command", ask=f"{media}:{comment}")
    told = part(value, TOLD)
    words = clean(text_of(told, "text") or text_of(told, "caption")).strip()
    address, kind = clean(text_of(told, "media_url")), text_of(told, "media_type")
    return Incoming(
        sender=by_name(text_of(told, "username")),
        external_id=comment or media,
        text=words or _("(They mentioned us on Instagram; Meta does not tell us what they said)"),
        sent_at=at,
        language=language_of(words),
        chat=f"{MENTIONED}{comment}:{media}" if comment else f"{MEDIA}{media}",
        remote_files=(RemoteFile(address, PICTURES[kind]),) if 0 < len(address) <= 2000 and kind in PICTURES else (),
    )


def by_name(name: str) -> Party | None:
    """Who is called so there; None for nobody. A name is all that is told, so it stands for theirs until Meta tells that."""
    called = clean(name).strip().lstrip("@").lower()[:64]
    return Party(NAME, f"@{called}", f"@{called}", mixed(called), shown=f"@{called}") if called and called.replace(".", "").replace("_", "").isalnum() else None


def mixed(name: str) -> str:
    """The code for a name that tries to look like another."""
    return "mixed-script" if looks_mixed_script(name) else ""


def whole_mention(own: str, reference: str, told: dict[str, Any]) -> Event:
    """A mention with what Meta says of it, as a request of its own. `reference` is "media:comment"."""
    media, _colon, comment = reference.partition(":")
    stamp = text_of(told, "timestamp")
    at = int(datetime.fromisoformat(stamp).timestamp()) if stamp and is_time(stamp) else None
    value = {"media_id": media, **({"comment_id": comment} if comment else {}), TOLD: told}
    return event_of_change({"id": own, **({"time": at} if at else {})}, MENTIONS, value)


def is_time(stamp: str) -> bool:
    """Whether it is a time as Meta writes it."""
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        return False
    return True

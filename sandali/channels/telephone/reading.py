"""What a telephone system told us as facts. Pure. Described for whoever connects one: docs/channels.md, "Telephone".

It is kept in an envelope with the country and town whose numbers come without their codes, so that it reads the same for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from sandali.channels.adapter import CallNews, Event, Happened, Incoming, Unreadable, Way
from sandali.channels.telephone import records
from sandali.channels.telephone.numbers import extension_of, outside_number
from sandali.kit.text import clean

Said = Mapping[str, Any]
HAPPENED: Final[tuple[Happened, ...]] = tuple(one for one in get_args(Happened) if one != "afterwards")  # that is said by records
ORDER: Final = {"ringing": 0, "answered": 1, "ended": 2, "recorded": 3}
WAYS: Final[tuple[Way, ...]] = get_args(Way)
INSIDE: Final = "internal"
RECORDED: Final = ("ami", "ari")  # systems that are listened to, and bring records of what was missed
# The end of a call waits so long (seconds) for what belongs before it: a call that was answered is not told as missed for a moment.
SETTLES: Final = 3.0
MOST_TOLD, MOST_EXTENSIONS, LONGEST_ID, LONGEST_ADDRESS = 500, 50, 80, 500
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def told_in(body: bytes) -> list[Said]:
    """The events in a request: one object, a list of them, or a list under "events". [] for nothing that we understand."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    inner = found.get("events") if isinstance(found, dict) and "events" in found else found
    rows = inner if isinstance(inner, list) else [inner]
    return [one for one in rows[:MOST_TOLD] if isinstance(one, dict) and is_event(one)]


def is_event(said: Said) -> bool:
    """Whether it names a call and something that happened to it."""
    return bool(name_of(said.get("call"))) and said.get("event") in HAPPENED


def name_of(value: Any) -> str:
    """A call's own name, short enough for a column."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    name = clean(str(value)).strip()
    return name if len(name) <= LONGEST_ID else hashlib.sha256(name.encode()).hexdigest()


def events(body: bytes, *, settings: Mapping[str, Any]) -> list[Event]:
    """What a request tells, each thing by itself; whole when it is nothing of calls. Asterisk's are its records: it is listened to besides."""
    if settings.get("receive") in RECORDED:
        rows = records.rows_in(body)
        return [Event(body)] if rows is None else records.events_of_rows(rows, settings)
    return [event_of(said, settings) for said in told_in(body)] or [Event(body)]


def event_of(said: Said, settings: Mapping[str, Any]) -> Event:
    """One thing as it is kept: by its call and sequence; where a system counts none, by what it says."""
    numbers = {"region": str(settings.get("region") or "IR"), "area": str(settings.get("area") or "")}
    raw = json.dumps({"numbers": numbers, "said": said}, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    call, sequence = name_of(said["call"]), said.get("sequence")
    counted = isinstance(sequence, int) and not isinstance(sequence, bool) and 0 <= sequence < 2**53
    mark = str(sequence) if counted else hashlib.sha256(json.dumps([said.get(name) for name in sorted(said)]).encode()).hexdigest()[:32]
    order = sequence if counted else ORDER[said["event"]]
    return Event(raw, id=f"{call}:{mark}", lane=call, order=int(order or 0), settles=SETTLES if said["event"] == "ended" else 0)


def read(raw: bytes, *, settings: Mapping[str, Any]) -> list[Incoming]:
    """What was told. Raises Unreadable."""
    if (whole := records.opened(raw)) is not None:
        return [Incoming(sender=None, call=whole)]
    found = opened(raw) or [(said, {"region": str(settings.get("region") or "IR"), "area": str(settings.get("area") or "")}) for said in told_in(raw)]
    if not found:
        raise Unreadable(_("This is not what a telephone system tells of a call."))
    return [facts_of(said, numbers) for said, numbers in found]


def opened(raw: bytes) -> list[tuple[Said, dict[str, str]]]:
    """What is in our own envelope, nothing for anything else."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, dict) or not isinstance(found.get("numbers"), dict) or not isinstance(found.get("said"), dict):
        return []
    numbers = {name: str(found["numbers"].get(name, "")) for name in ("region", "area")}
    return [(found["said"], numbers)] if is_event(found["said"]) else []


def facts_of(said: Said, numbers: Mapping[str, str]) -> Incoming:
    """One thing as facts. A call among ourselves is nobody's business: it says nothing."""
    number = text_of(said.get("number"))
    outside = outside_number(number, region=numbers["region"] or "IR", area=numbers["area"])
    if said.get("direction") == INSIDE or outside is None:
        return Incoming(sender=None, automatic="command")
    way = said.get("direction")
    news = CallNews(
        name_of(said["call"]),
        said["event"],
        way=way if way in WAYS else "",
        number=outside,
        extensions=extensions_in(said),
        at=moment_of(said.get("at")),
        recording=address_of(said.get("recording")),
    )
    return Incoming(sender=None, call=news)


def text_of(value: Any) -> str:
    """A value that should be a short text."""
    return clean(str(value)).strip()[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def extensions_in(said: Said) -> tuple[str, ...]:
    """The extensions that it names."""
    several = said.get("extensions")
    typed = several if isinstance(several, list) else [said.get("extension")]
    found = (extension_of(text_of(one)) for one in typed[:MOST_EXTENSIONS])
    return tuple(dict.fromkeys(one for one in found if one))


def moment_of(value: Any) -> datetime | None:
    """A moment as ISO 8601 with its zone, or in seconds since 1970; None when there is none or it is absurd."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            at = datetime.fromtimestamp(value, tz=UTC)
        else:
            at = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo is not None and EARLIEST < at < LATEST else None


def address_of(value: Any) -> str:
    """Where a recording lies: a web address without a password in it, or a name that the recordings' own address is set before."""
    typed = text_of(value) if not isinstance(value, str) else clean(value).strip()
    if not typed or len(typed) > LONGEST_ADDRESS or any(letter.isspace() for letter in typed):
        return ""
    try:
        parts = urlsplit(typed)
    except ValueError:
        return ""
    return typed if parts.scheme in ("", "http", "https") and "@" not in parts.netloc else ""

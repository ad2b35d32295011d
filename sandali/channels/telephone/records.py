"""Asterisk's records of calls (CDR) as what happened while nobody listened: rows of Master.csv, or of the table cdr. Pure.

A call is all rows of one linkedid; where there is none, those of its caller's channel. When it was is read from its name, which begins with
the seconds since 1970: no row says its zone. As docs.asterisk.org has it under "CDR Specification" (Asterisk 12 and newer), cdr_csv.c and
FreePBX's table asteriskcdrdb.cdr."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sandali.channels.adapter import CallNews, Event, Way
from sandali.channels.telephone.ami_events import extension_of_channel, is_trunk
from sandali.channels.telephone.numbers import outside_number
from sandali.kit.text import clean

Row = dict[str, str]
MOST_CALLS: Final = 500
MOST_ROWS: Final = 5000
LONGEST: Final = 200  # characters of what is kept of a field
# cdr_csv.c, build_csv_record: these always, then by its settings the channel's name, a field of the dialplan's, and three newer ones.
COLUMNS: Final = "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags".split()
NEWER: Final = ["peeraccount", "linkedid", "sequence"]
KEPT: Final = ("uniqueid", "linkedid", "channel", "dstchannel", "src", "dst", "disposition", "duration", "billsec", "recordingfile")
NAME: Final = re.compile(r"(?:[A-Za-z0-9_.]{1,40}-)?([0-9]{9,11})\.[0-9]{1,12}")
# How FreePBX and Issabel ring an extension by way of themselves: Local/204@from-queue-0000001a;1, Local/FMPR-204@from-internal-…
LOCAL: Final = re.compile(r"Local/(?:[A-Z]{2,5}-)?([0-9]{2,6})#?@")
PLACED: Final = "sandali-"  # calls that we had placed: they are known already


def rows_in(body: bytes) -> list[Row] | None:
    """The rows of a table with a head (commas, semicolons or tabs), or of Master.csv, which has none. None for anything else."""
    text = clean(body.decode("utf-8", "replace")).lstrip("\ufeff")
    first = text.partition("\n")[0]
    with_head = {"channel", "disposition"} <= {word.strip('"\r ').lower() for word in re.split("[,;\t]", first)}
    divided = max(",;\t", key=first.count) if with_head else ","
    read = csv.reader(io.StringIO(text, newline=""), delimiter=divided)
    lines: list[list[str]] = []
    try:
        for line in read:
            lines.append(line)
            if len(lines) > MOST_ROWS:
                break
    except csv.Error:
        return None
    if with_head:
        head = [word.strip().lower() for word in lines[0]]
        return [{name: value for name, value in zip(head, line, strict=False) if value != "NULL"} for line in lines[1:]]
    made = [named(line) for line in lines if line]
    known = [row for row in made if row is not None]
    return known if known else None


def named(line: list[str]) -> Row | None:
    """A line of Master.csv by its columns; None for what is none."""
    more = line[len(COLUMNS) :]
    if len(line) < len(COLUMNS) or len(more) > 5 or not line[12].isdigit() or not line[13].isdigit():
        return None
    row = dict(zip(COLUMNS, line, strict=False))
    if more and NAME.fullmatch(more[0]):
        row["uniqueid"] = more[0]
    if len(more) >= 3 and NAME.fullmatch(more[-2]):
        row |= dict(zip(NEWER, more[-3:], strict=True))
    return row


def events_of_rows(rows: Iterable[Row], settings: Mapping[str, Any]) -> list[Event]:
    """Each call as one thing that happened, the newest first: who was spoken with later is not owed a call for an earlier one."""
    numbers = {name: str(settings.get(name) or usual) for name, usual in (("region", "IR"), ("area", ""), ("dial_prefix", ""))}
    calls: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        name = row.get("linkedid") or row.get("uniqueid") or ""
        if NAME.fullmatch(name) and not name.startswith(PLACED):
            calls[name].append({field: row[field].strip()[:LONGEST] for field in KEPT if row.get(field)})
    newest = sorted(calls, key=lambda name: (moment_of(name), name), reverse=True)
    found = (event_of(name, calls[name], numbers) for name in newest)
    return [one for one in found if one is not None][:MOST_CALLS]


def event_of(name: str, rows: list[Row], numbers: dict[str, str]) -> Event | None:
    """A call as it is kept; None for one among ourselves, and for one whose caller's own row is not there (yet)."""
    rows = sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
    if news_of(name, rows, numbers) is None:
        return None
    raw = json.dumps({"numbers": numbers, "records": rows, "call": name}, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return Event(raw, id=f"{name}:cdr:{sha256(raw).hexdigest()[:32]}", lane=name)


def opened(raw: bytes) -> CallNews | None:
    """The call in an envelope of ours; None for anything else."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("records"), list) or not isinstance(found.get("numbers"), dict):
        return None
    return news_of(str(found.get("call")), [row for row in found["records"] if isinstance(row, dict)], found["numbers"])


def news_of(name: str, rows: list[Row], numbers: Mapping[str, str]) -> CallNews | None:
    """What rows of one call say, told afterwards: who called whom, who was rung, who answered when, until when."""
    own = [row for row in rows if (row.get("uniqueid") or name) == name and not row.get("channel", "").startswith("Local/")]
    if not own:
        return None
    way, number = ends_of(own, numbers)
    outside = outside_number(number, region=numbers.get("region") or "IR", area=numbers.get("area", ""))
    if not way or outside is None:
        return None
    rung, answers = [], []
    for row in rows:
        extension = ours_in(row, way)
        began = moment_of(row.get("uniqueid") or name)
        if extension:
            rung.append(extension)
        if spoke(row, way) and extension:
            answers.append((began + seconds(row, "duration") - seconds(row, "billsec"), extension))
    answered_at, by = min(answers, default=(None, ""))
    recording = next((row["recordingfile"] for row in rows if row.get("recordingfile")), "")
    return CallNews(
        name, "afterwards", way=way, number=outside, extensions=tuple(dict.fromkeys(rung)), at=moment_of(name), answered_at=answered_at,
        answered_by=by, ended_at=max(moment_of(row.get("uniqueid") or name) + seconds(row, "duration") for row in own), recording=plain_name(recording),
    )  # fmt: skip


def ends_of(own: list[Row], numbers: Mapping[str, str]) -> tuple[Way, str]:
    """Whether it came in or went out, and the number outside; ("", "") for one among ourselves."""
    channel = own[0].get("channel", "")
    if is_trunk(channel):
        return "in", own[0].get("src", "")
    prefix = numbers.get("dial_prefix", "")
    for row in own:
        dialled = row.get("dst", "")
        if prefix and dialled.startswith(prefix) and len(dialled) > len(prefix) + 5:
            dialled = dialled[len(prefix) :]
        if extension_of_channel(channel) and (is_trunk(row.get("dstchannel", "")) or outside_number(dialled, region=numbers.get("region") or "IR")):
            return "out", dialled
    return "", ""


def ours_in(row: Row, way: Way) -> str:
    """The extension in a row: whose telephone was rung, or who called out."""
    if way == "out":
        return extension_of_channel(row.get("channel", ""))
    called = row.get("dstchannel", "")
    found = LOCAL.match(called)
    return found[1] if found else extension_of_channel(called)


def spoke(row: Row, way: Way) -> bool:
    """Whether a person talked: a menu, a queue or a mailbox that takes a call has no telephone at its other end."""
    talked = row.get("disposition", "").upper() == "ANSWERED" and seconds(row, "billsec") > timedelta()
    return talked and (way == "in" or bool(row.get("dstchannel")))


def seconds(row: Row, name: str) -> timedelta:
    """A length of time; none where there is no number."""
    value = row.get(name, "")
    return timedelta(seconds=int(value)) if value.isascii() and value.isdigit() and len(value) < 7 else timedelta()


def moment_of(name: str) -> datetime:
    """When a channel began, by its name; 1970 for what has no moment in it."""
    found = NAME.fullmatch(name)
    return datetime.fromtimestamp(int(found[1]) if found else 0, tz=UTC)


def plain_name(name: str) -> str:
    """A recording's file name, to be looked for below the address of recordings."""
    return name if name and not any(letter.isspace() for letter in name) and "://" not in name and "@" not in name else ""

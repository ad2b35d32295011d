"""Asterisk's events as what happens to calls, in the words of our own signed requests (reading.py). Without a network.

A call is all channels with one Linkedid. It rings where a dial begins to an extension's channel, is answered where that dial ends with
ANSWER, and is over when its last channel hung up: a caller who is passed on is still the same call. As docs.asterisk.org has it under
"AMI v2 Specification", and the pages of Newchannel, DialBegin, DialEnd, Hangup, VarSet and CoreShowChannel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from sandali.channels.telephone.numbers import outside_number

Block = dict[str, str]
Said = dict[str, Any]
# The technology, whose device it is, and a number of the channel's own: PJSIP/204-0000001a, SIP/204-0a1b, IAX2/204-12.
CHANNEL: Final = re.compile(r"^(?P<tech>[A-Za-z0-9]+)/(?P<peer>.+?)(?:-[0-9A-Fa-f]+)?(?:;[12])?$")
EXTENSION: Final = re.compile(r"[0-9]{2,6}")
RECORDING: Final = "MIXMONITOR_FILENAME"
MOST_CALLS: Final = 5000


@dataclass
class Known:
    """What was heard of a call: its channels, whom we told of, and who is on its other side."""

    channels: set[str] = field(default_factory=set)
    way: str = ""
    number: str = ""
    recording: str = ""


@dataclass
class Calls:
    """The calls that go on at one Asterisk, as far as this connection has heard of them."""

    area: str = ""
    region: str = "IR"
    dial_prefix: str = ""
    going_on: dict[str, Known] = field(default_factory=dict)

    def hear(self, block: Block) -> list[Said]:
        """What an event says of calls; [] for most."""
        call = block.get("Linkedid") or block.get("DestLinkedid") or ""
        handler = HANDLERS.get(block.get("Event", ""))
        return handler(self, call, block) if handler is not None and call else []

    def known(self, call: str) -> Known:
        """What is known of a call, from now on."""
        if len(self.going_on) >= MOST_CALLS and call not in self.going_on:
            self.going_on.pop(next(iter(self.going_on)))
        return self.going_on.setdefault(call, Known())

    def began(self, call: str, block: Block) -> list[Said]:
        """Newchannel: one more channel of a call. The first one says who calls whom."""
        known = self.known(call)
        first = not known.channels
        known.channels.add(block.get("Uniqueid", ""))
        if not first or block.get("Uniqueid") != call:
            return []
        inside = extension_of_channel(block.get("Channel", ""))
        if not inside:
            if is_trunk(block.get("Channel", "")):
                known.way, known.number = "in", block.get("CallerIDNum", "")
            return []
        dialled = self.without_prefix(block.get("Exten", ""))
        if outside_number(dialled, region=self.region, area=self.area) and dialled not in ("s", ""):
            known.way, known.number = "out", dialled
            return [self.said(call, known, "ringing", [inside])]
        return []

    def without_prefix(self, dialled: str) -> str:
        """A number as it is known outside."""
        prefix = self.dial_prefix
        return dialled[len(prefix) :] if prefix and dialled.startswith(prefix) and len(dialled) > len(prefix) + 5 else dialled

    def dialled(self, call: str, block: Block) -> list[Said]:
        """DialBegin: an extension rings, or a number outside is called."""
        known = self.known(call)
        known.channels |= {block[name] for name in ("Uniqueid", "DestUniqueid") if block.get(name)}
        caller, called = block.get("Channel", ""), block.get("DestChannel", "")
        inside = extension_of_channel(called)
        if not known.way and inside and is_trunk(caller):  # we came to listen in the middle of it
            known.way, known.number = "in", block.get("CallerIDNum", "")
        if known.way == "in" and inside:
            return [self.said(call, known, "ringing", [inside])]
        if not known.way and extension_of_channel(caller) and is_trunk(called):  # a call that was placed by us, or by a short code
            number = self.without_prefix(block.get("Exten", ""))
            known.way, known.number = "out", number if outside_number(number, region=self.region, area=self.area) else ""
            return [self.said(call, known, "ringing", [extension_of_channel(caller)])]
        return []

    def dial_ended(self, call: str, block: Block) -> list[Said]:
        """DialEnd: somebody answered, or did not."""
        known = self.known(call)
        if block.get("DialStatus") != "ANSWER" or not known.way:
            return []
        inside = extension_of_channel(block.get("DestChannel", ""))
        if known.way == "in":
            return [self.said(call, known, "answered", [inside])] if inside else []
        caller = extension_of_channel(block.get("Channel", ""))
        return [self.said(call, known, "answered", [caller] if caller else [])] if not inside else []

    def hung_up(self, call: str, block: Block) -> list[Said]:
        """Hangup: one channel less; after the last one the call is over."""
        known = self.going_on.get(call)
        if known is None:
            return []
        known.channels.discard(block.get("Uniqueid", ""))
        if known.channels - {""}:
            return []
        del self.going_on[call]
        return self.over(call, known)

    def over(self, call: str, known: Known) -> list[Said]:
        """What is said at the end of a call, if it was one with somebody outside."""
        if not known.way:
            return []
        ended = self.said(call, known, "ended", [])
        return [ended, {**self.said(call, known, "recorded", []), "recording": known.recording}] if known.recording else [ended]

    def set(self, call: str, block: Block) -> list[Said]:
        """VarSet: where a call is recorded. It is told at the end, when the file is whole."""
        if block.get("Variable") == RECORDING and block.get("Value") and call in self.going_on:
            self.going_on[call].recording = block["Value"]
        return []

    def stands(self, rows: list[Block]) -> None:
        """Channels that go on as we come to listen (CoreShowChannel)."""
        for row in rows:
            if row.get("Linkedid") and row.get("Uniqueid"):
                self.known(row["Linkedid"]).channels.add(row["Uniqueid"])
        for row in rows:
            if row.get("Linkedid") and row.get("Uniqueid") == row["Linkedid"] and is_trunk(row.get("Channel", "")):
                known = self.known(row["Linkedid"])
                known.way, known.number = "in", row.get("CallerIDNum", "")

    def said(self, call: str, known: Known, event: str, extensions: list[str]) -> Said:
        """One thing that happened, as our own requests say it."""
        number = "" if known.number in ("<unknown>", "unknown") else known.number
        return {"call": call, "event": event, "direction": known.way, "number": number, "extensions": extensions}


HANDLERS: Final = {
    "Newchannel": Calls.began, "DialBegin": Calls.dialled, "DialEnd": Calls.dial_ended, "Hangup": Calls.hung_up, "VarSet": Calls.set,
}  # fmt: skip


def is_trunk(channel: str) -> bool:
    """Whether a channel leads outside: to a line, or to a trunk."""
    found = CHANNEL.match(channel)
    return found is not None and found["tech"] != "Local" and not EXTENSION.fullmatch(found["peer"])


def extension_of_channel(channel: str) -> str:
    """The extension whose telephone a channel is; "" for a trunk, and for the halves by which Asterisk joins channels."""
    found = CHANNEL.match(channel)
    if found is None or found["tech"] == "Local" or not EXTENSION.fullmatch(found["peer"]):
        return ""
    return found["peer"]

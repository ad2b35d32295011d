"""ARI's events as those of AMI (ami_events.py), which know what happens to calls. Without a network.

AMI names the call in each event (Linkedid), ARI only the channel: which channels are one call is known by who dials whom, and by the two halves
of a Local channel. What dials in begins as "Ring" with what it dialled, what is dialled begins as "Down" and is nobody's call by itself.
As docs.asterisk.org has it under "REST Data Models": ChannelCreated, Dial, ChannelDestroyed, ChannelVarset, RecordingFinished."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandali.channels.telephone.ami_events import Block, Calls, Known, Said
from sandali.channels.telephone.ari import Event, recording_address, rows_of

BEGINS: Final = ("", "RINGING", "PROGRESS", "PROCEEDING")  # of a dial that is not over
DIALS_IN: Final = ("Ring", "Pre-ring")
IS_DIALLED: Final = ("AppDial", "AppDial2", "AppQueue")  # the application of a channel that was called
MOST_KEPT: Final = 5000


@dataclass
class AriCalls:
    """The calls at one Asterisk, as far as this connection has heard of them."""

    calls: Calls
    settings: Mapping[str, Any] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)  # channel, or both halves of a Local one → what it belongs to
    gone: OrderedDict[str, str] = field(default_factory=OrderedDict)  # channels that hung up → their call
    told: OrderedDict[str, str] = field(default_factory=OrderedDict)  # calls of which something was told
    bridges: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def hear(self, event: Event) -> list[Said]:
        """What an event says of calls; [] for most."""
        handler = HANDLERS.get(str(event.get("type")))
        said = handler(self, event) if handler is not None else []
        for one in said:
            keep(self.told, one["call"], one["call"])
        return said

    def call_of(self, channel: str) -> str:
        """The call that a channel belongs to, by its first channel."""
        for _step in range(MOST_KEPT):
            above = self.joined.setdefault(channel, channel)
            if above == channel:
                break
            channel = above
        return channel

    def join(self, channel: str, call: str) -> None:
        """A channel, and all that belongs to it, is of this call."""
        own, call = self.call_of(channel), self.call_of(call)
        if own == call:
            return
        self.joined[own] = call
        known = self.calls.going_on.pop(own, None)
        if known is not None:
            self.calls.going_on.setdefault(call, Known()).channels.update(known.channels)

    def meet(self, channel: Event) -> str:
        """The number of a channel that is spoken of; "" for one that is gone, or none."""
        number, name = text_of(channel.get("id")), text_of(channel.get("name"))
        if not number or number in self.gone:
            return ""
        if len(self.joined) > 4 * MOST_KEPT:
            self.joined.pop(next(iter(self.joined)))
        if name.startswith("Local/") and name[-2:] in (";1", ";2"):
            self.join(number, name[:-2])
        self.call_of(number)
        return number

    def created(self, event: Event) -> list[Said]:
        """ChannelCreated: somebody dials in. What is dialled says nothing before its dial."""
        channel = part_of(event, "channel")
        number = self.meet(channel)
        if not number or channel.get("state") not in DIALS_IN or text_of(channel.get("name")).startswith("Local/"):
            return []
        return self.calls.hear(self.block("Newchannel", channel))

    def dialled(self, event: Event) -> list[Said]:
        """Dial: it begins, or somebody answered, or did not."""
        caller, peer, status = part_of(event, "caller"), part_of(event, "peer"), text_of(event.get("dialstatus"))
        known = text_of(peer.get("id")) in self.joined
        calling, called = self.meet(caller), self.meet(peer)
        if not called or (caller and not calling):
            return []
        if calling:
            self.join(called, calling)
        begins = status in BEGINS
        if begins and status and known:
            return []
        block = self.block("DialBegin" if begins else "DialEnd", caller) | {
            "DestChannel": text_of(peer.get("name")), "DestUniqueid": called, "Linkedid": self.call_of(called), "DialStatus": status,
        }  # fmt: skip
        return self.calls.hear(block)

    def destroyed(self, event: Event) -> list[Said]:
        """ChannelDestroyed: one channel less. One of which nothing was heard before is heard of now."""
        channel = part_of(event, "channel")
        number = text_of(channel.get("id"))
        said = self.created(event) if number not in self.joined else []
        if not number or number in self.gone:
            return []
        call = self.call_of(number)
        keep(self.gone, number, call)
        return said + self.calls.hear(self.block("Hangup", channel) | {"Linkedid": call})

    def set(self, event: Event) -> list[Said]:
        """ChannelVarset: where a call is recorded."""
        channel = part_of(event, "channel")
        if not self.meet(channel):
            return []
        return self.calls.hear(self.block("VarSet", channel) | {"Variable": text_of(event.get("variable")), "Value": text_of(event.get("value"))})

    def entered(self, event: Event) -> list[Said]:
        """ChannelEnteredBridge: whose bridge it is, as it may be recorded."""
        number, bridge = self.meet(part_of(event, "channel")), text_of(part_of(event, "bridge").get("id"))
        if number and bridge:
            keep(self.bridges, bridge, self.call_of(number))
        return []

    def recorded(self, event: Event) -> list[Said]:
        """RecordingFinished: a stored recording of a call that was told of."""
        recording = part_of(event, "recording")
        name, (sort, _colon, number) = text_of(recording.get("name")), text_of(recording.get("target_uri")).partition(":")
        call = self.bridges.get(number, "") if sort == "bridge" else self.gone.get(number) or (self.call_of(number) if number in self.joined else "")
        if not name or call not in self.told:
            return []
        return [{"call": call, "event": "recorded", "recording": recording_address(self.settings, name, text_of(recording.get("format")) or "wav")}]

    def stands(self, channels: Any, bridges: Any) -> None:
        """What goes on as we come to listen. Only what certainly dialled in is known as such, as what is dialled looks alike once it is up."""
        rows = rows_of(channels)
        for bridge in rows_of(bridges):
            inside = [one for one in bridge.get("channels", []) if isinstance(one, str)] if isinstance(bridge.get("channels"), list) else []
            ordered = sorted((row for row in rows if row.get("id") in inside), key=lambda row: (is_dialled(row), text_of(row.get("creationtime"))))
            for row in ordered[1:]:
                self.join(text_of(row.get("id")), text_of(ordered[0].get("id")))
        blocks = [self.block("CoreShowChannel", row) for row in rows if self.meet(row)]
        self.calls.stands([block if not block["Dialled"] else block | {"Channel": ""} for block in blocks])

    def block(self, event: str, channel: Event) -> Block:
        """What AMI would say of a channel."""
        number = text_of(channel.get("id"))
        return {
            "Event": event, "Channel": text_of(channel.get("name")), "CallerIDNum": text_of(part_of(channel, "caller").get("number")),
            "Exten": text_of(part_of(channel, "dialplan").get("exten")), "Uniqueid": number, "Linkedid": self.call_of(number) if number else "",
            "Dialled": "yes" if is_dialled(channel) else "",
        }  # fmt: skip


Handler = Callable[[AriCalls, Event], list[Said]]
HANDLERS: Final[dict[str, Handler]] = {
    "ChannelCreated": AriCalls.created, "Dial": AriCalls.dialled, "ChannelDestroyed": AriCalls.destroyed, "ChannelVarset": AriCalls.set,
    "ChannelEnteredBridge": AriCalls.entered, "RecordingFinished": AriCalls.recorded,
}  # fmt: skip


def is_dialled(channel: Event) -> bool:
    """Whether a channel that stands was called, or may have been."""
    app = text_of(part_of(channel, "dialplan").get("app_name"))
    return channel.get("state") not in DIALS_IN and (not app or app in IS_DIALLED)


def part_of(said: Event, name: str) -> Event:
    """An object inside another, {} for none."""
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def text_of(value: Any) -> str:
    """A text, "" for what is none."""
    return value[:500] if isinstance(value, str) else ""


def keep(kept: OrderedDict[str, str], name: str, value: str) -> None:
    """Remember the last ones."""
    kept[name] = value
    kept.move_to_end(name)
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)

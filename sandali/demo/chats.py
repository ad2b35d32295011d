"""Customers who write to our bots: real updates, through the same door as any update."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import translation

from sandali.cases.actions.fetching import settle_file
from sandali.cases.actions.intake import receive_arrival
from sandali.cases.models import Attachment
from sandali.channels.kinds import KINDS, hook_adapter
from sandali.channels.models import Channel
from sandali.channels.setup import create_channel
from sandali.channels.taking import store_event
from sandali.company.permissions import Role
from sandali.demo.acts import Scene
from sandali.demo.matters import TEXTS
from sandali.demo.pictures import broken_cup
from sandali.kit import files

KINDS_USED = ("telegram", "bale")
FIRST_USER, FIRST_UPDATE = 555_010_000, 900_000_001


def chat(scene: Scene) -> None:
    """Two customers wrote today, one to each bot; nobody has answered yet."""
    channels = {kind: make_channel(scene, kind) for kind in KINDS_USED}
    path = TEXTS / scene.house.company.language / "chats.txt"
    lines = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    numbers = count(FIRST_UPDATE)
    users: dict[str, dict[str, Any]] = {}
    for number, (kind, first, last, username, minutes, act, text) in enumerate(([part.strip() for part in line] for line in lines), 1):
        user = users.setdefault(username, {"id": FIRST_USER + len(users), "is_bot": False, "first_name": first, "last_name": last, "username": username})
        with translation.override(scene.house.company.language):  # as the worker does, which puts what has no text of its own into words
            say(scene, channels[kind], user, act, text, minutes=int(minutes), update=next(numbers), message=number)


def make_channel(scene: Scene, kind: str) -> Channel:
    """The bot. It has no token: whoever tries the demo reaches nobody by it."""
    house = scene.house
    admin = next(person for person in house.people.values() if person.role == Role.ADMIN)
    name = f"{KINDS[kind].card.label} {house.profile.name}"
    address = f"@{house.profile.domain.partition('.')[0]}_bot"
    support = house.channels["support"].department
    return create_channel(kind=kind, name=name, by=admin, address=address, department=support, slug=kind, settings={"receive": "poll"})


def say(scene: Scene, channel: Channel, user: dict[str, Any], act: str, text: str, *, minutes: int, update: int, message: int) -> None:
    """One update: a text, a picture, or a change of the message before."""
    at = scene.period.now - timedelta(minutes=minutes)
    chat = {"type": "private", **{key: user[key] for key in ("id", "first_name", "last_name", "username")}}
    said: dict[str, Any] = {"message_id": message - 1 if act == "edit" else message, "from": user, "chat": chat, "date": int(at.timestamp())}
    if act == "photo":
        said |= {"caption": text, "photo": [{"file_id": f"demo-{message}", "file_unique_id": f"d{message}", "width": 260, "height": 180}]}
    elif act == "contact":
        said |= {"contact": {"phone_number": text, "first_name": user["first_name"], "last_name": user["last_name"], "user_id": user["id"]}}
    else:
        said["text"] = text
    if act == "edit":
        said["edit_date"] = int(at.timestamp())
    raw = json.dumps({"update_id": update, "edited_message" if act == "edit" else "message": said}, ensure_ascii=False).encode()
    for event in hook_adapter(channel).events(raw, settings=channel.settings):
        arrival, _made = store_event(channel, event, source="poll")
        arrival.received_at = at
        arrival.save(update_fields=["received_at"])
        for made in receive_arrival(arrival):
            fill_files(made.pk)


def fill_files(message: int) -> None:
    """The pictures are there: the demo asks no provider for them."""
    for file in Attachment.objects.select_related("message__case").filter(message=message, sha256=""):
        content = broken_cup(message % 10)
        settle_file(file, files.put(content), len(content))

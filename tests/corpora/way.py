"""The whole way of a mail: stored, read, received, acknowledged or not, shown on its case's page, its layout and its files handed out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.actions import store_arrival
from sandali.channels.models import Arrival, Channel, Delivery
from sandali.history import queue
from sandali.kit import files
from sandali.kit.mail_frame import FRAME_HEADERS
from tests.corpora.markup import body_faults, squeezed, text_of

Mail = tuple[str, bytes]  # a name to speak of it, and its bytes


@dataclass
class Taken:
    """A mail and what became of it."""

    name: str
    raw: bytes
    arrival: Arrival
    message: Message | None


@dataclass
class Outcome:
    """What became of a set of mails. `faults` are sentences, none when all went well."""

    taken: list[Taken]
    acknowledged: list[str]  # addresses that got an automatic answer
    bodies: int = 0
    files: int = 0
    shown: dict[int, str] = field(default_factory=dict)  # the page of each case that was looked at
    faults: list[str] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many mails ended in a state of an arrival: "read", "ignored", "quarantined"."""
        return sum(one.arrival.state == state for one in self.taken)

    @property
    def messages(self) -> list[Message]:
        """The messages, in the order of the mails."""
        return [one.message for one in self.taken if one.message is not None]

    @property
    def figures(self) -> dict[str, int]:
        """The line of the table in docs/tried.md."""
        messages = self.messages
        cases = {message.case_id for message in messages}
        return {
            "mails": len(self.taken),
            "read": self.count("read"),
            "ignored": self.count("ignored"),
            "quarantined": self.count("quarantined"),
            "cases": len(cases),
            "threaded": len({message.pk for message in messages}) - len(cases),
            "cut": len({message.pk for message in messages if message.quoted}),
            "acknowledged": len(self.acknowledged),
            "pages": len(self.shown),
            "layouts": self.bodies,
            "files": self.files,
            "faults": len(self.faults),
        }


def prepare(channel: Channel) -> None:
    """A channel that acknowledges, so that a mail answered wrongly shows."""
    channel.settings["acknowledge"] = True
    channel.save(update_fields=["settings"])


def go(channel: Channel, mails: Iterable[Mail], client: Any = None, *, every: int = 1) -> Outcome:
    """Take all in, run what follows of itself, and with a signed-in `client` look at every `every`-th case as a person does."""
    taken = [store(channel, name, raw) for name, raw in mails]
    read_arrivals.func()
    while queue.drain():
        pass
    for one in taken:
        one.arrival.refresh_from_db()
    messages: dict[int, list[Message]] = {}
    for message in Message.objects.filter(arrival__in=[one.arrival.pk for one in taken]).select_related("arrival"):
        messages.setdefault(message.arrival_id, []).append(message)
    faults = []
    for one in taken:
        made = messages.get(one.arrival.pk, [])
        one.message = made[0] if made else None
        faults += [f"{one.name}: {fault}" for fault in keeping_faults(one, len(made))]
    outcome = Outcome(taken, list(Delivery.objects.filter(is_automatic=True).values_list("to_value", flat=True)), faults=faults)
    if client is not None:
        look(client, outcome, every)
    return outcome


def store(channel: Channel, name: str, raw: bytes) -> Taken:
    """Keep a mail; the same bytes again are the arrival that stands."""
    return Taken(name, raw, store_arrival(channel, raw, source="pipe")[0], None)


def keeping_faults(one: Taken, messages: int) -> Iterator[str]:
    """Its bytes are kept exactly, and it is at most one message."""
    if Path(files.path_of(one.arrival.sha256)).read_bytes() != one.raw:
        yield "the raw bytes are not what came"
    if messages > 1:
        yield f"{messages} messages of one mail"
    if one.arrival.state == "new":
        yield "was not read"
    if (one.arrival.state == "read") != (messages == 1):
        yield f"is {one.arrival.state} and has {messages} messages"


def look(client: Any, outcome: Outcome, every: int) -> None:
    """Open the case of each mail, its layout, its source and its files."""
    chosen = set(sorted({message.case_id for message in outcome.messages})[::every])
    for one in outcome.taken:
        message = one.message
        if message is None or message.case_id not in chosen:
            continue
        if message.case_id not in outcome.shown:
            outcome.shown[message.case_id] = case_page(client, message.case_id)
        outcome.faults += [f"{one.name}: {fault}" for fault in message_faults(client, message, outcome.shown[message.case_id])]
        outcome.faults += [f"{one.name}: {fault}" for fault in source_faults(client, one)]
        outcome.bodies += message.has_html
        for file in message.attachments.all():
            outcome.files += 1
            outcome.faults += [f"{one.name}: {fault}" for fault in file_faults(client, file)]


def case_page(client: Any, case: int) -> str:
    """The page of a case, all of its thread. An answer other than 200 is an error."""
    first = client.get(f"/cases/{case}/?box=all")
    assert first.status_code == 200, f"case {case}: {first.status_code}"
    return first.content.decode()


def message_faults(client: Any, message: Message, page: str) -> Iterator[str]:
    """Its bubble stands on the page with its words, and its layout in a frame's document that can do nothing."""
    shown = text_of(page, f"#message-{message.pk}")
    if shown is None:
        yield "is not on its case's page"
    elif squeezed(message.text) not in shown or squeezed(message.quoted) not in shown:
        yield "its words are not on its case's page"
    if not message.has_html:
        return
    answer = client.get(f"/cases/{message.case_id}/messages/{message.pk}/body/")
    if answer.status_code != 200:
        yield f"its layout answers {answer.status_code}"
    else:
        wrong = [name for name, value in FRAME_HEADERS.items() if answer[name] != value]
        if wrong:
            yield f"its layout lacks {wrong}"
        yield from (f"its layout holds {fault}" for fault in body_faults(answer.content.decode()))


def source_faults(client: Any, one: Taken) -> Iterator[str]:
    """The raw message is handed out byte for byte."""
    assert one.message is not None
    answer = client.get(f"/cases/{one.message.case_id}/messages/{one.message.pk}/raw/")
    if answer.status_code != 200 or b"".join(answer.streaming_content) != one.raw:
        yield "its source is not handed out as it came"


def file_faults(client: Any, file: Any) -> Iterator[str]:
    """A file is a download with its exact bytes; its picture answers or is not there, and never fails."""
    answer = client.get(f"/files/{file.pk}/")
    content = b"".join(answer.streaming_content) if answer.status_code == 200 else b""
    if (answer.status_code, len(content), hashlib.sha256(content).hexdigest()) != (200, file.size, file.sha256):
        yield f"its file {file.name} is not handed out as it came"
    if not answer.get("Content-Disposition", "").startswith("attachment;"):
        yield f"its file {file.name} is no download"
    preview = client.get(f"/files/{file.pk}/preview/").status_code
    if preview not in (200, 404):
        yield f"the picture of {file.name} answers {preview}"


def cases_opened() -> int:
    """How many cases there are."""
    return Case.objects.count()

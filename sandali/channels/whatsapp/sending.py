"""An answer as messages of a WhatsApp number: the text in pieces, buttons below its last words, each file behind it.

https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import cutting
from sandali.channels.adapter import (
    Approved,
    Looked,
    Outgoing,
    OutgoingFile,
    Press,
    Receipt,
    Refused,
    RemoteFile,
    Sent,
    TryLater,
    Unclear,
)
from sandali.channels.delivery_parts import part_of_reference
from sandali.channels.metaapi.graph import Answered, Graph, ask, download, graph_of_channel
from sandali.channels.metaapi.hooks import OURS, rows, text_of
from sandali.channels.metaapi.troubles import NO_TOKEN, NOT_REACHED, TROUBLES, meaning_of
from sandali.channels.models import Channel
from sandali.channels.whatsapp.reading import KIND
from sandali.kit import files
from sandali.kit.multipart import Upload
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

SERVER: Final = "https://graph.facebook.com"
OWN: Final = "phone_number_id"
MEGABYTE: Final = 1024 * 1024
MOST_SECONDS: Final = 100.0  # after which the rest is left to another try, below channels.actions.SEND_LEASE
LONGEST_TEXT, LONGEST_ASKED, LONGEST_TITLE, MOST_BUTTONS = 4096, 1024, 20, 3
LARGEST_DOWN: Final = 32 * MEGABYTE
# What is shown as what it is, with its limit; anything else leaves as a document.
MEDIA: Final = {
    "image/jpeg": ("image", 5), "image/png": ("image", 5), "video/mp4": ("video", 16), "video/3gpp": ("video", 16), "audio/aac": ("audio", 16),
    "audio/amr": ("audio", 16), "audio/mpeg": ("audio", 16), "audio/mp4": ("audio", 16), "audio/ogg": ("audio", 16),
}  # fmt: skip
LARGEST_DOCUMENT: Final = 100 * MEGABYTE
NUMBER: Final = re.compile(r"\d{5,20}")


@dataclass(frozen=True, slots=True)
class Step:
    """One message: a piece of the text, perhaps with the buttons below it, a file, or an approved text."""

    text: str = ""
    with_buttons: bool = False
    file: OutgoingFile | None = None
    approved: Approved | None = None


def needed_graph(channel: Channel) -> Graph:
    """A channel's account. Raises TryLater without a token, or one that can be read."""
    try:
        graph = graph_of_channel(channel, server=SERVER, own=OWN)
    except SecretUnreadable as problem:
        raise meaning_of(problem) from problem
    if graph is None or not graph.own:
        raise TryLater(str(NO_TOKEN), "no-token", channel_fault=True)
    return graph


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Send what has not left yet. Raises Refused, TryLater, and Unclear when Meta may have a part without having said so."""
    graph = needed_graph(channel)
    if outgoing.to.kind != KIND:
        raise Refused(str(NOT_REACHED), "no-account")
    done = list(outgoing.done)
    until = time.monotonic() + MOST_SECONDS
    for step in steps_of(outgoing)[len(done) :]:
        if time.monotonic() > until:
            raise TryLater(_("This is taking a while. The rest will follow."), "slow", 1, done=tuple(done))
        done.append(take_step(graph, step, outgoing, tuple(done)))
    return Sent(external_id=done[-1] if done else "", parts=tuple(done))


def steps_of(outgoing: Outgoing) -> list[Step]:
    """Everything that leaves, in order. Buttons stand below the last words, which are then short."""
    if outgoing.approved is not None:
        return [Step(approved=outgoing.approved)]
    pieces = cutting.pieces(outgoing.text.strip(), LONGEST_TEXT)
    if pieces and outgoing.buttons and len(pieces[-1]) > LONGEST_ASKED:
        before, _gap, asked = pieces.pop().rpartition("\n\n")
        short = asked if len(asked) <= LONGEST_ASKED else ""
        pieces += [*([before] if before and short else []), *(cutting.pieces(short or f"{before}\n\n{asked}".strip(), LONGEST_ASKED))]
    steps = [Step(text=piece) for piece in pieces]
    if steps and outgoing.buttons:
        steps[-1] = Step(text=pieces[-1], with_buttons=True)
    return [*steps, *(Step(file=file) for file in outgoing.files)]


def take_step(graph: Graph, step: Step, outgoing: Outgoing, done: tuple[str, ...]) -> str:
    """One message; returns its id there. Raises Refused, TryLater, Unclear."""
    try:
        content = content_of(graph, step, outgoing)
    except FileNotFoundError as problem:
        raise Refused(_("An attached file is missing from the store."), "file") from problem
    except TROUBLES as problem:
        raise in_part(meaning_of(problem, done=done), done) from problem
    message = {"messaging_product": "whatsapp", "recipient_type": "individual", **to_of(outgoing.to.value), **content}
    if outgoing.reference:
        message["biz_opaque_callback_data"] = reference_of(outgoing, len(done))
    if not done and outgoing.in_reply_to.startswith("wamid."):
        message["context"] = {"message_id": outgoing.in_reply_to}
    try:
        said = ask(graph, "POST", f"{graph.own}/messages", data=message)
    except TROUBLES as problem:
        raise in_part(meaning_of(problem, done=done, may_have_left=True), done) from problem
    number = next((text_of(one, "id") for one in rows(said.get("messages"))), "")
    if not number:
        raise Unclear(_("The server does not answer as Meta's should."), "no-id", done=done)
    return number


def in_part(meaning: Refused | TryLater | Unclear, done: tuple[str, ...]) -> Refused | TryLater | Unclear:
    """A refusal says so when something has left before it."""
    if isinstance(meaning, Refused) and done:
        return Refused(_("Only a part of it was delivered. %(reason)s") % {"reason": meaning.reason}, meaning.code)
    return meaning


def to_of(value: str) -> dict[str, str]:
    """Whom it is for: a telephone number, or who they are for this business."""
    return {"to": value} if NUMBER.fullmatch(value) else {"recipient": value}


def reference_of(outgoing: Outgoing, number: int) -> str:
    """Our word for one of the messages as which an answer leaves; reports bring it back."""
    return f"{outgoing.reference}.{number}"


def content_of(graph: Graph, step: Step, outgoing: Outgoing) -> dict[str, Any]:
    """What a message says; a file is handed over first. Raises TROUBLES, FileNotFoundError."""
    if step.approved is not None:
        return template_of(step.approved)
    if step.file is not None:
        return file_of(graph, step.file)
    if not step.with_buttons:
        return {"type": "text", "text": {"body": step.text, "preview_url": False}}
    buttons = [
        {"type": "reply", "reply": {"id": f"{OURS}{one.data}", "title": one.label[:LONGEST_TITLE]}} for one in outgoing.buttons[:MOST_BUTTONS]
    ]
    return {"type": "interactive", "interactive": {"type": "button", "body": {"text": step.text}, "action": {"buttons": buttons}}}


def template_of(approved: Approved) -> dict[str, Any]:
    """A text that Meta has looked over. What stands in its places is one line: it takes no breaks there."""
    made: dict[str, Any] = {"name": approved.name, "language": {"code": approved.language}}
    if approved.values:
        made["components"] = [{"type": "body", "parameters": [{"type": "text", "text": " ".join(value.split()) or "-"} for value in approved.values]}]
    return {"type": "template", "template": made}


def file_of(graph: Graph, file: OutgoingFile) -> dict[str, Any]:
    """A file, handed over to Meta; shown as what it is where it is small enough for that."""
    with files.open_file(file.sha256) as stored:
        content = stored.read(LARGEST_DOCUMENT + 1)
    kind, megabytes = MEDIA.get(file.content_type, ("document", 0))
    if kind != "document" and len(content) > megabytes * MEGABYTE:
        kind = "document"
    if len(content) > LARGEST_DOCUMENT:
        raise Answered(413)
    fields = {"messaging_product": "whatsapp", "type": file.content_type or "application/octet-stream"}
    said = ask(graph, "POST", f"{graph.own}/media", fields=fields, upload=Upload("file", file.name, file.content_type, content))
    number = text_of(said, "id")
    if not number:
        raise ConnectionProblem("protocol", "The server does not answer as Meta's should.")
    return {"type": kind, kind: {"id": number, **({"filename": file.name} if kind == "document" else {})}}


def look_up(channel: Channel, outgoing: Outgoing, *, since: datetime) -> Looked:
    """What became of the part that is unclear. Meta cannot be asked; it tells by itself, and brings our reference back."""
    number = part_of_reference(channel, reference_of(outgoing, len(outgoing.done)))
    if not number:
        return Looked()
    parts = (*outgoing.done, number)
    return Looked(Sent(number, parts=parts)) if len(parts) >= len(steps_of(outgoing)) else Looked(done=parts)


def reports(channel: Channel, external_ids: tuple[str, ...]) -> list[Receipt]:
    """Meta tells of these by itself, so nothing ever asks."""
    return []


def fetch_file(channel: Channel, file: RemoteFile) -> bytes:
    """A file that a customer sent: where it lies is asked for, and it is fetched with the token. Raises Refused or TryLater."""
    graph = needed_graph(channel)
    try:
        said = ask(graph, "GET", file.reference, query={OWN: graph.own})
        size = said.get("file_size")
        if isinstance(size, int) and size > LARGEST_DOWN:
            raise ConnectionProblem("too-large", "The file is too large.")
        return download(graph, text_of(said, "url"), most=LARGEST_DOWN, with_token=True)
    except TROUBLES as problem:
        raise meaning_of(problem) from problem


def acknowledge(channel: Channel, press: Press, *, words: str) -> None:
    """A word to who pressed a button, below what they pressed. Raises Refused or TryLater."""
    to, _colon, number = press.id.partition(":")
    if not words or not to:
        return
    graph = needed_graph(channel)
    message: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", **to_of(to), "type": "text", "text": {"body": words}}
    if number:
        message["context"] = {"message_id": number}
    try:
        ask(graph, "POST", f"{graph.own}/messages", data=message)
    except TROUBLES as problem:
        raise meaning_of(problem) from problem

"""An answer as messages of a bot: the text in pieces, each file behind it, and what the server's answers mean."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Outgoing, OutgoingFile, Refused, Sent, TryLater
from sandali.channels.botapi.api import Answered, call
from sandali.channels.botapi.flavour import Bot, Flavour
from sandali.channels.botapi.hooks import needed_bot
from sandali.channels.botapi.troubles import TROUBLES, meaning_of
from sandali.channels.botapi.writing import Piece, pieces_of, plain_pieces
from sandali.channels.models import Channel
from sandali.kit import files
from sandali.kit.multipart import Upload

MOST_SECONDS: Final = 100.0  # after which the rest is left to another try, below channels.actions.SEND_LEASE
PHOTOS: Final = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a bot: a piece of the text, or a file."""

    piece: Piece | None = None
    file: OutgoingFile | None = None
    with_buttons: bool = False


def send(flavour: Flavour, channel: Channel, outgoing: Outgoing) -> Sent:
    """Send what has not left yet. Raises Refused for a final no, TryLater with what left for everything that may pass."""
    bot = needed_bot(flavour, channel)
    chat = outgoing.chat or outgoing.to.value
    done = list(outgoing.done)
    until = time.monotonic() + MOST_SECONDS
    for step in steps_of(flavour, outgoing)[len(done) :]:
        if time.monotonic() > until:
            raise TryLater(_("This is taking a while. The rest will follow."), "slow", 1, done=tuple(done))
        try:
            sent = take_step(bot, chat, step, outgoing)
        except FileNotFoundError as problem:
            raise Refused(_("An attached file is missing from the store."), "file") from problem
        except TROUBLES as problem:
            meaning = meaning_of(problem, done=tuple(done))
            if isinstance(meaning, Refused) and done:
                meaning = Refused(_("Only a part of it was delivered. %(reason)s") % {"reason": meaning.reason}, meaning.code)
            raise meaning from problem
        number = sent.get("message_id") if isinstance(sent, dict) else None
        done.append(f"{chat}:{number}")
    return Sent(external_id=done[-1] if done else "", parts=tuple(done))


def steps_of(flavour: Flavour, outgoing: Outgoing) -> list[Step]:
    """Everything that leaves, in order. The buttons stand under the last words, and always under some."""
    if flavour.html and outgoing.markdown:
        pieces = pieces_of(outgoing.markdown, flavour.longest_text)
    else:
        pieces = [Piece("", text) for text in plain_pieces(outgoing.text, flavour.longest_text)]
    steps = [Step(piece=piece) for piece in pieces]
    if steps and outgoing.buttons:
        steps[-1] = Step(piece=pieces[-1], with_buttons=True)
    return [*steps, *(Step(file=file) for file in outgoing.files)]


def take_step(bot: Bot, chat: str, step: Step, outgoing: Outgoing) -> Any:
    """One message; returns it as the server has it."""
    fields: dict[str, Any] = {"chat_id": int(chat) if chat.lstrip("-").isdigit() else chat}
    if step.file is not None:
        return send_file(bot, fields, step.file)
    piece = step.piece
    assert piece is not None  # a step is one or the other
    if step.with_buttons:
        fields["reply_markup"] = {"inline_keyboard": [[{"text": one.label, "callback_data": one.data}] for one in outgoing.buttons]}
    if not piece.html:
        return call(bot, "sendMessage", {**fields, "text": piece.plain})
    fields["link_preview_options"] = {"is_disabled": True}
    try:
        return call(bot, "sendMessage", {**fields, "text": piece.html, "parse_mode": "HTML"})
    except Answered as answer:
        if answer.code != 400 or "parse entities" not in answer.said.lower():
            raise
        return call(bot, "sendMessage", {**fields, "text": piece.plain})


def send_file(bot: Bot, fields: dict[str, Any], file: OutgoingFile) -> Any:
    """A file: a picture as one where it is small enough, and as a file where the server wants it so."""
    with files.open_file(file.sha256) as stored:
        content = stored.read(bot.flavour.largest_up + 1)
    if len(content) > bot.flavour.largest_up:
        raise Answered(413, "")
    if file.content_type in PHOTOS and len(content) <= bot.flavour.largest_photo:
        try:
            return call(bot, "sendPhoto", fields, upload=Upload("photo", file.name, file.content_type, content))
        except Answered as answer:
            if answer.code != 400 or not any(word in answer.said.lower() for word in ("photo", "image")):
                raise
    return call(bot, "sendDocument", fields, upload=Upload("document", file.name, file.content_type, content))

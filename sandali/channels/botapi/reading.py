"""An update of a bot as facts: who says what, and what cannot be shown said in words. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Incoming, Party, Press, Unreadable
from sandali.channels.botapi.contents import files_of, words_of
from sandali.channels.botapi.flavour import Flavour
from sandali.kit.text import clean, isolate, language_of, looks_mixed_script

PRIVATE: Final = "private"
GROUPS: Final = ("group", "supergroup")
LATEST: Final = 2**33  # seconds; a date beyond it is none


def read(flavour: Flavour, raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What an update says: one thing, or nothing for what does not concern us. Raises Unreadable."""
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(_("This is not what a bot is sent.")) from problem
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise Unreadable(_("This is not what a bot is sent."))
    pressed = update.get("callback_query")
    if isinstance(pressed, dict):
        return pressed_by(flavour, pressed)
    edited = update.get("edited_message")
    message = edited if isinstance(edited, dict) else update.get("message")
    return said_in(flavour, message, settings, edited=isinstance(edited, dict)) if isinstance(message, dict) else []


def said_in(flavour: Flavour, message: dict[str, Any], settings: dict[str, Any], *, edited: bool) -> list[Incoming]:
    """A message, or nothing: not for a bot's own word, a group unless groups are wanted, or a note that somebody joined."""
    chat, sender = part(message, "chat"), sender_of(flavour, message.get("from"))
    kind = chat.get("type", PRIVATE)
    if sender is None or not isinstance(chat.get("id"), int) or kind not in (PRIVATE, *GROUPS) or part(message, "from").get("is_bot") is True:
        return []
    if kind in GROUPS and not settings.get("groups"):
        return []
    files, words = files_of(message), words_of(message)
    if not words and not files:
        return []
    text = clean(words)
    answered = part(message, "reply_to_message").get("message_id")
    return [
        Incoming(
            sender=sender,
            external_id=id_in(chat, message.get("message_id")),
            text=text,
            sent_at=moment(message.get("edit_date") if edited else message.get("date")),
            references=(id_in(chat, answered),) if isinstance(answered, int) else (),
            automatic="" if edited or not is_command(message) else "command",
            language=language_of(text),
            remarks=("forwarded",) if is_forwarded(message) else (),
            chat=str(chat["id"]),
            change="edit" if edited else "",
            remote_files=files,
            proven=own_phone(message),
        )
    ]


def pressed_by(flavour: Flavour, pressed: dict[str, Any]) -> list[Incoming]:
    """A button that somebody pressed."""
    sender, data, number = sender_of(flavour, pressed.get("from")), pressed.get("data"), pressed.get("id")
    if sender is None or not isinstance(data, str) or not isinstance(number, str | int):
        return []
    chat = part(part(pressed, "message"), "chat")
    return [Incoming(sender=sender, chat=str(chat.get("id", "")), press=Press(clean(str(number))[:100], clean(data)[:64]))]


def part(whole: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside another, {} where there is none."""
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def id_in(chat: dict[str, Any], number: Any) -> str:
    """A message's id: providers count in each conversation anew."""
    return f"{chat.get('id')}:{number}" if isinstance(number, int) else ""


def sender_of(flavour: Flavour, user: Any) -> Party | None:
    """Who wrote: known by their number, which never changes; shown by the name that they gave themselves."""
    if not isinstance(user, dict) or not isinstance(user.get("id"), int):
        return None
    names = (user.get(key) for key in ("first_name", "last_name"))
    name = isolate(clean(" ".join(one for one in names if isinstance(one, str)))).strip()[:160]
    username = user.get("username")
    shown = f"@{clean(username)[:64]}" if isinstance(username, str) and username else ""
    return Party(flavour.kind, str(user["id"]), name, "mixed-script" if looks_mixed_script(name) else "", shown)


def own_phone(message: dict[str, Any]) -> tuple[Party, ...]:
    """The number of a contact that is the sender's own card, by the provider's word: anybody can share anybody else's."""
    contact, user = part(message, "contact"), part(message, "from")
    number = contact.get("phone_number")
    if not isinstance(number, str) or not isinstance(contact.get("user_id"), int) or contact["user_id"] != user.get("id"):
        return ()
    if is_forwarded(message):
        return ()
    digits = clean(number).strip()
    # They leave out the plus before a country's code.
    return (Party("phone", digits if digits.startswith(("+", "0")) else f"+{digits}"),)


def is_forwarded(message: dict[str, Any]) -> bool:
    """Whether somebody else had said it first (`forward_origin` since version 7 of the API, the others before)."""
    return any(message.get(key) for key in ("forward_origin", "forward_from", "forward_from_chat", "forward_sender_name", "forward_date"))


def is_command(message: dict[str, Any]) -> bool:
    """Whether it is a word for the bot and nothing else, as "/start", which every bot is sent at first."""
    text = message.get("text")
    if not isinstance(text, str) or not text.startswith("/"):
        return False
    words = text.split()
    return words[0].partition("@")[0] == "/start" or len(words) == 1


def moment(seconds: Any) -> datetime | None:
    """A Unix time, None when there is none or it is absurd."""
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < LATEST:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC)

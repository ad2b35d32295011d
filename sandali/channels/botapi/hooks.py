"""A bot's events: by a hook or when asked, each one an update with a number of its own that only grows."""

from __future__ import annotations

import hmac
import json
from typing import Any, Final

from sandali.channels.adapter import Asked, Event, Press, RemoteFile, TryLater
from sandali.channels.botapi.api import Answered, call, download
from sandali.channels.botapi.flavour import Bot, Flavour, bot_of_channel
from sandali.channels.botapi.troubles import NO_TOKEN, TROUBLES, meaning_of
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.kit.secrets import SecretUnreadable

SECRET_HEADER: Final = "x-telegram-bot-api-secret-token"
ALBUM_SETTLES: Final = 0.7  # seconds; the parts of an album are told within a few tenths of one
MOST_AT_ONCE: Final = 100
# So many at the same time and no more: a burst must not take all of our web threads.
CONNECTIONS: Final = 8


def verify(flavour: Flavour, asked: Asked, *, settings: dict[str, Any], secrets: dict[str, str]) -> bool:
    """Whether the secret that we gave the provider came along: in a header, or behind the address where it sends none."""
    secret = secrets.get("hook_secret", "")
    if not secret:
        return False
    given = asked.headers.get(SECRET_HEADER, "") if flavour.secret_header else asked.path_secret
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def events(body: bytes, *, settings: dict[str, Any]) -> list[Event]:
    """The update in a request, as it is kept."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return [Event(body)]
    return [event_of(update, body)]


def event_of(update: Any, raw: bytes) -> Event:
    """An update with what says when it is to be read; whole and without a number when it is none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**62:
        return Event(raw)
    message = message_of(update)
    chat = message.get("chat")
    lane = chat.get("id") if isinstance(chat, dict) else None
    return Event(
        raw,
        id=str(number),
        lane=str(lane) if isinstance(lane, int) else "",
        order=number,
        settles=ALBUM_SETTLES if message.get("media_group_id") else 0,
    )


def message_of(update: dict[str, Any]) -> dict[str, Any]:
    """The message that an update is about, {} for none."""
    pressed = update.get("callback_query")
    found = pressed.get("message") if isinstance(pressed, dict) else update.get("message") or update.get("edited_message")
    return found if isinstance(found, dict) else {}


def needed_bot(flavour: Flavour, channel: Channel) -> Bot:
    """A channel's bot. Raises TryLater without a token, or one that can be read."""
    try:
        bot = bot_of_channel(flavour, channel)
    except SecretUnreadable as problem:
        raise meaning_of(problem) from problem
    if bot is None:
        raise TryLater(str(NO_TOKEN), "no-token", channel_fault=True)
    return bot


def poll(flavour: Flavour, channel: Channel, *, after: int, wait: float) -> tuple[list[Event], int]:
    """Ask for the updates behind the cursor (getUpdates): asking from there on tells the server that those before are ours."""
    bot = needed_bot(flavour, channel)
    fields = {"offset": after + 1 if after else None, "limit": MOST_AT_ONCE, "timeout": int(wait), "allowed_updates": flavour.updates or None}
    try:
        found = call(bot, "getUpdates", fields, timeout=wait + 15)
    except TROUBLES as problem:
        raise later(problem) from problem
    updates = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    made = [event_of(update, json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")) for update in updates]
    return made, max([after, *(event.order for event in made)])


def later(problem: Exception) -> TryLater:
    """A provider's no to a question is never final: it is asked again."""
    meaning = meaning_of(problem)
    return meaning if isinstance(meaning, TryLater) else TryLater(meaning.reason, meaning.code)


def fetch_file(flavour: Flavour, channel: Channel, file: RemoteFile) -> bytes:
    """A file that a customer sent. Raises Refused (too large, gone) or TryLater."""
    bot = needed_bot(flavour, channel)
    try:
        return download(bot, file.reference)
    except TROUBLES as problem:
        raise meaning_of(problem) from problem


def acknowledge(flavour: Flavour, channel: Channel, press: Press, *, words: str) -> None:
    """Take the waiting mark from a button, with a word for who pressed it. A press that is too old needs none."""
    bot = needed_bot(flavour, channel)
    try:
        call(bot, "answerCallbackQuery", {"callback_query_id": press.id, "text": words[:200], "show_alert": False})
    except Answered as answer:
        if answer.code != 400:
            raise meaning_of(answer) from answer
    except TROUBLES as problem:
        raise meaning_of(problem) from problem


def connect(flavour: Flavour, channel: Channel, *, hook_url: str) -> str:
    """Set the hook, or take it away with ""; returns the bot's name."""
    bot = needed_bot(flavour, channel)
    try:
        me = call(bot, "getMe")
        if hook_url:
            set_hook(bot, hook_url, secrets_of(channel).get("hook_secret", ""))
        else:
            call(bot, "deleteWebhook")
    except TROUBLES as problem:
        raise meaning_of(problem) from problem
    username = me.get("username") if isinstance(me, dict) else ""
    return f"@{username}".lower() if isinstance(username, str) and username else ""


def set_hook(bot: Bot, hook_url: str, secret: str) -> None:
    """setWebhook, with the secret where this provider brings it along. Raises TROUBLES."""
    if bot.flavour.secret_header:
        more = {"secret_token": secret, "max_connections": CONNECTIONS, "allowed_updates": bot.flavour.updates}
        call(bot, "setWebhook", {"url": hook_url, **more})
    else:
        call(bot, "setWebhook", {"url": f"{hook_url}{secret}/"})

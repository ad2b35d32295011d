"""What a WhatsApp message holds: its words, files that lie at Meta, and in words what is neither."""

from __future__ import annotations

import json
import mimetypes
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import telling
from sandali.channels.adapter import RemoteFile
from sandali.channels.metaapi.hooks import part, rows, text_of
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean, isolate

# Kinds of message with a file, and how one is called that nobody named.
FILES: Final = {"image": "photo.jpg", "video": "video.mp4", "audio": "audio.ogg", "voice": "voice.ogg", "document": "file", "sticker": "sticker.webp"}
MOST_CARDS, MOST_LINES = 20, 50


def files_of(message: dict[str, Any]) -> tuple[RemoteFile, ...]:
    """The file of a message; a sticker is one too."""
    kind = text_of(message, "type")
    one = part(message, kind) if kind in FILES else {}
    number = clean(text_of(one, "id"))
    if not number or len(number) > 300:
        return ()
    content_type = clean(text_of(one, "mime_type"))[:120]
    name = clean(text_of(one, "filename")) or usual_name(kind, content_type)
    return (RemoteFile(number, safe_name(name), content_type),)


def usual_name(kind: str, content_type: str) -> str:
    """A name for a file that has none, with the ending of what it is."""
    ending = mimetypes.guess_extension(content_type.partition(";")[0].strip()) or ""
    return FILES[kind].rpartition(".")[0] + ending if ending and "." in FILES[kind] else FILES[kind] + ("" if "." in FILES[kind] else ending)


def words_of(message: dict[str, Any]) -> str:
    """What was said, in lines: by which advertisement somebody came, the text or caption, and what has no text of its own."""
    kind = text_of(message, "type")
    known = READERS.get(kind)
    body = known(part(message, kind), message) if known is not None else unknown(message)
    return "\n".join(line for line in (came_by(part(message, "referral")), body) if line).strip()


def came_by(referral: dict[str, Any]) -> str:
    """The advertisement or post of ours by which they came."""
    title = isolate(clean(text_of(referral, "headline") or text_of(referral, "source_url")))[:200]
    return _("They came by “%(title)s”:") % {"title": title} if title else ""


def text(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """A text."""
    return text_of(one, "body")


def caption(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """What stands below a picture, a film or a file."""
    return text_of(one, "caption")


def sticker(_one: dict[str, Any], _message: dict[str, Any]) -> str:
    """A sticker."""
    return telling.sticker()


def location(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """A place, with its name where it has one."""
    named = ", ".join(filter(None, [text_of(one, "name"), text_of(one, "address")]))
    return "\n".join(filter(None, [named, telling.place(one.get("latitude"), one.get("longitude")) or telling.only_there()]))


def contacts(_one: dict[str, Any], message: dict[str, Any]) -> str:
    """Cards of people, each with its numbers."""
    lines = []
    for card in rows(message.get("contacts"))[:MOST_CARDS]:
        reached = [text_of(one, "phone") for one in rows(card.get("phones"))] + [text_of(one, "email") for one in rows(card.get("emails"))]
        name = text_of(part(card, "name"), "formatted_name") or text_of(part(card, "org"), "company")
        lines.append(telling.contact(name, ", ".join(filter(None, map(clean, reached))) or "—"))
    return "\n".join(lines)


def reaction(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """What somebody put below a message; nothing where it was taken away."""
    return text_of(one, "emoji")


def interactive(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """What was chosen under a message that was not a question of ours, or filled in."""
    chosen = part(one, "button_reply") or part(one, "list_reply")
    filled = part(one, "nfm_reply")
    if filled:
        return "\n".join(filter(None, [text_of(filled, "body"), filled_in(text_of(filled, "response_json"))]))
    return "\n".join(filter(None, [text_of(chosen, "title"), text_of(chosen, "description")]))


def filled_in(said: str) -> str:
    """A form's answers, a line each."""
    try:
        answers = json.loads(said)
    except (ValueError, RecursionError):
        return said
    plain = answers.items() if isinstance(answers, dict) else ()
    return "\n".join(f"{name}: {value}" for name, value in list(plain)[:MOST_LINES] if name != "flow_token" and isinstance(value, str | int | float))


def button(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """A button below an approved text."""
    return text_of(one, "text")


def order(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """An order from a catalogue, a line a product."""
    lines = [
        _("%(count)s × %(product)s, at %(price)s %(currency)s") % {
            "count": text_of(item, "quantity") or "1", "product": text_of(item, "product_retailer_id"), "price": item.get("item_price", "—"),
            "currency": text_of(item, "currency"),
        }
        for item in rows(one.get("product_items"))[:MOST_LINES]
    ]  # fmt: skip
    return "\n".join(filter(None, [_("An order:"), *lines, text_of(one, "text")]))


def system(one: dict[str, Any], _message: dict[str, Any]) -> str:
    """What WhatsApp says about somebody."""
    new = clean(text_of(one, "wa_id") or text_of(one, "new_wa_id"))
    if new:
        return _("(WhatsApp says: their number is +%(number)s now)") % {"number": new}
    return _("(WhatsApp says: %(said)s)") % {"said": text_of(one, "body")} if text_of(one, "body") else ""


def unknown(message: dict[str, Any]) -> str:
    """What Meta does not hand on, told plainly."""
    said = [text_of(part(error, "error_data"), "details") for error in rows(message.get("errors"))]
    return "\n".join(filter(None, [telling.only_there(), *said]))


READERS: Final = {
    "text": text, "image": caption, "video": caption, "document": caption, "audio": caption, "voice": caption, "sticker": sticker, "location": location,
    "contacts": contacts, "reaction": reaction, "interactive": interactive, "button": button, "order": order, "system": system,
}  # fmt: skip

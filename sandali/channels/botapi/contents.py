"""What a message of a bot's customer holds: its words, files that lie at the provider, and in words what is neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import telling
from sandali.channels.adapter import RemoteFile
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean, isolate

# Where files stand, how they are called when nobody named them, and what they are by default.
FILES: Final = {
    "document": ("file", ""),
    "video": ("video.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video_note": ("video.mp4", "video/mp4"),
}
MOST_LINKS: Final = 50


def files_of(message: dict[str, Any]) -> tuple[RemoteFile, ...]:
    """The files, each once: of a picture the largest copy; a moving picture stands as a document too."""
    found = []
    photo = message.get("photo")
    if isinstance(photo, list):
        sizes = [one for one in photo if isinstance(one, dict) and isinstance(one.get("file_id"), str)]
        if sizes:
            best = max(sizes, key=lambda one: (number(one.get("width")) * number(one.get("height")), number(one.get("file_size"))))
            found.append(RemoteFile(clean(best["file_id"]), "photo.jpg", "image/jpeg", number(best.get("file_size"))))
    for key, (name, kind) in FILES.items():
        one = message.get(key)
        if isinstance(one, dict) and isinstance(one.get("file_id"), str):
            found.append(
                RemoteFile(
                    clean(one["file_id"]),
                    safe_name(clean(text_of(one, "file_name")) or name),
                    clean(text_of(one, "mime_type"))[:120] or kind,
                    number(one.get("file_size")),
                )
            )
    return tuple(one for one in found if len(one.reference) <= 300)


def number(value: Any) -> int:
    """A size that a provider names, 0 where it names none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**50 else 0


def text_of(whole: dict[str, Any], key: str) -> str:
    """A text inside an object, "" where there is none."""
    value = whole.get(key)
    return value if isinstance(value, str) else ""


def words_of(message: dict[str, Any]) -> str:
    """What was said, in lines: where it comes from, the text or caption with its links, and what has no text of its own."""
    body = with_links(text_of(message, "text"), message.get("entities")) or with_links(text_of(message, "caption"), message.get("caption_entities"))
    lines = [forwarded_from(message), body, *told(message)]
    return "\n".join(line for line in lines if line).strip()


def forwarded_from(message: dict[str, Any]) -> str:
    """Who had said it first."""
    origin = message.get("forward_origin")
    if isinstance(origin, dict):
        name = name_in(origin.get("sender_user")) or text_of(origin, "sender_user_name") or name_in(origin.get("chat")) or name_in(origin.get("sender_chat"))
    elif message.get("forward_date") or message.get("forward_from") or message.get("forward_from_chat"):
        name = name_in(message.get("forward_from")) or text_of(message, "forward_sender_name") or name_in(message.get("forward_from_chat"))
    else:
        return ""
    name = isolate(clean(name))[:160]
    return _("Forwarded from %(name)s:") % {"name": name} if name else _("Forwarded:")


def name_in(who: Any) -> str:
    """A person's or a group's name."""
    if not isinstance(who, dict):
        return ""
    return text_of(who, "title") or " ".join(filter(None, [text_of(who, "first_name"), text_of(who, "last_name")]))


def told(message: dict[str, Any]) -> Iterator[str]:
    """What has no text of its own, in words."""
    sticker, contact, location, venue = (message.get(key) for key in ("sticker", "contact", "location", "venue"))
    poll, dice = message.get("poll"), message.get("dice")
    if isinstance(sticker, dict):
        yield telling.sticker(text_of(sticker, "emoji"))
    if isinstance(contact, dict):
        yield telling.contact(name_in(contact), telling.number(text_of(contact, "phone_number")))
    if isinstance(venue, dict):
        yield ", ".join(filter(None, [text_of(venue, "title"), text_of(venue, "address")]))
    if isinstance(location, dict) and (place := telling.place(location.get("latitude"), location.get("longitude"))):
        yield place
    if isinstance(poll, dict):
        options = poll.get("options")
        names = [text_of(one, "text") for one in options if isinstance(one, dict)] if isinstance(options, list) else []
        yield "\n".join([_("A poll: %(question)s") % {"question": text_of(poll, "question")}, *(f"- {name}" for name in names)])
    if isinstance(dice, dict):
        yield f"{text_of(dice, 'emoji')} {dice.get('value', '')}".strip()
    if any(message.get(key) for key in ("story", "game", "invoice", "giveaway", "paid_media", "checklist")):
        yield telling.only_there()


def with_links(text: str, entities: Any) -> str:
    """The text with the addresses that stand behind its words written out. Places are counted in UTF-16 units."""
    if not text or not isinstance(entities, list):
        return text
    links = [one for one in entities if isinstance(one, dict) and one.get("type") == "text_link" and isinstance(one.get("url"), str)]
    units = text.encode("utf-16-le", "surrogatepass")
    for link in sorted(links, key=lambda one: -number(one.get("offset")))[:MOST_LINKS]:
        end = 2 * (number(link.get("offset")) + number(link.get("length")))
        units = units[:end] + f" ({link['url']})".encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "replace")

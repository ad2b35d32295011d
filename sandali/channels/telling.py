"""What has no text of its own, in words that are the same for every kind of conversation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.kit.digits import to_ascii
from sandali.kit.phones import parse_phone, show_phone
from sandali.kit.text import clean, isolate


def place(latitude: Any, longitude: Any) -> str:
    """A place as a link to a map, "" for what is none."""
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return ""
    return _("A place: %(place)s") % {"place": f"https://www.openstreetmap.org/?mlat={latitude:.6f}&mlon={longitude:.6f}"}


def contact(name: str, phone: str) -> str:
    """Somebody's card."""
    return _("A contact: %(name)s, %(phone)s") % {"name": isolate(clean(name)) or "—", "phone": phone}


def number(phone: str) -> str:
    """A telephone number as people write it, in the digits of the moment's language; providers leave out the plus before a country's code."""
    digits = to_ascii(clean(phone)).strip()
    known = parse_phone(digits if digits.startswith(("+", "0")) else f"+{digits}", "IR")
    return isolate(show_phone(known.e164, get_language() or "en")) if known is not None else phone


def sticker(emoji: str = "") -> str:
    """A sticker, with what it stands for where that is said."""
    return _("%(emoji)s (a sticker)") % {"emoji": emoji} if emoji else _("(a sticker)")


def only_there() -> str:
    """Something that no provider hands on."""
    return _("(Something that can only be seen in the customer's own program)")

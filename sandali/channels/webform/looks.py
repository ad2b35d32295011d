"""The form behind an address, and what its settings say."""

from __future__ import annotations

from typing import Final

from sandali.channels.embedding import embedded
from sandali.channels.models import Channel
from sandali.channels.webform.reading import KIND

FORM_AT: Final = "form"  # where the room `portal` shows it: rooms below it name its address too


def form_of(key: str) -> Channel | None:
    """The form behind a key, None for one that is paused, closed or was never there."""
    return embedded(KIND, key)


def words_of(channel: Channel, what: str, language: str) -> str:
    """A text of the form's settings ("title", "intro", "thanks") in a language, "" where nobody wrote it."""
    return str(channel.settings.get(f"{what}_{language}") or "")

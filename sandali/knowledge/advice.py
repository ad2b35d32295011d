"""A word to whoever writes a fact that is a whole letter: people notice a template, and a letter is written by a person (P18)."""

from __future__ import annotations

from typing import Final

from sandali.kit.text import fold

LONG: Final = 600  # characters
# How letters begin and end, folded.
GREETINGS: Final = ("سلام", "درود", "با سلام", "مشتری گرامی", "دوست عزیز", "جناب", "سرکار", "hello", "hi ", "dear", "good morning", "good afternoon")
CLOSINGS: Final = (
    "با احترام", "با تشکر", "با سپاس", "ارادتمند", "موفق باشید", "روز خوبی", "سپاس از", "ممنون از",
    "regards", "sincerely", "yours", "best wishes", "kind regards", "thank you for", "many thanks", "cheers",
)  # fmt: skip
_ENDING: Final = 220  # characters in which a closing and a name stand


def looks_like_a_letter(text: str) -> bool:
    """Whether a text is long, greets at its beginning and takes its leave at its end."""
    if len(text) <= LONG:
        return False
    beginning, ending = fold(text[:80]), fold(text[-_ENDING:])
    return beginning.startswith(_folded(GREETINGS)) and any(closing in ending for closing in _folded(CLOSINGS))


def _folded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in phrases)

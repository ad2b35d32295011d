"""How a person writes: greeting, farewell, and the slips of those who type in a hurry."""

from __future__ import annotations

import re
from random import Random

from sandali.demo.matters import render, table_of
from sandali.kit.digits import to_ascii

ZWNJ = "\u200c"
# The keys of an Arabic keyboard, on which many Persians type.
ARABIC = str.maketrans("یک", "\u064a\u0643")
SHORT_FORMS = (("please", "pls"), ("you", "u"), ("because", "cos"), ("don't", "dont"), ("can't", "cant"), ("I've", "ive"), ("it's", "its"))


def letter_of(text: str, *, voice: str, name: str, language: str, random: Random, first: bool) -> str:
    """What a customer writes, with their greeting and farewell; a later word in a thread often has neither."""
    words, slots = table_of(language, "voices"), {"name": name}
    greeting = render(random.choice(words[f"{voice}-greetings"]), slots, random) if first or random.random() < 0.3 else ""
    farewell = render(random.choice(words[f"{voice}-farewells"]), slots, random) if first or random.random() < 0.25 else ""
    parts = [part for part in (greeting, text, farewell) if part and part != "—"]
    written = "\n\n".join(parts) if voice != "careless" else "\n".join(parts)
    return careless(written, language, random) if voice == "careless" else written


def answer_of(text: str, *, called: str, agent: str, language: str, random: Random, first: bool) -> str:
    """What we write: always the customer's name, and ours below."""
    words, slots = table_of(language, "voices"), {"called": called, "agent": agent}
    greeting = render(random.choice(words["our-greetings" if first else "our-later-greetings"]), slots, random)
    farewell = render(random.choice(words["our-farewells"]), slots, random)
    return "\n\n".join((greeting, text, farewell))


def careless(text: str, language: str, random: Random) -> str:
    """The same text typed in a hurry, on whatever keyboard there was."""
    if language == "fa":
        return careless_persian(text, random)
    for whole, short in SHORT_FORMS:
        text = re.sub(rf"\b{whole}\b", short, text) if random.random() < 0.5 else text
    text = text.lower() if random.random() < 0.5 else text
    text = re.sub(r"\.(?=\n|$)", "", text) if random.random() < 0.6 else text.replace(". ", "... ")
    return swapped(text, random)


def careless_persian(text: str, random: Random) -> str:
    """Half-spaces lost, digits of another keyboard, points forgotten."""
    text = text.replace(ZWNJ, random.choice((" ", "", " ")))
    if random.random() < 0.6:
        text = to_ascii(text)
    if random.random() < 0.35:
        text = text.translate(ARABIC)
    if random.random() < 0.5:
        text = re.sub(r"\.(?=\s|$)", random.choice(("", " ", "...")), text)
    if random.random() < 0.4:
        text = text.replace("؟", random.choice(("؟؟", "؟؟؟", "?")))
    return swapped(text, random)


def swapped(text: str, random: Random) -> str:
    """The text with two letters of one longer word in the wrong order, now and then."""
    words = [found for found in re.finditer(r"[^\W\d_]{6,}", text)]
    if not words or random.random() < 0.4:
        return text
    at = random.choice(words).start() + random.randrange(1, 4)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

"""The keys under which a record stands: only records with a key in common are compared. Pure.

After the survey of P. Christen, A survey of indexing techniques for scalable record linkage (2012): several blunt keys, of which a
true pair misses some and hardly ever all. A key that many records share compares nothing (MOST), but says how common a name is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from sandali.customers.duplicates.names import Word, handle_of, whole_sound, without_title, word_of, words_of
from sandali.customers.duplicates.scoring import Features
from sandali.kit.text import fold, looks_mixed_script

MOST: Final = 24  # records of one key that are compared with each other
FORMULA: Final = 2  # counts up when keys are made otherwise: those of before are then written anew
KINDS: Final = "wtnicpml"  # the first letters of keys: word by its sound, as written, whole name, beginning, city, phone, mailbox, handle
WORDS, BEGINNING, PLACE, STRONG = 0b11, 0b1000, 0b10000, 0b11100100
SHORTEST_HANDLE, MOST_ADDRESSES = 6, 20
ANYBODY: Final = frozenset({
    "info", "sales", "support", "admin", "office", "contact", "mail", "email", "noreply", "service", "hello", "webmaster", "postmaster",
    "marketing", "accounting", "finance", "reception", "manager", "customer", "customers", "company",
})  # fmt: skip
_KIND: Final = {letter: number for number, letter in enumerate(KINDS)}
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")


def number_of(key: str) -> int:
    """A key as the 64 bits by which it is kept; the last three say which kind of key it is."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True) & ~7 | _KIND[key[0]]


def worth_comparing(shared: int) -> bool:
    """Whether two records are worth a look that have keys of these kinds in common (a bit each, by `1 << (number & 7)`).

    An address or a whole name is; of a word, a word with the other's first sound, and a word in a city, two have to be. What this leaves
    out would hardly ever reach any threshold, and it is nine pairs of ten."""
    return bool(shared & STRONG) or bool(shared & WORDS) + bool(shared & BEGINNING) + bool(shared & PLACE) > 1


def keys_of(record: Features) -> list[str]:
    """Every key of a record, each once."""
    words = record.words or (record.claims if len(record.claims) > 1 else ())
    keys = name_keys(words, dict(record.facts).get("city", ""))
    for letter, values in (("p", record.phones), ("m", record.mails), ("l", record.handles)):  # what reaches somebody
        keys += [f"{letter}:{value}" for value in sorted(values)]
    return list(dict.fromkeys(keys))


def name_keys(words: tuple[Word, ...], city: str) -> list[str]:
    """Each word by its sound and as it is written; the whole name however it is ordered and joined; one end of it with the first sound of the other, and with the city."""
    keys = [key for word in words for key in (f"w:{word.sound}", f"t:{word.text}")]
    if len(words) < 2:
        return keys
    if any(bare := [without_title(word.text) for word in words]):
        keys.append(f"n:{whole_sound(tuple(word_of(name) if name else word for name, word in zip(bare, words, strict=True)))}")
    keys.append(f"n:{whole_sound(words)}")
    first, last = words[0], words[-1]
    for one, other in ((first, last), (last, first)):
        keys.append(f"i:{one.sound}+{other.sound[:2] if other.sound[0] == '=' else other.sound[0]}")
        if city:
            keys.append(f"c:{one.sound}|{city}")
    return keys


def features_of(
    number: int, name: str, addresses: Iterable[tuple[str, str, str]], *, facts: Iterable[tuple[str, str]] = ()
) -> Features:
    """A record as it is compared. `addresses` are (kind, normalised value, shown); what imitates another address (E7) is left out by the caller,
    or here where its letters are of two scripts: an imitation is no evidence that two people are one."""
    phones, mails, handles = set(), set(), set()
    words = () if looks_mixed_script(name) else words_of(name)
    claims: list[str] = []
    for _kind, value, shown in list(addresses)[:MOST_ADDRESSES]:
        if not value.isascii() and looks_mixed_script(value):
            continue
        if "@" in value:
            local, _at, domain = value.rpartition("@")
            mails.add(mailbox(local, domain))
            local = local.partition("+")[0]
        elif "+" in (value[:1], shown[:1]) and value.lstrip("+").isdigit():
            phones.add(f"+{value.lstrip('+')}")  # a telephone number, or an account that is one and is shown as such
            continue
        else:
            local = shown.lstrip("@") if shown != value else ""
        handle = handle_of(local)
        if "@" in value and not words and not claims and handle not in ANYBODY:
            claims = _LETTERS.findall(fold(local))
        if len(handle) >= SHORTEST_HANDLE and not handle.isdigit() and handle not in ANYBODY:
            handles.add(handle)
    known = tuple((kind, folded) for kind, value in facts if value and (folded := folded_fact(value)))
    return Features(number, words, tuple(map(word_of, claims)), frozenset(phones), frozenset(mails), frozenset(handles), known, frozenset(word.sound for word in words))


@lru_cache(maxsize=4_000)
def folded_fact(value: str) -> str:
    """A city or an organisation, folded: few stand with many."""
    return fold(value)


def mailbox(local: str, domain: str) -> str:
    """One mailbox however its address is written: without what follows a plus, and at Google without dots."""
    local, domain = local.casefold().partition("+")[0], domain.casefold()
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"

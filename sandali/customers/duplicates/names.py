"""A person's name as it sounds: one form for «سارا کریمی», «سارا كريمي», "Sara Karimi" and «خانم دکتر کریمی، سارا».

Persian writes no short vowels and has several letters for one sound; Latin spellings of the same name differ in their vowels
(Hossein, Hosein, Hussain). What both keep are the consonants, so the skeleton of a word is its consonants by their sound, in
one alphabet for both scripts. It is learnt from nobody's list: the table below is the sounds of Persian, checked against
names whose spelling is known in both scripts (tests/customers/duplicates/test_names.py)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sandali.kit.text import fold

MOST_WORDS: Final = 6
SHORTEST_TITLE: Final = 2  # letters of a title that is looked for at the beginning of a word
# Forms of address and of learning, folded. They say nothing about who somebody is.
TITLES: Final = frozenset(
    fold(
        "آقا آقای خانم خانوم سرکار جناب جنابعالی بانو دوشیزه دکتر دکترا مهندس استاد پروفسور حاج حاجی حاجیه شیخ سرهنگ "
        "سرتیپ سردار کربلایی مشهدی مرحوم شادروان وکیل مدیر محترم گرامی عزیز جان "
        "mr mrs ms miss dr doctor eng engr prof professor haj haji hajj sir madam agha aghaye khanom khanoom mohandes doktor janab sarkar"
    ).split()
)
# A sign of descent: half of those who have it leave it out.
_DESCENT: Final = frozenset(fold("سید سیده sayyed seyed seyyed sayed").split())
_PERSIAN: Final = str.maketrans({
    **dict.fromkeys("اآعوی", ""), "ب": "b", "پ": "p", **dict.fromkeys("تط", "t"), **dict.fromkeys("ثسص", "s"), "ج": "j", "چ": "C",
    **dict.fromkeys("حه", "h"), "خ": "x", "د": "d", **dict.fromkeys("ذزضظ", "z"), "ر": "r", "ژ": "j", "ش": "S", **dict.fromkeys("غق", "q"),
    "ف": "f", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
})  # fmt: skip
# A title that is written to the name after it, without a space («جناب‌آقایسعید»), and where two scripts meet («خانمMina»).
_GLUED: Final = re.compile(rf"(?:{'|'.join(sorted((one for one in TITLES | _DESCENT if len(one) > SHORTEST_TITLE), key=len, reverse=True))})+")
_SCRIPTS_MEET: Final = re.compile(r"(?<=[a-z])(?=[ء-ی])|(?<=[ء-ی])(?=[a-z])")
_TWO: Final = (("x", "ks"), ("kh", "x"), ("gh", "q"), ("sh", "S"), ("ch", "C"), ("zh", "j"), ("ph", "f"), ("th", "t"), ("ck", "k"))
_ALIKE: Final = str.maketrans({**dict.fromkeys("طة", "ت"), **dict.fromkeys("ثص", "س"), "ح": "ه", **dict.fromkeys("ذضظ", "ز"), "غ": "ق", "ع": "ا"})
_LATIN: Final = str.maketrans({**dict.fromkeys("aeiouvwy", ""), "c": "k"})


def is_latin(word: str) -> bool:
    """Whether a folded word is written in Latin letters."""
    return "a" <= word[:1] <= "z"


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a folded word by their sound; "" where it has none that tell it apart (then the word stands for itself).

    «حسین», "Hossein" and "Hussain" are all hsn. A final ه is only heard as a vowel; و, ی and their Latin letters may be either, so
    they count where a word begins alone."""
    if is_latin(word):
        first = "v" if word[0] in "vw" else "y" if word[0] == "y" else ""
        heard = word
        for two, one in _TWO:
            heard = heard.replace(two, one)
        silent, table = "h", _LATIN
    else:
        first = "v" if word[:1] == "و" else "y" if word[:1] == "ی" else ""
        heard, silent, table = word, "ه", _PERSIAN
    if len(heard) > 2 and heard.endswith(silent):
        heard = heard[:-1]
    once = "".join(letter for place, letter in enumerate(heard) if not place or letter != heard[place - 1])
    return first + once.translate(table)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: folded as it is written, and its skeleton (of a word of vowels alone, the word itself)."""

    text: str
    sound: str


@lru_cache(maxsize=50_000)
def word_of(text: str) -> Word:
    """A folded word with its skeleton."""
    return Word(text, skeleton(text) or f"={text}")


def is_written_alike(one: str, other: str) -> bool:
    """Whether two Persian words are one but for letters of the same sound («طاهری» and «تاهری»)."""
    return one.translate(_ALIKE) == other.translate(_ALIKE)


def is_titled(one: str, other: str) -> bool:
    """Whether one of two words is the other with titles written to it («جناب‌آقایسعید» and «سعید»). Of a word alone nobody could say that:
    «خانمحمدی» is a name, and no lady called حمدی."""
    if abs(len(one) - len(other)) <= SHORTEST_TITLE:
        return False
    longer, name = (one, other) if len(one) > len(other) else (other, one)
    return len(name) > 2 and longer.endswith(name) and _GLUED.fullmatch(longer[: -len(name)]) is not None


def without_title(word: str) -> str:
    """A word without the titles that may be written to it; "" where there are none, or nothing is left."""
    found = _GLUED.match(word)
    rest = word[found.end() :] if found is not None else ""
    return rest if len(rest) > 2 else ""


def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name that say who somebody is: without titles and numbers. A name of titles alone stays as it is."""
    found = [word for word in _SCRIPTS_MEET.sub(" ", fold(name)).split() if not word.isdigit()]
    kept = [word for word in found if word not in TITLES and word not in _DESCENT] or found
    return tuple(word_of(word) for word in kept[:MOST_WORDS])


def whole_sound(words: tuple[Word, ...]) -> str:
    """The sound of a whole name, whatever the order of its words and however they are joined: «علی‌رضا کریمی» and "Karimi Alireza"."""
    return "".join(sorted("".join(word.sound for word in words).replace("h", "")))


def handle_of(local: str) -> str:
    """The letters and digits of the part of an address before its @, or of an account's name."""
    return fold(local).replace(" ", "")


def is_near(one: str, other: str) -> bool:
    """Whether two words differ by one slip of the finger: a letter more, less, another, or two in the wrong order.

    Damerau's distance of one (F. J. Damerau, A technique for computer detection and correction of spelling errors, 1964)."""
    if abs(len(one) - len(other)) > 1:
        return False
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]

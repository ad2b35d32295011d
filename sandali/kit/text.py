"""Text as people type it: one fold for search on both databases, cleaning of what arrives, scripts, languages, order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from sandali.kit.joining import compounds, halves, numbers_in_groups, telephone, telephones, without_endings
from sandali.kit.lemmas import PREFIXES, SUFFIXES, lemmas

ZWNJ = "\u200c"
MAX_UNITS = 32
MAX_TERM = 100
LONGEST_WORD = 40

_LETTERS = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ے": "ی", "ێ": "ی",
    "ك": "ک", "ڪ": "ک", "ګ": "گ", "ة": "ه", "ۃ": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه",
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ۆ": "و", "ۇ": "و", "ء": "", "ـ": "", "٬": "",
}  # fmt: skip
# Some keyboards and old programs write the half-space as a zero-width space or a "not" sign.
_HALF_SPACES = {ZWNJ, "\u200b", "¬"}


class _CharTable(dict[int, str]):
    """A `str.translate` table that is filled as characters are met, and stops growing at 20,000 of them."""

    def __init__(self, keep_marks: bool, half_space: str) -> None:
        super().__init__()
        self.keep_marks, self.half_space = keep_marks, half_space

    def __missing__(self, code: int) -> str:
        shown = self._shown(chr(code))
        if len(self) < 20_000:
            self[code] = shown
        return shown

    def _shown(self, char: str) -> str:
        if char in _HALF_SPACES:
            return self.half_space
        if char in _LETTERS:
            return "ء" if self.keep_marks and char == "ء" else _LETTERS[char]
        category = unicodedata.category(char)
        if category[0] == "M":
            # Marks fall in every script: the two databases disagree on which of them belong to a word. In the light form
            # the hamza and the madda stay, as they tell words apart.
            return char if self.keep_marks and char in "\u0653\u0654\u0655" else ""
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            return str(digit)
        if category == "Cf":
            return ""
        return char if category[0] in "LN" else " "


_WRITTEN_APART = frozenset([*PREFIXES, *SUFFIXES])
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_FOLD = _CharTable(keep_marks=False, half_space=" ")
_LIGHT = _CharTable(keep_marks=True, half_space=ZWNJ)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _composed(decomposed: str, table: _CharTable) -> str:
    return unicodedata.normalize("NFC", decomposed.translate(table))


def fold(text: str) -> str:
    """`text` as search sees it: lower case, one shape for each letter and digit, no diacritics, words divided by one space.

    «مي‌شود», «می شود» and «می‌شَوَد» all become «می شود». The same string goes into FTS5 and into `to_tsvector('simple', …)`.
    """
    if text.isascii():
        return " ".join(_ASCII_WORDS.findall(text.lower()))
    return _folded(_decomposed(text))


def _folded(decomposed: str) -> str:
    return " ".join(_composed(decomposed, _FOLD).split())


def _light_words(decomposed: str) -> list[str]:
    """Words that keep what the lemmatizer reads (half-spaces, آ, ئ), while letters and digits have their one shape."""
    return [bare for word in _composed(decomposed, _LIGHT).split() if (bare := word.strip(ZWNJ))]


def _folded_lemmas(word: str) -> tuple[str, ...]:
    """Folded lemmas that differ from the folded word. What is longer than any word is not looked up, nor remembered; numbers, Latin words and
    what ends in a digit («مدل۱۲») have none."""
    return _remembered_lemmas(word) if len(word) <= LONGEST_WORD and not word.isascii() and not word[-1].isdecimal() else ()


@lru_cache(maxsize=4_096)
def _remembered_lemmas(word: str) -> tuple[str, ...]:
    folded = fold(word)
    return tuple(form for form in dict.fromkeys(fold(lemma) for lemma in lemmas(word)) if form and form != folded)


def _units(words: list[str]) -> Iterator[str]:
    """Rejoins with a half-space what was typed with a space: «می شود», «کتاب ها»."""
    at = 0
    while at < len(words):
        unit = words[at]
        at += 1
        if unit in PREFIXES and at < len(words):
            unit += ZWNJ + words[at]
            at += 1
        while at < len(words) and words[at] in SUFFIXES:
            unit += ZWNJ + words[at]
            at += 1
        yield unit


@lru_cache(maxsize=2_048)
def _compounds(unit: str) -> tuple[str, ...]:
    """A noun with half-spaces as the one word that others write, folded; () where it is none."""
    return tuple(fold(word) for word in compounds(unit))


def search_form(text: str) -> str:
    """`fold(text)` and what else its words are found by, each once, for the index: folded lemmas that differ from them, nouns with
    a half-space and numbers in groups as one word, telephone numbers as one writes them at home."""
    found: dict[str, None] = {}
    if text.isascii():
        folded = fold(text)  # no lemmas, no half-spaces
    else:
        decomposed = _decomposed(text)
        words = _light_words(decomposed)
        for unit in words if _WRITTEN_APART.isdisjoint(words) else _units(words):
            if unit.isascii():
                continue
            found.update(dict.fromkeys(_folded_lemmas(unit)))
            if ZWNJ in unit and len(unit) <= LONGEST_WORD:
                found.update(dict.fromkeys(_compounds(unit)))
        folded = _folded(decomposed)
    for number in numbers_in_groups(text):
        found.update(dict.fromkeys((number, telephone(number) or number)))
    found.update(dict.fromkeys(telephones(folded)))
    return f"{folded} {' '.join(found)}" if found else folded


def query_terms(text: str) -> list[str]:
    """The folded words of a query, at most 32, each at most 100 characters."""
    return [word[:MAX_TERM] for word in fold(text).split()[:MAX_UNITS]]


@dataclass(slots=True)
class _Asked:
    """One word of a query: its folded words (a half-space makes two), and the words or phrases that say the same.

    Those of `joined` may be unfinished: a word that is put together with its neighbour may have an ending yet."""

    words: list[str]
    others: list[list[str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)


def _asked(text: str) -> list[_Asked]:
    """The words of a query, each with what else says it."""
    found: list[_Asked] = []
    for unit in list(_units(_light_words(_decomposed(text))))[:MAX_UNITS]:
        words = [word[:MAX_TERM] for word in fold(unit).split()[:MAX_UNITS]]
        if words:
            others = [lemma.split() for lemma in _folded_lemmas(unit)]
            together = [word[:MAX_TERM] for word in (_compounds(unit) if ZWNJ in unit else ())]
            base = without_endings(unit)
            apart = halves(fold(base[0])) if len(base) == 1 else None
            found.append(_Asked(words, others + ([list(apart)] if apart else []), together))
    for one, following in pairwise(found):
        both = one.words + following.words
        if len(both) == 2 and all(word.isalpha() and len(word) > 1 for word in both):
            for asked in (one, following):
                asked.joined.append("".join(both)[:MAX_TERM])
    for number in numbers_in_groups(text):
        for asked in found:
            if len(asked.words) == 1 and asked.words[0].isdecimal() and asked.words[0] in number:
                asked.joined += [form for form in (number, telephone(number)) if form]
    for asked in found:
        if len(asked.words) == 1 and asked.words[0].isdecimal() and (form := telephone(asked.words[0])):
            asked.joined.append(form)
    return found


def fts_query(text: str) -> str:
    """A query typed by a person as an FTS5 MATCH string over `search_form` text.

    A query without a word is `""` in quotes: it matches nothing, where an empty string would be a syntax error.
    All words must be there, each as typed, by its lemma, or written together with its neighbour; the last may be unfinished.
    """
    parts = []
    asked = _asked(text)
    for number, one in enumerate(asked, start=1):
        star = "*" if number == len(asked) else ""
        typed = [f'"{" ".join(one.words)}"{star}', *(f'"{joined}"*' for joined in one.joined)]
        parts.append("(" + " OR ".join([*typed, *(f'"{" ".join(other)}"' for other in one.others)]) + ")")
    return " AND ".join(parts) or '""'


def tsquery(text: str) -> str:
    """The same query for PostgreSQL's `to_tsquery('simple', …)`; "" (which matches nothing) when it holds no word."""
    parts = []
    asked = _asked(text)
    for number, one in enumerate(asked, start=1):
        star = ":*" if number == len(asked) else ""
        typed = [" <-> ".join(f"'{word}'" for word in one.words) + star, *(f"'{joined}':*" for joined in one.joined)]
        choices = [*typed, *(" <-> ".join(f"'{word}'" for word in other) for other in one.others)]
        parts.append("(" + " | ".join(f"({choice})" for choice in choices) + ")")
    return " & ".join(parts)


# --- Order -----------------------------------------------------------------------------------------------------------
# After the digits and before the Latin letters: punctuation and capitals never stand in a folded key, so their places are free.
_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_RANKS = {ord(letter): chr(ord(":") + rank) for rank, letter in enumerate(_ALPHABET)}
_BASES = str.maketrans({"أ": "ا", "إ": "ا", "ؤ": "و", "ئ": "ی", "ۀ": "ه", "ۂ": "ه", "ء": "", ZWNJ: ""})


def sort_key(text: str) -> str:
    """A key that sorts by code point into the Persian alphabet's order: digits, Persian (آ ا ب پ …), then Latin."""
    return " ".join(_composed(_decomposed(text), _LIGHT).translate(_BASES).translate(_RANKS).split())


# --- What arrives ----------------------------------------------------------------------------------------------------
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?")


def clean(text: str) -> str:
    """`text` without what no database or page should hold: NUL, control characters (but tab and newline), lone surrogates."""
    return text if text.isprintable() else _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


# Bidi controls, zero-width and blank-looking characters, the tag block. ZWNJ and ZWJ are judged apart: words need them.
_HIDDEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u034f\u115f\u1160\u3164\uffa0\u180e\U000e0000-\U000e007f]"
)
_BLANK_LETTERS = re.compile("[\u034f\u115f\u1160\u3164\uffa0]")  # those of _HIDDEN that Python calls printable
_STRAY_JOINERS = re.compile("(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])")


def isolate(text: str) -> str:
    """One line for a name, a subject or a file name that shows its characters in their true order.

    Bidi controls and invisible characters fall, so «invoice\\u202efdp.exe» reads as .exe; half-spaces inside Persian words stay.
    """
    if text.isprintable() and (text.isascii() or _BLANK_LETTERS.search(text) is None):
        return " ".join(text.split())  # nothing in it can hide, and it has no half-space
    shown = re.sub("\u200c{2,}", ZWNJ, _HIDDEN.sub("", clean(text)))
    return " ".join(_STRAY_JOINERS.sub("", shown).split())


# --- Scripts and languages -------------------------------------------------------------------------------------------
_LOOKALIKES = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
_WORD = re.compile(r"[^\W\d_]+")
_OF_ONE_SCRIPT = re.compile(r"[\u0600-\u06ff\u200c\s\d]*")


@lru_cache(maxsize=1024)
def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ", 1)[0]


def looks_mixed_script(text: str) -> bool:
    """True when one word mixes alphabets whose letters look alike (a Cyrillic а in «sara»). «PDFها» is fine: nobody is misled."""
    if _OF_ONE_SCRIPT.fullmatch(text):
        return False
    words = _WORD.findall(_HIDDEN.sub("", text))
    return any(len({_script(char) for char in word} & _LOOKALIKES) > 1 for word in words if not word.isascii())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSIAN_WORDS = _words("""
    که در به از این آن را با برای است هست بود شد شده می نمی کنم کنید کنیم ها های سلام لطفا چرا اگر هم یا تا من ما شما خود باید چه
    دارد دارم کرد کرده نیست خیلی ممنون متشکرم
""")
_ARABIC_WORDS = _words("""
    في من على إلى الى أن ان هذا هذه التي الذي كان لا ما عن مع لم قد أو كل هو هي شكرا مرحبا السلام عليكم
""")
_ENGLISH_WORDS = _words("""
    the a an of to in is are was were be been i you we they he she it my your our me us them this that and or not no yes for with on
    at from by as if do does did have has had can could would will please thanks thank hello hi dear how what when where why who which
""")
_PERSIAN_LETTERS = frozenset("پچژگیک")
_ARABIC_LETTERS = frozenset("ةىيكأإ")


def _persian_or_arabic(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text)
    unified = [word.replace("ي", "ی").replace("ك", "ک") for word in words]
    persian = len([word for word in unified if word in _PERSIAN_WORDS]) * 3 + sum(map(text.count, _PERSIAN_LETTERS))
    arabic = len([word for word in words if word in _ARABIC_WORDS and word not in _PERSIAN_WORDS]) * 3
    arabic += sum(map(text.count, _ARABIC_LETTERS)) + len([word for word in words if len(word) > 4 and word.startswith("ال")])
    # A keyboard without ی and ک writes Persian in Arabic letters: the words decide, and in doubt we are a Persian house.
    return "ar" if arabic > persian else "fa"


def language_of(text: str) -> str:
    """`fa`, `en`, `ar`, or "" when it cannot be told (no letters, another script, another language in Latin letters)."""
    sample = text[:4000]
    counts: Counter[str] = Counter()
    for char, times in Counter(sample).items():  # a text has few different letters
        if char.isalpha():
            counts[_script(char)] += times
    letters = counts.total()
    if counts["ARABIC"] and counts["ARABIC"] * 2 >= counts["LATIN"]:
        return _persian_or_arabic(sample) if counts["ARABIC"] * 2 > letters - counts["LATIN"] else ""
    if counts["LATIN"] * 2 <= letters:
        return ""
    words = [word.casefold() for word in _WORD.findall(sample)]
    known = sum(word in _ENGLISH_WORDS for word in words)
    if known * 12 >= len(words) or (len(words) < 4 and all(word.isascii() for word in words)):
        return "en"
    return ""

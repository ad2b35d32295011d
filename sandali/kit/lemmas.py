"""Lemmas of Persian words, behind our own name: `rishe` does the work, and search works (finds less) without it."""

import re
from collections.abc import Iterator
from typing import Any

try:
    from rishe import Pipeline
except ImportError:  # no wheel for this machine: the fold alone must be enough
    Pipeline = None  # type: ignore[assignment,misc]

ZWNJ = "\u200c"
PREFIXES = frozenset({"می", "نمی"})
_PLURALS = ("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان")
SUFFIXES = frozenset({*_PLURALS, "تر", "ترین", "ام", "ات", "اش", "مان", "تان", "شان", "ای"})
_JOINED = re.compile(r"(.{3,}?)\u200c?(ها(?:ی|یی|یم|یت|یش|یمان|یتان|یشان)?|مان|تان|شان|ترین|تر)$")
_ARABIC_PLURAL = re.compile(r"(.{4,}?)(?:ج?ات)(?:ی|م|ش|مان|تان|شان)?$")

_PERSONS = ("م", "ی", "د")

# Broken plurals of the words that customers and their suppliers use; a lexicon of stems cannot reach them.
_BROKEN_PLURALS = {
    "اقساط": "قسط", "مبالغ": "مبلغ", "مدارک": "مدرک", "شرایط": "شرط", "وسایل": "وسیله", "مسائل": "مسئله", "موارد": "مورد",
    "افراد": "فرد", "اسناد": "سند", "نواقص": "نقص", "جوایز": "جایزه", "منابع": "منبع", "مراکز": "مرکز", "مناطق": "منطقه",
    "نتایج": "نتیجه", "دلایل": "دلیل", "سوابق": "سابقه", "اشخاص": "شخص", "اخبار": "خبر", "آثار": "اثر", "ارقام": "رقم",
    "اعداد": "عدد", "اعضا": "عضو", "اعمال": "عمل", "افکار": "فکر", "امور": "امر", "اموال": "مال",
    "انواع": "نوع", "اوراق": "ورق", "اوقات": "وقت", "ایام": "یوم", "تجار": "تاجر", "تصاویر": "تصویر", "تعاریف": "تعریف",
    "تکالیف": "تکلیف", "حروف": "حرف", "حوادث": "حادثه", "خطوط": "خط", "خسارات": "خسارت",
    "دروس": "درس", "دفاتر": "دفتر", "ذخایر": "ذخیره", "رسوم": "رسم", "روابط": "رابطه", "سوالات": "سوال", "شعب": "شعبه",
    "ضوابط": "ضابطه", "طرق": "طریق", "ظروف": "ظرف", "عناصر": "عنصر", "عوامل": "عامل", "فواید": "فایده", "قوانین": "قانون",
    "قواعد": "قاعده", "کتب": "کتاب", "مجامع": "مجمع", "محافل": "محفل", "مراتب": "مرتبه", "مراحل": "مرحله",
    "مشاغل": "شغل", "مشاکل": "مشکل", "مصارف": "مصرف", "معایب": "عیب", "مفاهیم": "مفهوم", "منازل": "منزل", "نسخ": "نسخه",
    "نقاط": "نقطه", "نکات": "نکته", "وظایف": "وظیفه", "هدایا": "هدیه", "حقوق": "حق", "اهداف": "هدف",
    "اجناس": "جنس", "اقلام": "قلم", "املاک": "ملک", "بنادر": "بندر", "مواد": "ماده",
}  # fmt: skip

_pipeline: Any = None if Pipeline is None else Pipeline()


def _lemma(word: str) -> str:
    """The lemma by the lexicon, or "" when it knows none. Verbs come as their past stem: «می‌خواهم» is «خواست»."""
    lemma: str = _pipeline.lemma_full(word)[0]
    return "" if lemma == word else lemma


def _verb(word: str) -> str:
    """The lemma only when it is a verb's."""
    lemma: str
    lemma, present = _pipeline.lemma_full(word)
    return lemma if present and lemma != word else ""


def _guesses(word: str) -> Iterator[str]:
    """Lemmas of `word` read in every way we know; "" where a way leads nowhere."""
    lemma = _lemma(word)
    yield lemma
    if lemma:
        yield _lemma(lemma)
    # «کند», «نکرده», «بده»: without می, or with ن and ب, only the verb behind it is in the lexicon. A bare stem without a
    # person's ending is left alone: as a noun («کار», «روز») it is far more frequent than as an imperative.
    if word.endswith(_PERSONS):
        yield _verb("می" + ZWNJ + word)
    if (word[0] in "نب" and word.endswith((*_PERSONS, "ه"))) or (word[0] == "ب" and len(word) == 3):
        yield _verb(word[1:]) or _verb("می" + ZWNJ + word[1:])
    if word.startswith(("می", "نمی")) and ZWNJ not in word:
        yield _verb(word.replace("می", "می" + ZWNJ, 1))
    if joined := _JOINED.match(word):
        base = joined[1]
        yield _lemma(base + ZWNJ + joined[2])
        yield _lemma(base) or _BROKEN_PLURALS.get(base, "")
    if plural := _ARABIC_PLURAL.match(word):
        yield plural[1]
    yield _BROKEN_PLURALS.get(word, "")


def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas of one Persian word (half-spaces kept, ی and ک Persian), without itself; () when it has none or is not Persian.

    Spoken forms are read by their written one: «میخوام» gives «خواست» as «می‌خواهم» does.
    """
    if _pipeline is None or len(word) < 2 or not "\u0600" <= word[0] <= "\u06ff":
        return ()
    found = dict.fromkeys(_guesses(word))
    formal: str = _pipeline(word).formal_text
    if formal != word and " " not in formal.strip():
        found.update(dict.fromkeys([formal, *_guesses(formal)]))
    return tuple(lemma for lemma in found if lemma and lemma != word)

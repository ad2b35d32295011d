"""The hand-written conversations: enough of them, well-formed, and in clean Persian."""

import re
from random import Random

import pytest

from sandali.cases.models import Kind
from sandali.demo.matters import TEXTS, BadText, matters, read_matter, render, table_of
from sandali.demo.profiles import PROFILES

LANGUAGES = ["fa", "en"]
ZWNJ_FORGOTTEN = re.compile(r"(?:^|\s)ن?می (?=[\u0600-\u06ff])|[\u0600-\u06ff] های(?=\s|$)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_at_least_sixty_matters_each_with_a_name_of_its_own(language):
    names = [matter.name for matter in matters(language)]
    assert (len(names) >= 60, len(set(names)) == len(names)) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_matter_is_answered_and_named_by_what_the_program_knows(language):
    for matter in matters(language):
        assert matter.kind in Kind.values, matter.name
        assert matter.department in PROFILES[language].departments, matter.name
        assert matter.flags <= {"low", "high", "urgent", "bad", "photo", "bill", "en"}, matter.name
        assert matter.turns[0].mark in (">", "^", "~"), matter.name
        assert any(turn.mark == "<" for turn in matter.turns), matter.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_six_kinds_of_matter_come(language):
    assert {matter.kind for matter in matters(language)} == set(Kind.values)


def test_written_persian_has_no_digit_or_letter_of_another_keyboard():
    for path in sorted((TEXTS / "fa").glob("*.txt")):
        if path.name in ("matters-6-english.txt", "first-names.txt", "family-names.txt", "views.txt", "segments.txt"):
            continue
        words = re.sub(r"\{\w+\}|^[=#] .*$|https?://\S+|[\w-]+\.example", "", path.read_text("utf-8"), flags=re.MULTILINE)
        # Steps of an article are numbered as Markdown numbers them (on the page in Persian digits), and tables have columns of numbers.
        words = re.sub(r"(^|\||\\n) *-?\d[\d.,:-]* *(?=[.|]|$)", "", words, flags=re.MULTILINE)
        assert re.findall(r"[0-9\u064a\u0643\u0660-\u0669]|\s,|\?(?! )", words) == [], path.name
        assert ZWNJ_FORGOTTEN.findall(words) == [], path.name


def test_one_of_each_alternative_is_taken_and_slots_are_filled():
    texts = {render("[a|b {x}] , c¶d", {"x": "9"}, Random(seed)) for seed in range(20)}
    assert texts == {"a, c\n\nd", "b 9, c\n\nd"}


def test_a_slot_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        render("{nothing}", {}, Random(1))


@pytest.mark.parametrize("block", ["a | question | support\n? s\n> t", "a | question | support | | \n> t", "a | question | support | |\n? s\n* t"])
def test_a_matter_that_cannot_be_read_says_where(block):
    with pytest.raises(BadText, match=r"here\.txt"):
        read_matter(block, "here.txt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_many_and_each_once(language):
    for name, least in (("first-names", 60), ("family-names", 80)):
        lines = [line.split()[0] for line in (TEXTS / language / f"{name}.txt").read_text("utf-8").splitlines() if line[0] != "#"]
        assert (len(lines) >= least, len(set(lines)) == len(lines)) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_relatives_of_the_writer_and_of_the_reader_stand_in_one_order(language):
    lists = table_of(language, "lists")
    assert len(lists["relatives"]) == len(lists["their-relatives"])

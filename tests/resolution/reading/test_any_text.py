"""What strangers write, however strange, is read without an error: each reader gets hostile strings and random ones."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandali.resolution.reading.answers import UNSURE, read_answer
from sandali.resolution.reading.likeness import bands, fingerprint, shared
from sandali.resolution.reading.sorry import reading_of_apology
from tests.resolution.reading.phrases.asking import ENGLAND, IRAN

WORDS = st.sampled_from(
    "تا فردا ظهر هفتهٔ آینده ۴۸ ساعت روز کاری می‌فرستیم خواهیم کرد ؟ « » ، . ساعت ۲۵ ۳۱ آذر سی و یکم by within Friday next week 99 days we will "
    "send the 31st at 25:61 am 2026-13-45 if sorry yes no not بله نه حل شد \u200c \u064b \n > ( 0 ۰ ریال صفر 1405/12/30 30 February".split(" ")
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join))


@settings(deadline=None)
@given(TEXTS)
def test_any_text_is_read(text):
    for company in (IRAN, ENGLAND):
        for found in company.find(text):
            assert (text[found.start : found.end], found.due > company.now, bool(found.reason)) == (found.text, True, True)
    assert read_answer(text).verdict in {"yes", "not yet", UNSURE}
    assert 0.0 <= reading_of_apology(text, [text[::2]]).earlier <= 1.0
    assert 0.0 <= shared(text, [text]) <= 1.0
    assert len(bands(fingerprint(text))) in {0, 16}


def test_strings_that_broke_other_programs_are_read(shared_data):
    strings = json.loads((shared_data / "strings-and-html/blns.json").read_text("utf-8"))
    texts = [text for text in strings if isinstance(text, str)]
    assert len(texts) > 100
    assert [text for text in texts if read_answer(text).verdict == "yes" or IRAN.find(text)] == []


@pytest.mark.parametrize("text", ["İstanbul'da yarın, we will send it tomorrow", "ﬁne, we will send it tomorrow", "🙂 we will send it tomorrow"])
def test_letters_that_grow_or_join_do_not_move_what_is_found(text):
    assert [one.text for one in ENGLAND.find(text)] == ["tomorrow"]

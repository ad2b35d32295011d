"""Finding by any word, and by what a case is about."""

import json

import pytest

from sandali.kit import search as index
from sandali.knowledge.actions import write_entry
from sandali.knowledge.filling import fill
from sandali.knowledge.models import Entry
from sandali.knowledge.queries import fitting
from sandali.knowledge.search import NAMES, WORDS, entries_that_fit, find_entries, index_all, telling_terms


@pytest.fixture
def known(cast):
    """A few entries by title."""
    rows = {
        "شمارهٔ حساب": ("بانک ملت", "شبا، واریز", "fa"),
        "هزینهٔ ارسال": ("نود هزار تومان", "کرایه، پیک", "fa"),
        "مهلت بازگرداندن کالا": ("هفت روز", "مرجوعی، پس دادن", "fa"),
        "Opening hours": ("from nine", "closed, visit", "en"),
    }
    return {title: write_entry(by=cast.sara, kind="fact", title=title, text=text, keywords=words, language=language) for title, (text, words, language) in rows.items()}


@pytest.mark.parametrize(("typed", "title"), [("حساب", "شمارهٔ حساب"), ("شبا", "شمارهٔ حساب"), ("نود هزار", "هزینهٔ ارسال"), ("كرايه", "هزینهٔ ارسال"), ("openin", "Opening hours")])
def test_any_word_however_typed_finds(known, typed, title):
    assert find_entries(typed) == [known[title].pk]


@pytest.mark.practice("P18")
@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("سلام\nمی‌خواهم کالا را پس بدهم، مرجوعی دارید؟", "مهلت بازگرداندن کالا"),
        ("واریز کردم\nبه کدام شماره حساب؟", "شمارهٔ حساب"),
        ("hello, when are you closed? I want to visit", "Opening hours"),
    ],
)
def test_what_a_case_is_about_leads_to_what_fits(known, about, title):
    assert [Entry.objects.get(pk=number).title for number in entries_that_fit(about)][0] == title


@pytest.mark.parametrize("about", ["", "سلام وقت بخیر، خسته نباشید. ممنون", "hello and thank you for your answer", "!!! ''' \" ()", "۱۲", "a' | b:* & !c", 'x" OR "y'])
def test_what_says_nothing_leads_nowhere(known, about):
    assert entries_that_fit(about) == []


def test_the_customers_language_stands_first(known, cast):
    both = "closed visit شبا واریز حساب"
    assert [entry.title for entry in fitting(Entry.objects.all(), both, language="en")] == ["Opening hours", "شمارهٔ حساب"]
    assert [entry.title for entry in fitting(Entry.objects.all(), both, language="fa")] == ["شمارهٔ حساب", "Opening hours"]


def test_common_words_are_not_telling():
    assert telling_terms("سلام من می‌خواهم مرسوله را پیگیری کنم")[:1] != [] and "سلام" not in telling_terms("سلام من")


@pytest.mark.reliability("E9")
def test_words_that_nobody_should_write_find_nothing_and_break_nothing(known, shared_data):
    lines = json.loads((shared_data / "strings-and-html" / "blns.json").read_text("utf-8"))
    for line in lines:
        find_entries(line)
        entries_that_fit(line)
        assert fill(line, {"customer": "x", "me": "y"}) == line
    assert len(lines) > 300


def test_the_index_can_be_built_anew(known):
    before = {name: index.contents(name) for name in (WORDS, NAMES)}
    for name in before:
        for entry in known.values():
            index.put(name, entry.pk, "wrong")
    assert index_all(Entry.objects.order_by("pk")) == 4
    assert {name: index.contents(name) for name in before} == before

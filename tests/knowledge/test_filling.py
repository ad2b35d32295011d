"""Places in a fact: a fixed list, one pass, and everything else stays as it was written."""

from datetime import UTC, date, datetime, time

import pytest

from sandali.company.models import OpeningRange, SpecialDay
from sandali.knowledge.filling import PLACES, UnknownPlaces, fill, hours_in_words, needs, unknown_places

FACTS = {"customer": "مینا", "case": "۱۲", "me": "سارا", "company": "سیمرغ", "hours": "از ۹ تا ۱۸"}
SATURDAY = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{customer}} {{case}} {{me}} {{company}} {{hours}}", "مینا ۱۲ سارا سیمرغ از ۹ تا ۱۸"),
        ("{{مشتری}} {{پرونده}} {{من}} {{شرکت}} {{ساعت کاری}} {{ساعت‌کاری}}", "مینا ۱۲ سارا سیمرغ از ۹ تا ۱۸ از ۹ تا ۱۸"),
        ("{{ Customer }}{{customer}}", "مینامینا"),
        ("{{ساعت كاري}}", "از ۹ تا ۱۸"),  # Arabic letters
        ("nothing to fill", "nothing to fill"),
    ],
)
def test_the_places_on_the_list_are_filled(text, filled):
    assert fill(text, FACTS) == filled


@pytest.mark.reliability("E9")
@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}", "${7*7}", "{% debug %}", "{% include 'x' %}", "{{customer|safe}}", "{{customer.__class__}}", "{{request.user.password}}",
        "{{}}", "{{{{}}}}", "{ {customer} }", "{{customer", "customer}}", "{{\ncustomer\n}}", "{customer}", "%(customer)s", "{0.__init__}",
    ],
)  # fmt: skip
def test_what_is_no_place_stays_as_it_was_written(text):
    assert fill(text, FACTS) == text


@pytest.mark.reliability("E9")
def test_braces_in_what_a_customer_is_called_are_text():
    assert fill("{{customer}}!", FACTS | {"customer": "{{me}} {{7*7}} \\1 {% debug %}"}) == "{{me}} {{7*7}} \\1 {% debug %}!"


def test_a_place_without_its_fact_stays_to_be_seen():
    assert fill("{{customer}} {{me}}", {"me": "سارا"}) == "{{customer}} سارا"


def test_names_that_nothing_fills_are_found_once_each():
    assert unknown_places("{{customer}} {{name}} {{order number}} {{name}} {{7*7}} {{شماره}}") == ["name", "order number", "شماره"]
    assert str(UnknownPlaces(["name", "x"])).count("{{name}}, {{x}}") == 1


def test_every_fact_has_a_place_in_both_languages():
    assert {fact: sorted(name.isascii() for name in PLACES if PLACES[name] == fact) for fact in FACTS} == dict.fromkeys(FACTS, [False, True])


def test_which_facts_a_text_needs():
    assert [needs("{{ساعت کاری}}", name) for name in ("hours", "customer")] == [True, False]


def test_a_very_long_run_of_braces_is_read_quickly(benchmark=None):
    text = "{{ " * 20_000 + "a " * 20_000
    assert (fill(text, FACTS) == text, unknown_places(text)) == (True, [])


@pytest.mark.parametrize(("language", "said"), [("en", "from 09:00 to 13:00 and from 16:00 to 19:30"), ("fa", "از ۰۹:۰۰ تا ۱۳:۰۰ و از ۱۶:۰۰ تا ۱۹:۳۰")])
def test_todays_hours_in_words(cast, language, said):
    OpeningRange.objects.all().delete()
    for starts, ends in ((time(9), time(13)), (time(16), time(19, 30))):
        OpeningRange.objects.create(weekday=5, starts=starts, ends=ends)
    assert hours_in_words(language, SATURDAY) == said


def test_a_holiday_is_closed(cast):
    SpecialDay.objects.create(day=date(2026, 11, 21), name="x")
    assert (hours_in_words("en", SATURDAY), hours_in_words("fa", SATURDAY)) == ("closed today", "امروز بسته است")

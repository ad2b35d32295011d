"""Figures in words."""

import pytest
from django.utils import translation

from sandali.desk.reports.words import (
    Change,
    change,
    change_of_share,
    duration,
    share,
    short_duration,
    verdict,
)
from sandali.kit.dates import displayed


@pytest.fixture(params=["en"])
def _english(request):
    with translation.override("en"), displayed("en", "UTC"):
        yield


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("seconds", "days", "said"),
    [
        (None, False, "–"), (0, False, "0 min"), (20, False, "under a minute"), (90, False, "2 min"), (3599, False, "1 h"),
        (7500, False, "2 h 5 min"), (36000 + 1800, False, "10 h"), (72 * 3600, False, "72 h"), (72 * 3600, True, "3 days"),
    ],
)  # fmt: skip
def test_a_length_is_told_to_the_minute_and_a_long_one_to_the_hour(seconds, days, said):
    assert duration(seconds, days=days) == said


def test_in_persian():
    with translation.override("fa"), displayed("fa", "Asia/Tehran"):
        assert (duration(7500), short_duration(7500), share(1, 3)) == ("۲ ساعت و ۵ دقیقه", ("۲٫۱", "ساعت"), "۳۳٪")


@pytest.mark.usefixtures("_english")
def test_a_figure_and_its_unit_stand_apart():
    told = [short_duration(seconds, days=True) for seconds in (None, 60, 2040, 7500, 50_000, 259_200)]
    assert told == [("–", ""), ("1", "minute"), ("34", "minutes"), ("2.1", "hours"), ("14", "hours"), ("3", "days")]


@pytest.mark.usefixtures("_english")
def test_a_change_is_good_or_poor_only_where_it_means_something():
    assert change(80, 100, more_is_good=False) == Change("20%", False, True)
    assert change(120, 100, more_is_good=False) == Change("20%", True, False)
    assert change(101, 100, more_is_good=False) == Change("1%", True, None)
    assert change(120, 100, more_is_good=None) == Change("20%", True, None)
    assert change(5, 0, more_is_good=True) == change(None, 5, more_is_good=True) == Change()
    assert change_of_share((8, 10), (7, 10)) == Change("10 points", True, True)
    assert change_of_share((8, 10), (0, 0)) == Change()


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("now", "before", "tone", "begins"),
    [(60, 120, "ok", "Better"), (120, 60, "warn", "Worse"), (100, 101, "info", "About"), (None, 60, "info", "No first"), (60, None, "info", "There were")],
)
def test_the_verdict_answers_better_or_worse(now, before, tone, begins):
    told = verdict(now, before, days=False)
    assert (told[0], told[1].startswith(begins)) == (tone, True)

"""A report's question is read from an address and written into one."""

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone

from sandali.desk.reports.asking import Question, read_question
from sandali.desk.reports.forms import RangeForm
from sandali.kit.dates import displayed
from sandali.kit.periods import Period
from tests.measured import TEHRAN, local

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _persian():
    with displayed("fa", "Asia/Tehran"):
        yield


def asked(text, person):
    return read_question(dict(parse_qsl(text)), person)


def test_what_is_written_into_an_address_is_read_again(cast):
    text = f"period=season&on=2026-11-21&person={cast.reza.pk}&department=2&channel=3&kind=complaint&time=clock&within=8&by=kind"
    question = asked(text, cast.nahid)
    again = asked(question.url().partition("?")[2], cast.nahid)
    assert (again.period, again.asked, again.by) == (question.period, question.asked, "kind")
    assert (question.asked.within, question.asked.working, question.asked.narrows) == (
        8 * 3600, False, {"person": cast.reza.pk, "department": 2, "channel": 3, "kind": "complaint"},
    )  # fmt: skip


def test_days_are_read_as_people_type_them_and_in_either_order(cast):
    question = asked("period=days&from=۱۴۰۵/۰۸/۳۰&to=2026-11-01", cast.nahid)
    assert question.period == Period("days", date(2026, 11, 1), date(2026, 11, 21))
    form = RangeForm(question)
    assert 'value="۱۴۰۵/۰۸/۱۰"' in str(form["from"])


def test_without_a_period_it_is_this_month_and_in_its_first_days_the_last_one(cast):
    day = (timezone.now().astimezone(TEHRAN) - timedelta(days=6)).date()
    period = asked("", cast.nahid).period
    assert (period.kind, period.first <= day <= period.last) == ("month", True)


def test_while_a_period_runs_it_is_compared_with_as_much_of_the_one_before(cast):
    question = asked("period=week&on=2026-11-21", cast.nahid)
    running = Question(question.period, question.almanac, question.display, now=local(23, 12))
    over = Question(question.period, question.almanac, question.display, now=local(30, 12))
    assert (running.is_running, over.is_running) == (True, False)
    assert (running.asked_before.start, running.asked_before.end) == (local(14, 0), local(16, 12))
    assert (over.asked_before.start, over.asked_before.end) == (local(14, 0), local(21, 0))


def test_an_agent_asks_for_nobody_but_themselves(cast):
    who = [asked(f"person={person.pk}", cast.sara).person for person in (cast.sara, cast.reza)]
    assert who == [cast.sara.pk, None]

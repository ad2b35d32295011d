"""Tables of figures, from which charts are drawn."""

import pytest

from sandali.cases.figures import Figures, Report, Times
from sandali.cases.measures import measure
from sandali.desk.reports import tables
from sandali.desk.reports.asking import read_question
from sandali.kit.dates import displayed
from sandali.kit.periods import steps_of
from tests.measured import measured_week

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _persian():
    with displayed("fa", "Asia/Tehran"):
        yield


@pytest.fixture
def told(cast):
    """The question of the week, its report told apart by person, and its days."""
    measured_week(cast)
    question = read_question({"period": "days", "from": "2026-11-14", "to": "2026-11-20"}, cast.nahid)
    steps = steps_of(question.period, question.almanac)
    bounds = [step.moments(question.display.zone)[0] for step in steps[1:]]
    return question, measure(cast.nahid, question.asked, bounds=bounds, by="person"), steps


def test_a_chart_of_counts_has_a_line_a_day(told):
    table = tables.flow(*told)
    assert [(line.name, line.cells[0].value, line.cells[1].value) for line in table.lines][:3] == [
        ("۲۳ آبان", "3", "2"), ("۲۴ آبان", "2", "3"), ("۲۵ آبان", "1", "0"),
    ]  # fmt: skip
    assert [bool(cell.url) for cell in table.lines[2].cells] == [True, False]


def test_a_chart_of_times_tells_hours_and_leaves_out_days_without_any(told):
    table = tables.replies(*told)
    assert [line.cells[0].value for line in table.lines] == ["0.88", "0.5", "", "1.38", "8.17", "3.0", ""]
    assert table.lines[2].cells[0].text == "–"


def test_without_a_first_reply_there_is_nothing_to_draw(told):
    question, _report, steps = told
    assert tables.replies(question, Report(Figures()), steps).lines == []


def test_bars_are_as_long_as_their_part_of_the_longest(told):
    question, report, _steps = told
    assert [(line.cells[0].value, line.share) for line in tables.spread(question, report).lines] == [
        ("5", 100), ("3", 60), ("0", 0), ("1", 20), ("0", 0),
    ]  # fmt: skip


def test_people_are_told_apart_busiest_first_and_nobody_last(cast, told):
    question, report, _steps = told
    nobody = Report(report.whole, report.steps, report.groups | {None: Figures(opened=99, answers=Times(99, 1, 1))})
    lines = tables.apart(question, nobody, cast.nahid).lines
    assert [line.key for line in lines] == [cast.sara.pk, cast.reza.pk, None]
    assert [line.url != "" for line in lines] == [True, True, False]
    assert {cell.url for cell in lines[2].cells} == {""}
    assert [line.key for line in tables.apart(question, nobody, cast.reza).lines] == [cast.reza.pk]

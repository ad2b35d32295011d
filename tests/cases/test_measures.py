"""Figures equal what was worked out by hand, and stay inside what a person may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.events import CASE_CONFIRMED, CASE_LAPSED, CASE_REOPENED
from sandali.cases.figures import Asked, Figures, Times, times_of
from sandali.cases.measures import BEHIND, cases_behind, measure, outcomes
from sandali.cases.models import Case
from sandali.history.events import record
from tests.cast import make_case
from tests.measured import TABLE, local, measured_week

pytestmark = pytest.mark.django_db
WEEK = Asked(local(14, 0), local(21, 0))
NEXT = Asked(local(21, 0), local(28, 0))
CLOCK = Asked(local(14, 0), local(21, 0), working=False)


def minutes(count, median, ninetieth):
    return Times(count, median * 60, ninetieth * 60)


def numbers(cases):
    return sorted(cases.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Times(0, None, None)),
        ([7], Times(1, 7, 7)),
        ([4, 2], Times(2, 3, 4)),
        (range(1, 11), Times(10, 6, 9)),  # the mean of 5 and 6, rounded up
        (range(1, 12), Times(11, 6, 10)),
    ],
)
def test_the_median_is_the_middle_and_the_ninetieth_the_nearest_rank(values, expected):
    assert times_of(values) == expected


def test_a_week_in_opening_hours_equals_the_table(cast):
    measured_week(cast)
    assert measure(cast.nahid, WEEK).whole == Figures(
        opened=12, answers=minutes(10, 75, 180), first=minutes(9, 60, 960), in_time=8, spread=(5, 3, 0, 1, 0), per_case=minutes(9, 60, 960)
    )


def test_the_same_week_by_the_clock_equals_the_table(cast):
    measured_week(cast)
    told = measure(cast.nahid, CLOCK).whole
    assert (told.first, told.in_time, told.spread) == (minutes(9, 1020, 2520), 4, (2, 2, 0, 3, 2))


def test_a_wait_counts_in_the_week_in_which_it_ended(cast):
    measured_week(cast)
    assert measure(cast.nahid, NEXT).whole == Figures(
        answers=minutes(3, 120, 240), first=minutes(3, 120, 240), in_time=3, spread=(1, 2, 0, 0, 0), per_case=minutes(3, 120, 240)
    )


def test_figures_step_by_step_add_up_to_the_whole(cast):
    measured_week(cast)
    report = measure(cast.nahid, WEEK, bounds=[local(day, 0) for day in range(15, 21)])
    assert [step.first.count for step in report.steps] == [2, 2, 0, 2, 2, 1, 0]
    assert [step.opened for step in report.steps] == [3, 2, 1, 1, 2, 2, 1]
    assert report.whole == measure(cast.nahid, WEEK).whole


def test_figures_told_apart_belong_to_whoever_answered(cast):
    measured_week(cast)
    groups = measure(cast.nahid, WEEK, by="person").groups
    told = {person: (figures.opened, figures.first, figures.answers.count) for person, figures in groups.items()}
    assert told == {cast.sara.pk: (7, minutes(5, 45, 960), 6), cast.reza.pk: (5, minutes(4, 90, 180), 4)}
    kinds = measure(cast.nahid, WEEK, by="kind").groups
    assert {kind: figures.first.count for kind, figures in kinds.items()} == {"question": 7, "complaint": 2}
    assert set(measure(cast.nahid, WEEK, by="department").groups) == {cast.support.pk}
    assert set(measure(cast.nahid, WEEK, by="channel").groups) == {cast.channel.pk}


@pytest.mark.parametrize(
    ("narrower", "first", "opened"),
    [({"person": "reza"}, 4, 5), ({"kind": "complaint"}, 2, 2), ({"department": "accounting"}, 0, 0), ({"channel": "channel"}, 9, 12)],
)
def test_a_question_can_be_narrowed(cast, narrower, first, opened):
    measured_week(cast)
    asked = {name: value if name == "kind" else getattr(cast, value).pk for name, value in narrower.items()}
    told = measure(cast.nahid, Asked(WEEK.start, WEEK.end, **asked)).whole
    assert (told.first.count, told.opened) == (first, opened)


def test_reopenings_confirmations_and_lapses_count_when_they_happen(cast):
    cases = measured_week(cast)
    for kind, number in ((CASE_REOPENED, 0), (CASE_REOPENED, 0), (CASE_REOPENED, 1), (CASE_CONFIRMED, 2), (CASE_LAPSED, 3)):
        record(kind, cases[number], at=local(18, 12))
    record(CASE_CONFIRMED, cases[4], at=local(22, 12))
    Case.objects.filter(pk=cases[5].pk).update(repeats=2)
    report = measure(cast.nahid, WEEK, bounds=[local(18, 0)], by="person")
    counts = [(one.reopened, one.confirmed, one.lapsed, one.repeats, one.repeated) for one in (report.whole, *report.steps)]
    assert counts == [(3, 1, 1, 2, 1), (0, 0, 0, 0, 0), (3, 1, 1, 2, 1)]
    assert {person: one.reopened for person, one in report.groups.items()} == {cast.sara.pk: 3, cast.reza.pk: 0}


def test_the_cases_behind_each_figure_are_those_that_it_counts(cast):
    cases = measured_week(cast)
    record(CASE_REOPENED, cases[0], at=local(18, 12))
    Case.objects.filter(pk=cases[5].pk).update(repeats=1)
    waits = make_case(cast, opened_at=local(1, 9))
    expected = {
        "opened": range(12), "answered": range(9), "first": range(9), "in_time": (0, 1, 2, 3, 4, 5, 7, 8), "late": (6,),
        "reopened": (0,), "confirmed": (), "lapsed": (), "repeated": (5,),
    }  # fmt: skip
    found = {figure: numbers(cases_behind(cast.nahid, WEEK, figure)) for figure in BEHIND if figure != "waiting"}
    assert found == {figure: [cases[at].pk for at in places] for figure, places in expected.items()}
    assert numbers(cases_behind(cast.nahid, WEEK, "waiting")) == [waits.pk]


def test_spam_and_merged_cases_are_not_opened(cast):
    cases = measured_week(cast)
    Case.objects.filter(pk=cases[0].pk).update(aside="spam")
    Case.objects.filter(pk=cases[1].pk).update(aside="merged", merged_into=cases[2])
    assert measure(cast.nahid, WEEK).whole.opened == 10


def test_nobody_sees_figures_of_cases_that_they_may_not_see(cast):
    cases = measured_week(cast)
    record(CASE_REOPENED, cases[0], at=local(18, 12))
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(department=cast.accounting, assignee=cast.omid)
    people = (cast.admin, cast.omid, cast.sara, cast.nahid, cast.parvaneh)
    told = {person.name: measure(person, WEEK).whole for person in people}
    counts = {name: (one.opened, one.first.count, one.reopened) for name, one in told.items()}
    assert counts == {"Ladan": (12, 9, 1), "Omid": (12, 9, 1), "Sara": (0, 0, 0), "Nahid": (0, 0, 0), "Parvaneh": (0, 0, 0)}
    assert [list(cases_behind(cast.sara, WEEK, figure)) for figure in BEHIND] == [[]] * len(BEHIND)


def test_measuring_takes_five_queries_however_much_there_is(cast):
    measured_week(cast)
    measure(cast.admin, WEEK)  # knows their departments now
    with CaptureQueriesContext(connection) as queries:
        measure(cast.admin, WEEK, bounds=[local(day, 0) for day in range(15, 21)], by="person")
    assert len(queries) == 5  # the company, whether days are packed, waits, cases opened, outcomes


def test_outcomes_are_found_by_their_own_index(cast):
    """The condition's words must be those of the migration, or SQLite reads every event that ever happened."""
    sql, params = outcomes(cast.admin, WEEK).query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            assert "history_outcomes" in " ".join(str(row) for row in cursor.fetchall())
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'history_outcomes'")
            assert "case_reopened" in cursor.fetchone()[0]


def test_what_waits_now_waits_whatever_the_period(cast):
    waits = make_case(cast, waiting_since=timezone.now(), opened_at=local(1, 9))
    make_case(cast, waiting_since=None, state="waiting")
    assert numbers(cases_behind(cast.nahid, NEXT, "waiting")) == [waits.pk]
    assert len(TABLE) == 12

"""The board and the forecast: stages and months, sums that add up, and as many queries for many deals as for one."""

from datetime import date, timedelta

import pytest

from sandali.kit.periods import Almanac
from sandali.sales.actions.deals import change_deal, move_deal, win_deal
from sandali.sales.board import board, deal_page, deals_from, deals_in, deals_of, forecast, whole_of
from sandali.sales.models import Deal, PipelineStage
from tests.sales.things import make_deal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)  # the first of Azar 1405


def test_a_column_counts_all_and_shows_the_latest_comers_first(cast, monkeypatch):
    monkeypatch.setattr("sandali.sales.board.MOST_IN_COLUMN", 2)
    made = [make_deal(cast, amount=amount) for amount in (1, 2, 4)]
    pipeline = made[0].stage.pipeline
    columns = board(cast.sara, pipeline, "IRR")
    assert [(one.count, one.amount, one.more) for one in columns] == [(3, 7, 1), (0, 0, 0), (0, 0, 0), (0, 0, 0)]
    move_deal(made[0], columns[1].stage, by=cast.sara, version=1)
    win_deal(made[1], by=cast.sara, version=1)
    assert [[deal.pk for deal in one.deals] for one in board(cast.sara, pipeline, "IRR")[:2]] == [[made[2].pk], [made[0].pk]]


def test_the_board_asks_as_often_for_three_as_for_one(cast, django_assert_num_queries):
    pipeline = make_deal(cast).stage.pipeline
    assert cast.sara.standing is not None
    for _more in range(2):
        with django_assert_num_queries(3):
            [str(deal.customer) for column in board(cast.sara, pipeline, "IRR") for deal in column.deals]
        make_deal(cast, customer=cast.kaveh)


def test_deals_of_others_private_departments_are_in_no_sum(cast):
    hidden = make_deal(cast, department=cast.accounting.pk, by=cast.omid, case=5)
    pipeline = hidden.stage.pipeline
    shown = {name: board(getattr(cast, name), pipeline, "IRR")[0].count for name in ("sara", "omid", "nahid", "admin")}
    assert shown == {"sara": 0, "omid": 1, "nahid": 0, "admin": 1}
    assert (deals_of(cast.sara, cast.mina.pk), deals_from(cast.sara, 5), deals_of(cast.omid, cast.mina.pk)) == ([], [], [hidden])


def test_a_list_goes_on_where_the_page_ended(cast):
    made = [make_deal(cast) for _number in range(3)]
    first = deal_page(deals_in(cast.sara, "open"), most=2)
    rest = deal_page(deals_in(cast.sara, "open"), after=(first[-1].state_at, first[-1].pk))
    assert [one.pk for one in first + rest] == [one.pk for one in reversed(made)]
    assert deal_page(deals_in(cast.sara, "open", stage=made[0].stage_id + 1)) == []


def test_months_are_the_reader_s_and_each_deal_counts_by_its_probability(cast):
    PipelineStage.objects.all()
    days = (TODAY, date(2026, 12, 21), date(2026, 12, 22), None, TODAY - timedelta(days=1))
    for day in days:
        make_deal(cast, amount=1001, expected_on=day)
    change_deal(Deal.objects.first(), by=cast.sara, version=1, title="!", amount=1001, probability=50, expected_on=TODAY)
    found = forecast(cast.sara, almanac=Almanac("jalali"), today=TODAY, currency="IRR")
    assert [(one.key, one.count, one.amount, one.weighted) for one in found.months] == [
        ((1405, 9), 2, 2002, 601), ((1405, 10), 1, 1001, 100), ((1405, 11), 0, 0, 0),
    ]  # fmt: skip
    assert (found.undated.count, found.overdue.count, found.other_currencies) == (1, 1, 0)
    whole = whole_of([*found.months, found.undated, found.overdue])
    assert (whole.count, whole.amount, whole.weighted) == (5, 5005, 901)
    gregorian = forecast(cast.sara, almanac=Almanac("gregorian"), today=TODAY, currency="IRR")
    assert [(one.key, one.count) for one in gregorian.months] == [((2026, 11), 1), ((2026, 12), 2), ((2027, 1), 0)]


def test_another_currency_is_not_added_to_ours_and_said(cast):
    make_deal(cast, amount=10, expected_on=TODAY)
    make_deal(cast, amount=7, expected_on=TODAY)
    Deal.objects.filter(amount=7).update(currency="EUR")
    found = forecast(cast.sara, almanac=Almanac("jalali"), today=TODAY, currency="IRR")
    assert (found.months[0].amount, found.other_currencies) == (10, 1)

"""Orders, lines, payments and deals as rows: numbers to reckon with, days by the reader's calendar, and only what the reader may see."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from sandali.company.permissions import NotAllowed
from sandali.history.models import Event
from sandali.kit.dates import displayed
from sandali.sales.actions.common import Wanted
from sandali.sales.actions.deals import lose_deal
from sandali.sales.actions.orders import note_payment, withdraw_payment, write_lines
from sandali.sales.board import lost_reasons
from sandali.sales.exporting import (
    TABLES,
    Days,
    deals_asked,
    lines_asked,
    note_export,
    orders_asked,
    payments_asked,
    sum_cell,
    write_table,
)
from tests.sales.things import make_deal, make_order, make_product, placed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _persian():
    with translation.override("fa"), displayed("fa", "Asia/Tehran"):
        yield


def rows(table, found):
    return list(TABLES[table].rows(found))


def test_an_order_is_a_row_with_its_sums_as_numbers_and_its_days_as_the_reader_says_them(cast):
    order = placed(cast, at=AT)
    type(order).objects.filter(pk=order.pk).update(created_at=AT, invoice="F-7", note="شکستنی")
    note_payment(order, 500_000, by=cast.sara, day=AT.date(), way="card", key="1")
    assert rows("orders", orders_asked(cast.sara, "all", Days())) == [[
        1001, cast.mina.pk, cast.mina.name, "", cast.support.name, cast.sara.name, "ثبت‌شده", "۱۴۰۵/۰۸/۳۰", "۱۴۰۵/۰۸/۳۰", 2_000_000, 0, 500_000, 1_500_000, "IRR",
        "F-7", "شکستنی",
    ]]  # fmt: skip


def test_lines_come_to_what_the_order_comes_to(cast):
    product = make_product(cast)
    order = make_order(cast)
    write_lines(order, [Wanted("قوری", 1500, 1_000_000, product, "عدد", 100_000, 1000), Wanted("چای", 1000, 600_000)], by=cast.sara, version=None, discount=200_000)
    table = rows("lines", lines_asked(cast.sara, "draft", Days()))
    assert [row[5:11] for row in table] == [["T-10", "قوری", 1.5, "عدد", 1_000_000, 100_000], ["", "چای", 1.0, "", 600_000, 0]]
    assert (sum(row[13] for row in table), sum(row[11] + row[12] for row in table)) == (order.total, order.total)


def test_payments_are_taken_by_their_own_day_and_one_struck_out_says_so(cast):
    order = placed(cast)
    for key, amount, day in (("1", 700_000, 20), ("2", -200_000, 21), ("3", 100, 22)):
        note_payment(order, amount, by=cast.sara, day=date(2026, 11, day), way="cash", key=key, reference=key)
    withdraw_payment(order.payments.get(key="2"), by=cast.sara)
    found = rows("payments", payments_asked(cast.sara, "placed", Days(date(2026, 11, 20), date(2026, 11, 21))))
    assert [(row[3], row[4], row[7], bool(row[9])) for row in found] == [("۱۴۰۵/۰۸/۲۹", 700_000, "1", False), ("۱۴۰۵/۰۸/۳۰", -200_000, "2", True)]


def test_a_deal_says_where_it_stands_and_why_it_was_lost(cast):
    deal = make_deal(cast, expected_on=date(2026, 12, 1))
    lose_deal(deal, lost_reasons()[0], by=cast.sara, version=None, words="گران بود", at=AT)
    (row,) = rows("deals", deals_asked(cast.sara, "lost", Days(AT.date(), AT.date())))
    assert (row[0], row[1], row[9:15], row[17:19]) == (deal.pk, deal.title, ["ازدست‌رفته", "۱۴۰۵/۰۸/۳۰", 100_000_000, "IRR", 0, "۱۴۰۵/۰۹/۱۰"], [lost_reasons()[0].name, "گران بود"])
    assert rows("deals", deals_asked(cast.sara, "lost", Days(last=date(2026, 11, 20)))) == []


def test_a_reader_of_the_gregorian_calendar_has_real_dates(cast):
    order = placed(cast, at=AT)
    with displayed("en", "Asia/Tehran", "gregorian"):
        assert rows("orders", orders_asked(cast.sara, "all", Days()))[0][8] == AT.date()
    assert (sum_cell(1234, "EUR"), sum_cell(-5, "EUR"), sum_cell(order.total, "IRR")) == (12.34, -0.05, 2_000_000)


def test_a_day_ends_with_the_readers_own_midnight(cast):
    order = make_order(cast)
    type(order).objects.update(created_at=datetime(2026, 11, 20, 21, tzinfo=UTC))  # half past midnight of the 21st in Tehran
    found = [orders_asked(cast.sara, "all", Days(day, day)).count() for day in (date(2026, 11, 20), date(2026, 11, 21))]
    assert found == [0, 1]


@pytest.mark.reliability("H4")
def test_nobody_takes_what_they_may_not_see(cast):
    order = placed(cast, department=cast.accounting.pk)
    type(order).objects.update(owner=None)
    note_payment(order, 500, by=cast.omid, day=AT.date(), way="cash", key="1")
    tables = {"orders": orders_asked, "lines": lines_asked, "payments": payments_asked}
    assert {name: [len(rows(name, asked(who, "all", Days()))) for who in (cast.sara, cast.omid)] for name, asked in tables.items()} == dict.fromkeys(tables, [0, 1])
    deal = make_deal(cast, department=cast.accounting.pk)
    type(deal).objects.update(owner=None)
    assert [len(rows("deals", deals_asked(who, "open", Days()))) for who in (cast.sara, cast.omid)] == [0, 1]


@pytest.mark.reliability("K4")
def test_a_formula_of_a_customer_is_a_text(cast, tmp_path):
    order = make_order(cast)
    write_lines(order, [Wanted('=HYPERLINK("x")', 1000, 5)], by=cast.sara, version=None)
    path = tmp_path / "lines.csv"
    assert write_table(path, "lines", lines_asked(cast.sara, "all", Days()), "csv") == 1
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8-sig").splitlines()[1]


def test_who_took_what_is_written_down_and_only_who_may_takes_it(cast):
    note_export("payments", by=cast.admin, format="xlsx", count=3, box="all")
    event = Event.objects.get(kind="payments_exported")
    assert (event.by, event.data) == (cast.admin, {"format": "XLSX", "count": 3, "asked": {"box": "all"}})
    with pytest.raises(NotAllowed):
        note_export("deals", by=cast.sara, format="csv", count=1)
    with pytest.raises(ValueError, match="pdf"):
        note_export("deals", by=cast.admin, format="pdf", count=1)


def test_a_portion_asks_the_same_for_one_order_and_for_three(cast, django_assert_num_queries):
    for _each in range(3):
        placed(cast)
    for most in (1, 3):
        some = list(orders_asked(cast.sara, "all", Days()).values_list("pk", flat=True)[:most])
        for table, found, asked in (("orders", orders_asked, 3), ("lines", lines_asked, 3)):
            narrowed = found(cast.sara, "all", Days()).filter(**{"pk__in" if table == "orders" else "order__in": some})
            with django_assert_num_queries(asked):
                assert len(rows(table, narrowed)) == most

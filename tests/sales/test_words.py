"""Deals, orders and quotes are found by their words, folded as everything is, within rights; and the index follows what is written."""

import pytest

from sandali.customers.actions import edit_customer
from sandali.customers.erasing import begin_erasing
from sandali.customers.merging import merge_customers, unmerge_customers
from sandali.history import queue
from sandali.kit.search import contents
from sandali.sales.actions.common import Wanted
from sandali.sales.actions.deals import change_deal
from sandali.sales.actions.orders import write_lines
from sandali.sales.search import find_deals, find_orders, find_quotes
from sandali.sales.words import DEALS, ORDERS, QUOTES
from sandali.transfer.archive.rebuilding import rebuild
from tests.sales.things import make_deal, make_order, make_quote

pytestmark = pytest.mark.django_db
INDEXES = (DEALS, ORDERS, QUOTES)


def found(person, words):
    return [[row.pk for row in find(person, words)] for find in (find_deals, find_orders, find_quotes)]


@pytest.mark.parametrize(
    ("typed", "which"),
    [("ظرف كافه", [1, 0, 0]), ("ظرف‌های مینا", [1, 0, 0]), ("مینا", [1, 1, 1]), ("کریمی چاي", [0, 1, 0]), ("فنجا", [0, 0, 1]), ("۱۰۰۱", [0, 1, 1]), ("کاوه", [0, 0, 0]), ("", [0, 0, 0])],
)
def test_they_are_found_by_title_number_line_and_customer_however_typed(cast, typed, which):
    numbers = [[make_deal(cast).pk], [make_order(cast).pk], [make_quote(cast, make_deal(cast, customer=cast.mina)).pk]]
    numbers[0].insert(0, numbers[0][0] + 1)
    assert found(cast.sara, typed) == [one if wanted else [] for one, wanted in zip(numbers, which, strict=True)]


@pytest.mark.reliability("H3")
def test_what_another_department_sells_is_not_found_by_words(cast):
    deal = make_deal(cast, department=cast.accounting.pk, by=cast.omid)
    order = make_order(cast, department=cast.accounting.pk)
    type(order).objects.update(owner=cast.omid)
    make_quote(cast, deal)
    assert (found(cast.sara, "مینا"), [len(rows) for rows in found(cast.omid, "مینا")]) == ([[], [], []], [1, 1, 1])


def test_the_index_follows_what_is_written(cast):
    deal, order = make_deal(cast), make_order(cast)
    change_deal(deal, by=cast.sara, version=None, title="سماور", amount=1)
    write_lines(order, [Wanted("سینی", 1000, 10)], by=cast.sara, version=None)
    assert [found(cast.sara, words) for words in ("ظرف", "سماور", "چای", "سینی")] == [[[], [], []], [[deal.pk], [], []], [[], [], []], [[], [order.pk], []]]


def test_papers_are_found_by_the_new_name_and_by_the_record_they_live_on_in(cast):
    deal, order = make_deal(cast, customer=cast.kaveh), make_order(cast, customer=cast.kaveh)
    edit_customer(cast.kaveh, by=cast.sara, version=cast.kaveh.version, name="کیوان")
    queue.drain()
    assert (found(cast.sara, "کاوه"), found(cast.sara, "کیوان")) == ([[], [], []], [[deal.pk], [order.pk], []])
    merging = merge_customers(cast.kaveh, cast.mina, by=cast.nahid)
    queue.drain()
    assert (found(cast.sara, "کیوان"), found(cast.sara, "مینا")) == ([[], [], []], [[deal.pk], [order.pk], []])
    unmerge_customers(merging, by=cast.nahid)
    queue.drain()
    assert (found(cast.sara, "مینا"), found(cast.sara, "کیوان")) == ([[], [], []], [[deal.pk], [order.pk], []])


@pytest.mark.reliability("L8")
def test_a_rebuilt_index_equals_the_live_one(cast):
    make_order(cast)
    make_quote(cast)
    live = [contents(name) for name in INDEXES]
    assert [len(words) for words in live] == [1, 1, 1]
    rebuild()
    assert [contents(name) for name in INDEXES] == live


@pytest.mark.reliability("J6")
def test_who_is_erased_leaves_no_word_behind_and_a_rebuilt_index_brings_none_back(cast):
    make_order(cast)
    make_quote(cast)
    begin_erasing(cast.mina, by=cast.admin)
    queue.drain()
    rebuild()
    assert [words for name in INDEXES for words in contents(name).values() if words] == []

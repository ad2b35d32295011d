"""The checklist of a case."""

import pytest

from sandali.cases.actions.checklist import (
    MOST_ITEMS,
    add_item,
    move_item,
    remove_item,
    restore_item,
    tick_item,
)
from sandali.cases.models import ChecklistItem
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make_case(cast)


@pytest.fixture
def items(cast, case):
    return [add_item(case, text, by=cast.sara) for text in ("یک", "دو", "سه")]


def texts(case):
    return list(case.checklist.values_list("text", flat=True))


def test_steps_stand_in_the_order_in_which_they_were_added(case, items):
    assert texts(case) == ["یک", "دو", "سه"]


@pytest.mark.parametrize("place, up, order", [(1, True, "213"), (1, False, "132"), (0, True, "123"), (2, False, "123"), (2, True, "132")])
def test_a_step_is_moved_by_one_place_as_far_as_there_is_room(cast, case, items, place, up, order):
    before = [item.text for item in items]
    moved = move_item(items[place], up=up, by=cast.sara)
    assert (texts(case), moved) == ([before[int(number) - 1] for number in order], order != "123")


def test_two_who_tick_at_once_tick_once(cast, case, items):
    assert [tick_item(items[0], done=True, by=person) for person in (cast.sara, cast.reza)] == [True, False]
    assert ChecklistItem.objects.get(pk=items[0].pk).done_by == cast.sara
    assert tick_item(items[0], done=False, by=cast.reza)
    assert ChecklistItem.objects.get(pk=items[0].pk).done_at is None


def test_a_step_that_was_taken_off_comes_back_once_where_it_stood_and_as_it_was(cast, case, items):
    tick_item(items[1], done=True, by=cast.reza)
    removal = remove_item(items[1], by=cast.sara)
    assert (texts(case), remove_item(items[1], by=cast.sara)) == (["یک", "سه"], None)
    back = restore_item(case, removal, by=cast.sara)
    assert (texts(case), back.done_by, bool(back.done_at)) == (["یک", "دو", "سه"], cast.reza, True)
    assert (restore_item(case, removal, by=cast.sara), len(texts(case))) == (None, 3)


@pytest.mark.reliability("H4")
def test_a_step_of_another_case_cannot_be_put_into_this_one(cast, case, items):
    removal = remove_item(items[0], by=cast.sara)
    with pytest.raises(ValueError):
        restore_item(make_case(cast), removal, by=cast.sara)


def test_an_empty_step_and_one_too_many_are_refused(cast, case):
    with pytest.raises(ValueError):
        add_item(case, "   ", by=cast.sara)
    ChecklistItem.objects.bulk_create(ChecklistItem(case=case, text="x", place=place) for place in range(MOST_ITEMS))
    with pytest.raises(ValueError):
        add_item(case, "one more", by=cast.sara)


def test_the_customers_history_is_not_told_of_our_steps(cast, case, items):
    assert list(Event.objects.filter(kind="item_added").values_list("case_id", "customer_id").distinct()) == [(case.pk, None)]

"""Orders: numbers without gaps, lines as they were, steps with who and why, payments as facts."""

import pytest
from django.db import IntegrityError, transaction

from sandali.company.actions import Overtaken
from sandali.history.models import Event
from sandali.sales.actions.common import NotSellable, Wanted
from sandali.sales.actions.orders import (
    draft_order,
    note_order,
    note_payment,
    set_order_back,
    step_order,
    withdraw_payment,
    write_lines,
)
from sandali.sales.actions.products import archive_product, change_product
from sandali.sales.models import Order, OrderLine, Payment
from sandali.sales.queries import owed_on, paid_for, sums_in
from tests.sales.things import DAY, make_order, make_product, placed

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P02")]


def kinds():
    return list(Event.objects.filter(subject_type="order").order_by("pk").values_list("kind", flat=True))


def test_numbers_follow_one_another_and_a_failed_order_leaves_no_gap(cast):
    first = make_order(cast)
    with pytest.raises(NotSellable), transaction.atomic():
        draft_order(cast.mina, by=cast.sara, lines=[Wanted("چای", 1000, 5, discount=9)])
    assert [first.number, make_order(cast).number] == [1001, 1002]


def test_a_line_keeps_its_price_whatever_becomes_of_the_product(cast):
    pot = make_product(cast)
    order = draft_order(cast.mina, by=cast.sara, lines=[Wanted(pot.name, 2000, pot.price, pot, pot.unit, 0, pot.tax)])
    change_product(pot, by=cast.admin, version=None, name="قوری نو", code="T-11", price=9)
    archive_product(pot, by=cast.admin)
    assert OrderLine.objects.values_list("name", "unit", "thousandths", "price", "tax").get() == ("قوری چینی", "عدد", 2000, 2_500_000, 1000)
    _lines, total = sums_in(order)
    assert (total.total, Order.objects.get().total) == (5_500_000, 5_500_000)


def test_lines_are_written_anew_while_it_is_a_draft_and_never_after(cast):
    order = make_order(cast)
    write_lines(order, [Wanted("قند", 500, 100_000)], by=cast.sara, version=1, discount=10_000)
    assert (order.total, order.version, [line.name for line in order.lines.all()]) == (40_000, 2, ["قند"])
    step_order(order, "placed", by=cast.sara, version=2)
    with pytest.raises(Overtaken):
        write_lines(order, [], by=cast.sara, version=3)
    assert [line.name for line in order.lines.all()] == ["قند"]


def test_who_wrote_from_an_older_page_changes_nothing(cast):
    order = make_order(cast)
    note_order(order, by=cast.reza, version=1, invoice="۱۲", note="")
    with pytest.raises(Overtaken) as overtaken:
        write_lines(Order.objects.get(), [], by=cast.sara, version=1)
    assert (overtaken.value.current.version, OrderLine.objects.count()) == (2, 1)


def test_its_way_is_written_down_step_by_step_with_who_and_when(cast):
    order = make_order(cast)
    for state in ("placed", "sent", "delivered"):
        step_order(order, state, by=cast.sara, version=order.version)
    step_order(order, "returned", by=cast.reza, version=order.version, word="ترک داشت")
    steps = list(order.steps.values_list("before", "state", "by__name", "word"))
    assert steps == [
        ("", "draft", "Sara", ""), ("draft", "placed", "Sara", ""), ("placed", "sent", "Sara", ""), ("sent", "delivered", "Sara", ""),
        ("delivered", "returned", "Reza", "ترک داشت"),
    ]  # fmt: skip
    assert kinds() == ["order_begun", "order_placed", "order_sent", "order_delivered", "order_returned"]


@pytest.mark.parametrize(("state", "raised"), [("sent", Overtaken), ("delivered", Overtaken), ("cancelled", NotSellable), ("nonsense", Overtaken)])
def test_no_step_is_skipped_and_nothing_ends_without_a_reason(cast, state, raised):
    order = make_order(cast)
    with pytest.raises(raised):
        step_order(order, state, by=cast.sara, version=None)
    assert (Order.objects.get().state, order.steps.count()) == ("draft", 1)


def test_an_order_without_a_line_is_not_placed(cast):
    order = draft_order(cast.mina, by=cast.sara)
    with pytest.raises(NotSellable):
        step_order(order, "placed", by=cast.sara, version=None)
    assert Order.objects.get().state == "draft"


def test_a_mistaken_step_is_taken_back_once_and_both_stay_to_be_read(cast):
    order = placed(cast)
    set_order_back(order, by=cast.sara, version=order.version)
    with pytest.raises(Overtaken):
        set_order_back(order, by=cast.sara)
    assert ([step.state for step in order.steps.all()], Order.objects.get().state) == (["draft", "placed", "draft"], "draft")


# --- Payments --------------------------------------------------------------------------------------------------------
def test_what_is_owed_follows_from_what_was_paid(cast):
    order = placed(cast)
    owed = [owed_on(order, paid_for([order.pk]).get(order.pk, 0))]
    for amount, key in ((1_500_000, "a"), (700_000, "b"), (-200_000, "c")):
        note_payment(order, amount, by=cast.sara, day=DAY, way="card", key=key)
        owed.append(owed_on(order, paid_for([order.pk])[order.pk]))
    assert owed == [2_000_000, 500_000, -200_000, 0]


def test_what_was_paid_for_a_cancelled_order_is_owed_back(cast):
    order = placed(cast)
    note_payment(order, 900_000, by=cast.sara, day=DAY, way="cash", key="a")
    step_order(order, "cancelled", by=cast.sara, version=None, word="تمام شده بود")
    assert owed_on(order, 900_000) == -900_000


def test_a_form_that_is_sent_twice_is_one_payment(cast):
    order = placed(cast)
    made = [note_payment(order, 1000, by=cast.sara, day=DAY, way="cash", key="same").pk for _time in range(2)]
    assert (made[0] == made[1], Payment.objects.count(), kinds().count("payment_noted")) == (True, 1, 1)


def test_a_payment_written_wrongly_stays_struck_out_and_counts_no_more(cast):
    order = placed(cast)
    payment = note_payment(order, 1000, by=cast.sara, day=DAY, way="cash", key="a")
    for _time in range(2):
        withdraw_payment(payment, by=cast.reza)
    assert (payment.withdrawn_by, paid_for([order.pk]), kinds().count("payment_withdrawn")) == (cast.reza, {}, 1)


@pytest.mark.parametrize(("amount", "way"), [(0, "cash"), (10**15 + 1, "cash"), (5, "barter")])
def test_a_payment_of_nothing_or_by_no_way_is_refused(cast, amount, way):
    with pytest.raises(NotSellable):
        note_payment(placed(cast), amount, by=cast.sara, day=DAY, way=way, key="a")
    assert Payment.objects.count() == 0


def test_an_invoice_number_belongs_to_one_order(cast):
    first, second = make_order(cast), make_order(cast)
    note_order(first, by=cast.sara, version=None, invoice="F-1", note="")
    with pytest.raises(NotSellable):
        note_order(second, by=cast.sara, version=None, invoice="F-1", note="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=second.pk).update(invoice="F-1")


def test_what_counts_as_bought_says_since_when_and_what_came_back_does_not(cast):
    order = placed(cast)
    first = order.bought_at
    seen = [first is not None]
    for act in (lambda: step_order(order, "delivered", by=cast.sara, version=None), lambda: step_order(order, "returned", by=cast.sara, version=None, word="!"), lambda: set_order_back(order, by=cast.sara)):
        act()
        seen.append(order.bought_at == first)
    assert (seen, order.placed_at) == ([True, True, False, True], first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(bought_at=None)

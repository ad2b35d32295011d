"""Lists of orders, and who bought how often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.customers.models import Customer
from sandali.sales.actions.orders import note_payment, step_order
from sandali.sales.queries import customers_who_bought, order_counts, order_page, orders_in
from tests.sales.things import DAY, make_order, placed

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_who_bought_twice_in_a_time_is_found_and_what_came_back_is_no_purchase(cast):
    for days, customer in ((40, cast.mina), (3, cast.mina), (2, cast.mina), (2, cast.kaveh)):
        placed(cast, customer=customer, at=NOW - timedelta(days=days))
    step_order(placed(cast, customer=cast.kaveh, at=NOW), "cancelled", by=cast.sara, version=None, word="پشیمان شد")
    since = NOW - timedelta(days=10)
    assert [sorted(customers_who_bought(times, since=since, until=NOW)) for times in (1, 2, 3)] == [[cast.mina.pk, cast.kaveh.pk], [cast.mina.pk], []]
    assert list(Customer.objects.filter(pk__in=customers_who_bought(3))) == [cast.mina]
    assert list(customers_who_bought(until=since)) == [cast.mina.pk]


def test_a_page_of_orders_costs_the_same_for_one_and_for_many(cast, django_assert_num_queries):
    placed(cast)
    assert cast.sara.standing is not None  # read once a request
    with django_assert_num_queries(2):
        order_page(orders_in(cast.sara, "all"))
    for _time in range(2):
        note_payment(placed(cast, customer=cast.kaveh), 1000, by=cast.sara, day=DAY, way="cash", key=str(_time))
    with django_assert_num_queries(2):
        assert [one.paid for one in order_page(orders_in(cast.sara, "placed"))] == [1000, 1000, 0]


def test_boxes_hold_what_their_names_say_and_pages_go_on(cast):
    made = [make_order(cast), placed(cast), placed(cast)]
    assert order_counts(cast.sara) == {"all": 3, "draft": 1, "placed": 2, "sent": 0, "delivered": 0, "ended": 0}
    first = order_page(orders_in(cast.sara, "all"), most=2)
    rest = order_page(orders_in(cast.sara, "all"), after=(first[-1].created_at, first[-1].pk))
    assert [one.pk for one in first + rest] == [one.pk for one in reversed(made)]

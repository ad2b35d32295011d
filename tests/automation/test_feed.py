"""What programs are told: of sales, no more than their person sees of them."""

import pytest

from sandali.automation.feed import happened, last_event
from sandali.sales.actions.orders import step_order
from sandali.sales.models import Order
from tests.sales.things import make_deal, make_order, make_product, make_quote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled_feed")]


@pytest.fixture
def settled_feed(monkeypatch):
    """On PostgreSQL events are held back until none with a smaller number can still come; here nobody else writes."""
    from datetime import timedelta

    from sandali.automation import feed

    monkeypatch.setattr(feed, "SETTLES", timedelta(0))


def told(person, after):
    return [(event.kind, event.subject_type) for event in happened(person, after=after, most=100).events]


def test_what_is_sold_is_told_to_who_sees_it_and_of_whom(cast):
    make_deal(cast)
    after = last_event()
    step_order(make_order(cast), "placed", by=cast.sara, version=None)
    make_quote(cast)
    make_product(cast)
    everything = [
        ("order_begun", "order"), ("order_placed", "order"), ("deal_opened", "deal"), ("quote_begun", "quote"), ("product_written", "product"),
    ]  # fmt: skip
    assert told(cast.sara, after) == everything
    assert {event.customer_id for event in happened(cast.sara, after=after, most=100, kinds=["order_placed", "deal_opened", "quote_begun"]).events} == {cast.mina.pk}


@pytest.mark.reliability("H2", "H3")
def test_what_a_private_department_sells_is_told_to_no_program_outside_it_though_it_sees_the_customer(cast):
    make_deal(cast)
    after = last_event()
    deal = make_deal(cast, department=cast.accounting.pk, by=cast.omid)
    make_quote(cast, deal)
    order = make_order(cast, department=cast.accounting.pk)
    Order.objects.filter(pk=order.pk).update(owner=cast.omid)
    assert told(cast.sara, after) == []
    assert [kind for kind, _subject in told(cast.admin, after)] == ["deal_opened", "quote_begun", "order_begun"]

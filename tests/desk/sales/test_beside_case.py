"""Deals, orders and what is owed, beside a case."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.sales.actions.orders import note_payment
from sandali.sales.models import Order
from tests.cast import make_case
from tests.sales.things import DAY, make_deal, placed

pytestmark = pytest.mark.django_db
SECTION = re.compile(r'<section aria-labelledby="panel-sales">.*?</section>', re.DOTALL)


def beside(client, case):
    """The words of the section, one space between them; None where there is none."""
    found = SECTION.search(client.get(f"/cases/{case.pk}/").content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else None


def asked(client, case):
    """How many queries the page of a case asks."""
    client.get(f"/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/cases/{case.pk}/")
    return len(queries)


@pytest.mark.practice("P02")
def test_open_deals_last_orders_and_what_is_owed_stand_beside_the_case(client, cast):
    client.force_login(cast.sara)
    case = make_case(cast)
    make_deal(cast)
    note_payment(placed(cast), 500_000, by=cast.sara, day=DAY, way="cash", key="!")
    assert beside(client, case) == "معامله‌ها و سفارش‌ها ۱۵۰٬۰۰۰ تومان مانده است ظرف برای کافه پرسش تازه · ۱۰٬۰۰۰٬۰۰۰ تومان سفارش ۱۰۰۱ ثبت‌شده · ۲۰۰٬۰۰۰ تومان"


def test_who_has_nothing_has_no_section_and_costs_no_query_more(client, cast):
    client.force_login(cast.sara)
    case, other = make_case(cast), make_case(cast, customer=cast.kaveh)
    before = asked(client, case)
    make_deal(cast, customer=cast.kaveh)
    assert (beside(client, case), asked(client, case)) == (None, before)
    assert beside(client, other) is not None


def test_more_deals_and_orders_cost_no_more_queries(client, cast):
    client.force_login(cast.sara)
    case = make_case(cast)
    make_deal(cast)
    placed(cast)
    before = asked(client, case)
    for _ in range(4):
        make_deal(cast)
        placed(cast)
    assert asked(client, case) == before
    assert "همهٔ معامله‌ها و سفارش‌ها" in beside(client, case)


@pytest.mark.reliability("H3")
def test_what_another_departments_people_sell_is_not_shown(client, cast):
    client.force_login(cast.sara)
    case = make_case(cast)
    make_deal(cast, department=cast.accounting.pk, by=cast.omid)
    order = placed(cast, department=cast.accounting.pk)
    Order.objects.filter(pk=order.pk).update(owner=cast.omid)
    assert beside(client, case) is None

"""Opportunities of Salesforce and deals of any table: at their dates, with no guess between rial and toman, and out again."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from sandali.customers.models import Customer, Organisation
from sandali.history.queue import drain
from sandali.sales.actions.deals import change_deal
from sandali.sales.actions.pipelines import begin_pipelines
from sandali.sales.models import Deal, DealMove, LostReason
from sandali.transfer import actions
from sandali.transfer.models import Import

pytestmark = pytest.mark.django_db

ACCOUNTS = "id,name,website,billing_city,sic\n001A,Simorgh Wood,,,\n"
# The columns of sf_opportunity_data.csv that tell it and mean something, with rows that are joined.
OPPORTUNITIES = (
    "account_id,amount,close_date,created_date,description,forecast_category,id,is_closed,is_won,name,stage_name,currency_iso_code\n"
    "001A,24120000,2018-12-19 00:00:00,2018-12-01 19:51:13,,x,006A,true,true,Chairs,Closed Won,USD\n"
    "001A,200000,2018-11-21 00:00:00,2018-11-14 19:12:53,,x,006B,true,false,Tables,Closed Lost,USD\n"
    "001A,12.5,2019-01-19 00:00:00,2018-12-18 17:56:05,Call them,x,006C,false,false,Beds,Negotiation,USD\n"
    "001A,7,2019-01-19 00:00:00,2018-12-18 17:56:05,,x,006D,false,false,Lamps,Negotiation,\n"
    "001Z,,2019-01-19 00:00:00,2018-12-18 17:56:05,,x,006E,false,false,Nobody's,Negotiation,USD\n"
)


def brought(cast, text: str, **plan) -> Import:
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    if plan:
        one = actions.change_plan(one, **{"subject": one.subject, "plan": one.plan, "known": "fill", "unreadable": "aside", "source": one.source} | plan)
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    tried = one.counts
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert (one.state, {name: count for name, count in one.counts.items() if name != "customers"}) == ("done", tried)
    return one


@pytest.mark.practice("P03")
@pytest.mark.reliability("K3")
def test_opportunities_become_deals_of_their_organisation_at_their_dates_and_go_again(cast):
    begin_pipelines(by=cast.admin)
    before = (Customer.objects.count(), LostReason.objects.count())
    brought(cast, ACCOUNTS)
    one = brought(cast, OPPORTUNITIES)
    assert (one.subject, one.source, one.counts) == ("deals", "salesforce", {"made": 3, "wrong": 2, "customers": 1})
    whose = Customer.objects.get(name="Simorgh Wood")
    assert (whose.organisation, set(Deal.objects.values_list("customer", flat=True))) == (Organisation.objects.get(), {whose.pk})
    rows = Deal.objects.order_by("state_at").values_list("title", "state", "amount", "currency", "state_at__date", "created_at__date", "expected_on", "lost_reason__name")
    assert list(rows) == [
        ("Tables", "lost", 20_000_000, "USD", date(2018, 11, 21), date(2018, 11, 14), None, "پیش از ورود از دست رفته"),
        ("Beds", "open", 1250, "USD", date(2018, 12, 18), date(2018, 12, 18), date(2019, 1, 19), None),
        ("Chairs", "won", 2_412_000_000, "USD", date(2018, 12, 19), date(2018, 12, 1), None, None),
    ]
    assert (Deal.objects.get(title="Beds").note.splitlines()[0], DealMove.objects.count()) == ("Call them", 3)
    assert brought(cast, OPPORTUNITIES).counts == {"known": 3, "wrong": 2}
    beds = Deal.objects.get(title="Beds")
    change_deal(beds, by=cast.admin, version=None, title="Beds, two", amount=beds.amount)
    actions.undo_import(one)
    drain()
    assert ([deal.title for deal in Deal.objects.all()], list(one.lines.filter(outcome="kept").values_list("column", "number"))) == (
        ["Beds, two"], [("deal", beds.pk), ("customer", whose.pk)],
    )  # fmt: skip
    assert (Customer.objects.count(), LostReason.objects.count()) == (before[0] + 1, before[1])


@pytest.mark.parametrize(("unit", "cell", "kept"), [("", "1000", None), ("IRT", "1000", (10_000, "IRR")), ("IRR", "۱٬۰۰۰", (1000, "IRR")), ("", "", (0, "IRR")), ("IRT", "a lot", None)])
def test_nobody_guesses_between_rial_and_toman(cast, unit, cell, kept):
    begin_pipelines(by=cast.admin)
    text = f"عنوان معامله;ایمیل;مبلغ;مرحله\nمیز;mina@example.com;{cell};برنده\n"
    guessed = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    plan = actions.change_plan(guessed, subject="deals", plan=[], known="fill", unreadable="aside", source=guessed.source).plan
    assert plan == ["title", "email", "amount", "stage"]
    one = brought(cast, text, subject="deals", plan=["title", "email", "amount", "stage"], unit=unit)
    if kept is None:
        assert one.counts == {"wrong": 1}
    else:
        deal = Deal.objects.get()
        assert (deal.customer, deal.state, (deal.amount, deal.currency)) == (cast.mina, "won", kept)


def test_without_a_pipeline_rows_are_refused_with_the_reason(cast):
    assert brought(cast, ACCOUNTS).state == "done"
    assert brought(cast, OPPORTUNITIES).counts == {"wrong": 5}

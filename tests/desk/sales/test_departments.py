"""A deal and an order go to another department, in which whoever moves them sells too."""

import pytest

from sandali.company.models import Membership
from sandali.history.models import Event
from sandali.sales.actions.deals import move_deal
from sandali.sales.models import Deal, Order, PipelineStage
from tests.desk.browsing import browser
from tests.sales.things import make_deal, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast):
    """Sara, who works in both departments."""
    Membership.objects.create(person=cast.sara, department=cast.accounting)
    return browser(cast.sara)


@pytest.mark.parametrize(("kind", "make", "model"), [("deal", make_deal, Deal), ("order", make_order, Order)])
def test_it_is_brought_to_another_department(cast, both, kind, make, model):
    address = f"/{kind}s/{make(cast).pk}/"
    assert f"{address}department/" in both.get(address).content.decode()
    answer = both.post(f"{address}department/", {"department": cast.accounting.pk, "version": 1})
    assert (answer.status_code, answer["Location"], model.objects.get().department) == (303, address, cast.accounting)
    assert list(Event.objects.filter(kind=f"{kind}_rehoused").values_list("by__name", flat=True)) == ["Sara"]


@pytest.mark.parametrize(("kind", "make", "model"), [("deal", make_deal, Deal), ("order", make_order, Order)])
def test_the_word_that_it_went_has_a_way_back_for_whoever_brought_it_there(cast, both, kind, make, model):
    address = f"/{kind}s/{make(cast).pk}/"
    offered = []
    for version in (1, 2):  # what is said to stay where it is has nothing to take back
        both.post(f"{address}department/", {"department": cast.accounting.pk, "version": version})
        offered.append(f'action="{address}department/undoing/"' in both.get(address).content.decode())
    assert offered == [True, False]
    cast.admin.memberships.create(department=cast.accounting)
    assert (browser(cast.admin).post(f"{address}department/undoing/").status_code, model.objects.get().department) == (409, cast.accounting)
    assert (both.post(f"{address}department/undoing/").status_code, model.objects.get().department) == (303, cast.support)
    assert (both.post(f"{address}department/undoing/").status_code, model.objects.get().department) == (409, cast.support)
    assert list(Event.objects.filter(kind=f"{kind}_home").values_list("by__name", "data__to")) == [("Sara", "حسابداری")]


def test_it_does_not_come_back_into_a_department_in_which_its_mover_sells_no_more(cast, both):
    deal = make_deal(cast)
    both.post(f"/deals/{deal.pk}/department/", {"department": cast.accounting.pk, "version": 1})
    Membership.objects.filter(person=cast.sara, department=cast.support).delete()
    assert (browser(cast.sara).post(f"/deals/{deal.pk}/department/undoing/").status_code, Deal.objects.get().department) == (409, cast.accounting)


@pytest.mark.reliability("H2", "H4")
@pytest.mark.parametrize(("kind", "make", "model"), [("deal", make_deal, Deal), ("order", make_order, Order)])
def test_it_goes_nowhere_where_its_mover_does_not_sell(cast, kind, make, model):
    address = f"/{kind}s/{make(cast).pk}/"
    sara, omid = browser(cast.sara), browser(cast.omid)
    assert f"{address}department/" not in sara.get(address).content.decode()
    assert sara.post(f"{address}department/", {"department": cast.accounting.pk, "version": 1}).status_code == 422
    assert omid.post(f"{address}department/", {"department": cast.accounting.pk, "version": 1}).status_code == 404
    assert model.objects.get().department == cast.support


def test_who_was_overtaken_sees_how_it_stands_and_brings_it_there_all_the_same(cast, both):
    deal = make_deal(cast)
    move_deal(deal, PipelineStage.objects.get(position=2), by=cast.reza, version=1)
    asked = {"department": cast.accounting.pk, "version": 1}
    answer = both.post(f"/deals/{deal.pk}/department/", asked)
    assert (answer.status_code, Deal.objects.get().department) == (409, cast.support)
    both.post(f"/deals/{deal.pk}/department/", asked | {"version": 2})
    assert Deal.objects.get().department == cast.accounting

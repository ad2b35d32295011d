"""Who sees and sells: by the scope of the right, the department, and one's place in it, as with cases."""

import pytest
from django.utils import timezone

from sandali.company.models import Membership, Person, RoleScope
from sandali.company.permissions import NotAllowed
from sandali.sales.access import access_order, may_sell, orders_for, place_for, places_for
from sandali.sales.models import Order
from tests.sales.things import make_order

pytestmark = [pytest.mark.django_db, pytest.mark.reliability("H2", "H3")]


def fresh(person):
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def shelf(cast):
    """An order of support, one of the private department, one of nobody, one of Sara's in the private department."""
    made = [make_order(cast, department=number) for number in (cast.support.pk, cast.accounting.pk, None, cast.accounting.pk)]
    Order.objects.filter(pk__in=[one.pk for one in made[:3]]).update(owner=None)
    return [one.pk for one in made]


def seen(person, shelf, to="see"):
    found = set(orders_for(fresh(person), to=to).values_list("pk", flat=True))
    return [number in found for number in shelf]


def test_each_sees_what_cases_of_the_same_place_would_show_them(cast, shelf):
    assert {name: seen(getattr(cast, name), shelf) for name in ("sara", "omid", "nahid", "parvaneh", "admin")} == {
        "sara": [True, False, True, True], "omid": [False, True, True, True], "nahid": [True, False, True, False],
        "parvaneh": [True, False, True, False], "admin": [True, True, True, True],
    }  # fmt: skip


def test_executives_read_and_sell_nothing(cast, shelf):
    assert seen(cast.parvaneh, shelf, to="sell") == [False] * 4
    with pytest.raises(NotAllowed):
        access_order(fresh(cast.parvaneh), shelf[0], to="sell")


def test_who_reads_only_in_a_department_sells_nothing_there(cast, shelf):
    Membership.objects.filter(person=cast.reza).update(reads_only=True)
    reza = fresh(cast.reza)
    assert (seen(reza, shelf), seen(reza, shelf, to="sell")) == ([True, False, True, False], [False, False, True, False])
    assert (may_sell(reza, Order.objects.get(pk=shelf[0])), place_for(reza)) == (False, None)


@pytest.mark.parametrize(("scope", "expected"), [("", [False] * 4), ("own", [False, False, False, True]), ("all", [True, False, True, True])])
def test_a_company_narrows_or_widens_the_cell(cast, shelf, scope, expected):
    RoleScope.objects.create(role="agent", right="see_sales", scope=scope)
    assert seen(cast.sara, shelf) == expected


def test_what_one_may_not_see_does_not_exist(cast, shelf):
    with pytest.raises(Order.DoesNotExist):
        access_order(fresh(cast.sara), shelf[1])


def test_what_somebody_begins_belongs_to_their_department(cast):
    assert [place_for(fresh(cast.omid)), place_for(fresh(cast.nahid), cast.accounting.pk), place_for(fresh(cast.admin))] == [
        cast.accounting.pk, cast.support.pk, cast.support.pk,
    ]  # fmt: skip


def test_a_deal_goes_where_its_mover_sells_too_and_into_no_private_department_of_others(cast):
    def places(person):
        return sorted(one.name for one in places_for(fresh(person)))

    both = sorted([cast.support.name, cast.accounting.name])
    assert [places(who) for who in (cast.sara, cast.omid, cast.nahid, cast.admin, cast.parvaneh)] == [
        [cast.support.name], [cast.accounting.name], [cast.support.name], both, [],
    ]  # fmt: skip
    Membership.objects.create(person=cast.sara, department=cast.accounting, reads_only=True)
    assert places(cast.sara) == [cast.support.name]
    Membership.objects.filter(person=cast.sara, department=cast.accounting).update(reads_only=False)
    type(cast.support).objects.filter(pk=cast.support.pk).update(archived_at=timezone.now())
    assert places(cast.sara) == [cast.accounting.name]

"""Products: codes are unique, what is sold no more can come back, and two who edit are told of each other."""

import pytest

from sandali.company.actions import Overtaken
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.products import archive_product, change_product, return_product
from sandali.sales.models import Product
from sandali.sales.queries import named_products, product_page
from tests.sales.things import make_product

pytestmark = pytest.mark.django_db


def test_a_code_is_one_product_s_in_whatever_digits(cast):
    make_product(cast, code="T-۱۰")
    with pytest.raises(NotSellable):
        make_product(cast, code="T-10")
    assert Product.objects.values_list("code", flat=True).get() == "T-10"


def test_of_two_who_edit_the_second_is_told(cast):
    pot = make_product(cast)
    change_product(pot, by=cast.admin, version=1, name="قوری", code="T-10", price=1)
    with pytest.raises(Overtaken):
        change_product(pot, by=cast.nahid, version=1, name="کتری", code="T-10", price=2)
    assert Product.objects.values_list("name", "price").get() == ("قوری", 1)


def test_products_are_found_by_code_or_name_however_typed_and_archived_ones_are_not(cast):
    pot, tray = make_product(cast, "قوری چینی"), make_product(cast, "سینی", "T-20")
    assert named_products(["t-x", "T-۱۰", "سيني", ""]) == {"T-۱۰": pot, "سيني": tray}
    archive_product(tray, by=cast.admin)
    assert (named_products(["سینی"]), product_page(archived=True)) == ({}, [tray])
    return_product(tray, by=cast.admin)
    assert [one.name for one in product_page()] == ["سینی", "قوری چینی"]


def test_a_page_of_products_goes_on_where_the_last_ended(cast):
    made = [make_product(cast, f"کالای {letter}", f"c{at}") for at, letter in enumerate("ابپت")]
    first = product_page(most=2)
    rest = product_page(after=(first[-1].folded, first[-1].pk), most=9)
    assert {one.pk for one in made} == {one.pk for one in first + rest} and len(first + rest) == 4

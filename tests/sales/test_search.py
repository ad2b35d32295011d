"""Orders and quotes are found by the numbers on their paper, in either alphabet, within rights."""

import pytest

from sandali.sales.actions.orders import note_order
from sandali.sales.models import Order
from sandali.sales.search import find_orders, find_quotes, number_in
from tests.sales.things import make_deal, make_order, make_quote

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "number"), [("1001", 1001), ("۱۰۰۱", 1001), ("١٠٠١", 1001), (" #۱۰۰۱ ", 1001), ("1001a", None), ("-1", None), ("1.5", None), ("", None), ("99999999999", None), ("²", None)]
)
def test_a_number_is_read_in_every_alphabet_and_nothing_else_is_one(typed, number):
    assert number_in(typed) == number


@pytest.mark.parametrize("typed", ["1001", "۱۰۰۱", "#1001", "INV-۷", "INV-7"])
def test_an_order_is_found_by_its_number_or_its_invoice(cast, typed):
    order = make_order(cast)
    note_order(order, by=cast.sara, version=None, invoice="INV-7", note="")
    make_order(cast)
    assert find_orders(cast.sara, typed) == [order]


def test_a_quote_is_found_by_its_number(cast):
    quote = make_quote(cast)
    assert (find_quotes(cast.sara, str(quote.number)), find_quotes(cast.sara, "café")) == ([quote], [])


@pytest.mark.reliability("H3")
def test_what_another_department_sells_is_not_found(cast):
    order, quote = make_order(cast, department=cast.accounting.pk), make_quote(cast, make_deal(cast, department=cast.accounting.pk, by=cast.omid))
    Order.objects.filter(pk=order.pk).update(owner=cast.omid)
    assert (find_orders(cast.sara, str(order.number)), find_quotes(cast.sara, str(quote.number))) == ([], [])


def test_of_more_than_a_few_the_page_leads_to_all_of_them(client, cast):
    client.force_login(cast.sara)
    for count in (3, 1):
        orders = [make_order(cast) for _each in range(count)]
        page = client.get("/search/", {"q": "چای"}).content.decode()
        assert (page.count('href="/orders/'), "show=papers" in page) == ((3, False) if count == 3 else (3, True))
    whole = client.get("/search/", {"q": "چای", "show": "papers"}).content.decode()
    assert (whole.count('href="/orders/'), f'href="/orders/{orders[0].pk}/"' in whole) == (4, True)


def test_the_search_page_and_the_palette_show_them(client, cast):
    order = make_order(cast)
    client.force_login(cast.sara)
    palette = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#palette-results"}
    shown = [client.get("/search/", {"q": "۱۰۰۱"}, headers=headers).content.decode() for headers in (None, palette)]
    assert [f'href="/orders/{order.pk}/"' in page for page in shown] == [True, True]

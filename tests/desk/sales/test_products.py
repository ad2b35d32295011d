"""Products as people keep them."""

import pytest

from sandali.sales.models import Product
from tests.sales.things import make_product

pytestmark = pytest.mark.django_db
POT = {"name": "قوری", "code": "T-1", "unit": "عدد", "price": "۲۵۰٬۰۰۰", "tax": "۱۰٪"}


def test_a_product_is_written_down_in_tomans(cast, nahid):
    nahid.post("/products/new/", POT)
    assert Product.objects.values_list("name", "code", "price", "tax").get() == ("قوری", "T-1", 2_500_000, 1000)


@pytest.mark.parametrize("wrong", [{"price": "گران"}, {"tax": "120"}, {"name": ""}, {"code": "T-10"}])
def test_what_is_wrong_is_said_and_stays_typed(cast, nahid, wrong):
    make_product(cast)
    answer = nahid.post("/products/new/", POT | wrong)
    given = next(iter(wrong.values())) or "T-1"
    assert (answer.status_code, Product.objects.count(), given in answer.content.decode()) == (422, 1, True)


def test_who_was_overtaken_saves_again(cast, nahid):
    pot = make_product(cast)
    Product.objects.update(version=4)
    answers = [nahid.post(f"/products/{pot.pk}/", POT | {"version": version}).status_code for version in (1, 4)]
    assert (answers, Product.objects.get().name) == ([409, 303], "قوری")


def test_it_is_taken_off_the_list_and_put_back(cast, nahid):
    pot = make_product(cast)
    nahid.post(f"/products/{pot.pk}/archive/")
    shown = [pot.name in nahid.get(f"/products/{asked}").content.decode() for asked in ("", "?archived=1")]
    nahid.post(f"/products/{pot.pk}/return/")
    assert (shown, Product.objects.get().archived_at) == ([False, True], None)


def test_a_list_is_narrowed_by_words_and_goes_on(cast, sara, monkeypatch):
    monkeypatch.setattr("sandali.desk.sales.products.PAGE", 1)
    for at, name in enumerate(("قوری", "سینی", "قندان")):
        make_product(cast, name, f"c{at}")
    first = sara.get("/products/")
    more = first.context["more"]
    assert ([one.name for one in first.context["products"]], [one.name for one in sara.get(more).context["products"]]) == (["سینی"], ["قندان"])
    assert [one.name for one in sara.get("/products/?q=قور").context["products"]] == ["قوری"]

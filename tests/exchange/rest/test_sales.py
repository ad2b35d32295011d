"""Sales by the API: papers and their sums, payments that are once, races, rights, and a quote that only the customer answers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from sandali_client import Problem

from sandali.channels.models import Delivery
from sandali.company.models import Membership
from sandali.sales.actions.quotes import take_answer
from sandali.sales.models import Deal, Order, Payment, Quote
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of, token_of
from tests.sales.things import make_deal, make_order, make_product, make_quote, placed

pytestmark = pytest.mark.django_db


def test_a_product_is_ordered_sent_and_paid_and_what_is_owed_is_reckoned(cast, sara):
    boss = program_of(cast.admin)
    product = boss.sales.create_product("قوری چینی", "T-10", 2_500_000, unit="عدد", tax=1000)
    order = sara.sales.create_order(cast.mina.pk, [{"product": product["id"], "thousandths": 1500, "discount": 50_000}, {"name": "Wrapping", "price": 100_000}], discount=100_000)
    sums = {name: order["sum"][name] for name in ("net", "tax", "total")}
    assert (order["state"], sums, order["total"], order["owed"]) == ("draft", {"net": 3_700_000, "tax": 360_263, "total": 4_060_263}, 4_060_263, 0)
    assert [(line["name"], line["unit"], line["price"], line["tax"]) for line in order["lines"]] == [("قوری چینی", "عدد", 2_500_000, 1000), ("Wrapping", "", 100_000, 0)]
    number = order["id"]
    sara.sales.step(number, "placed", version=order["version"])
    sara.sales.pay(number, 4_000_000, "2026-11-21", "card", reference="1234", key="payment-0001")
    again = sara.sales.pay(number, 4_000_000, "2026-11-21", "card", reference="1234", key="payment-0001")
    now = sara.sales.order(number)
    assert (now["paid"], now["owed"], len(now["payments"]), [step["state"] for step in now["steps"]]) == (4_000_000, 60_263, 1, ["draft", "placed"])
    sara.sales.strike_payment(number, again["id"])
    assert [(one["id"], one["owed"]) for one in sara.sales.orders(box="placed", customer=cast.mina.pk)] == [(number, 4_060_263)]
    assert Payment.objects.count() == 1


def test_lists_are_narrowed_by_words_within_rights(cast, sara):
    order, deal = make_order(cast), make_deal(cast)
    make_order(cast, customer=cast.kaveh)
    make_deal(cast, department=cast.accounting.pk, by=cast.omid)
    assert [[one["id"] for one in rows] for rows in (sara.sales.orders(q="كريمي چای"), sara.sales.deals(q="ظرف مینا"), sara.sales.deals(q="نیست"))] == [[order.pk], [deal.pk], []]


@pytest.mark.reliability("H10")
def test_a_payment_without_its_kept_answer_is_still_one_by_its_key(cast, sara):
    from sandali.company.models import KeptAnswer

    order = placed(cast)
    for _ in range(2):
        sara.sales.pay(order.pk, 1000, "2026-11-21", "cash", key="payment-0002")
        KeptAnswer.objects.all().delete()  # as a day later
    assert Payment.objects.filter(order=order).count() == 1


@pytest.mark.reliability("H6")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"amount": 1.0, "day": "2026-11-21", "way": "cash"}, "amount"), ({"amount": True, "day": "2026-11-21", "way": "cash"}, "amount"),
        ({"amount": "1000", "day": "2026-11-21", "way": "cash"}, "amount"), ({"amount": 10**16, "day": "2026-11-21", "way": "cash"}, "amount"),
        ({"amount": 1000, "day": "1405-08-30", "way": "cash"}, "day"), ({"amount": 1000, "day": "2026-13-01", "way": "cash"}, "day"),
        ({"amount": 1000, "day": "2026-11-21", "way": "barter"}, "way"), ({"amount": 1000, "day": 0, "way": "cash"}, "day"),
    ],
)  # fmt: skip
def test_a_payment_is_whole_minor_units_on_a_gregorian_day_and_nothing_like_it(cast, body, field):
    order = placed(cast)
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}", "Accept-Language": "fa"}
    answer = Client().post(f"/api/v1/orders/{order.pk}/payments", body, content_type="application/json", headers=headers)
    said = answer.json()
    assert (answer.status_code, [one["field"] for one in said["errors"]], Payment.objects.count()) == (422, [field], 0)
    assert said["title"] == "بعضی خانه‌ها درست نیستند."


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({}, "lines.0.name"), ({"name": "x"}, "lines.0.price"), ({"product": 99_999}, "lines.0.product"), ({"name": "x", "price": -1}, "lines.0.price"),
        ({"name": "x", "price": 1, "thousandths": 0}, "lines.0.thousandths"), ({"name": "x", "price": 1, "total": 5}, "lines.0.total"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_by_its_place(cast, sara, line, field):
    with pytest.raises(Problem) as refused:
        sara.sales.create_order(cast.mina.pk, [line])
    assert (refused.value.status, list(refused.value.errors), Order.objects.count()) == (422, [field], 0)


def test_what_was_placed_stays_and_a_lost_race_says_how_it_stands(cast, sara):
    order = make_order(cast)
    sara.sales.step(order.pk, "placed", version=order.version)
    told = []
    for act in (lambda: sara.sales.write_lines(order.pk, []), lambda: sara.sales.step(order.pk, "sent", version=order.version), lambda: sara.sales.step(order.pk, "placed")):
        with pytest.raises(Problem) as refused:
            act()
        told.append((refused.value.status, refused.value.code, refused.value.current))
    assert told == [(409, "overtaken", {"id": order.pk, "version": 2})] * 3
    with pytest.raises(Problem) as refused:
        sara.sales.step(order.pk, "cancelled")
    assert (refused.value.status, refused.value.code) == (422, "refused")


def test_a_deal_goes_along_its_pipeline_and_is_lost_for_a_reason(cast, sara):
    case = make_case(cast, assignee=cast.sara)
    make_deal(cast)
    first, second = sara.sales.pipelines()[0]["stages"][:2]
    deal = sara.sales.open_deal("Cups for a café", first["id"], case=case.pk, amount=5_000_000)
    moved = sara.sales.move_deal(deal["id"], second["id"], version=deal["version"])
    with pytest.raises(Problem) as late:
        sara.sales.move_deal(deal["id"], first["id"], version=deal["version"])
    reasons = sara.call("GET", "lost-reasons")
    with pytest.raises(Problem) as without:
        sara.call("PUT", f"deals/{deal['id']}/end", body={"state": "lost"})
    lost = sara.sales.lose(deal["id"], reasons[0]["id"], words="too dear", version=moved["version"])
    assert (deal["customer"]["id"], deal["case"], moved["stage"]["id"], late.value.current) == (cast.mina.pk, case.pk, second["id"], {"id": deal["id"], "version": 2})
    assert (list(without.value.errors), lost["state"], lost["lost_reason"], lost["chance"]) == (["reason"], "lost", reasons[0], 0)
    assert [one["id"] for one in sara.sales.deals(state="lost", case=case.pk)] == [deal["id"]]


def test_what_is_left_out_of_a_change_stays(cast, sara):
    deal = make_deal(cast, note="keep me")
    changed = sara.call("PATCH", f"deals/{deal.pk}", body={"amount": 7, "probability": 40})
    back = sara.call("PATCH", f"deals/{deal.pk}", body={"probability": None}, query={})
    assert (changed["title"], changed["note"], changed["amount"], changed["chance"], back["probability"], back["amount"]) == (deal.title, "keep me", 7, 40, None, 7)


@pytest.mark.practice("P02")
def test_a_quote_leaves_with_an_answer_and_only_the_customer_answers_it(cast, sara):
    case, quote = make_case(cast, assignee=cast.sara), make_quote(cast)
    sent = sara.sales.send_quote(quote.pk, case.pk, "Here is our offer.", version=quote.version, key="quote-0001")
    assert (sent["state"], sent["case"], Delivery.objects.count(), sent["link"].startswith("http")) == ("sent", case.pk, 1, True)
    with pytest.raises(Problem) as early:
        sara.sales.order_quote(quote.pk)
    assert (early.value.status, early.value.code) == (422, "refused")
    take_answer(Quote.objects.get(pk=quote.pk), accepts=True)
    first, second = sara.sales.order_quote(quote.pk), sara.sales.order_quote(quote.pk)
    assert (first["id"], first["quote"], first["total"], Order.objects.count()) == (second["id"], quote.pk, 2_000_000, 1)


def test_a_quote_is_sent_by_no_token_that_may_not_answer_and_to_nobody_else(cast):
    quote, other = make_quote(cast), make_case(cast, customer=cast.kaveh, assignee=cast.sara)
    case = make_case(cast, assignee=cast.sara)
    told = []
    for program, number in ((program_of(cast.sara, "sales:read", "sales:write"), case.pk), (program_of(cast.sara), other.pk)):
        with pytest.raises(Problem) as refused:
            program.sales.send_quote(quote.pk, number, "!")
        told.append((refused.value.status, refused.value.code))
    assert (told, Quote.objects.get().state, Delivery.objects.count()) == ([(403, "scope"), (422, "fields")], "draft", 0)


@pytest.mark.reliability("H2", "H3")
def test_nothing_sold_by_a_private_department_is_there_for_an_outsiders_program(cast):
    deal = make_deal(cast, department=cast.accounting.pk, by=cast.omid)
    order, quote = make_order(cast, department=cast.accounting.pk), make_quote(cast, deal)
    Order.objects.filter(pk=order.pk).update(owner=cast.omid)
    outsider, told = program_of(cast.sara), []
    for path in (f"deals/{deal.pk}", f"deals/{deal.pk}/quotes", f"orders/{order.pk}", f"quotes/{quote.pk}"):
        with pytest.raises(Problem) as refused:
            outsider.call("GET", path)
        told.append(refused.value.status)
    for path, body in ((f"deals/{deal.pk}/stage", {"stage": deal.stage_id}), (f"quotes/{quote.pk}/release", {}), (f"orders/{order.pk}/lines", {"lines": []})):
        with pytest.raises(Problem) as refused:
            outsider.call("PUT", path, body=body)
        told.append(refused.value.status)
    assert (told, list(outsider.sales.deals()), list(outsider.sales.orders())) == ([404] * 7, [], [])


def test_a_token_to_read_changes_nothing_and_products_are_the_sales_managers(cast, sara):
    product, deal = make_product(cast), make_deal(cast)
    told = []
    for act in (lambda: sara.sales.change_product(product.pk, price=1), lambda: program_of(cast.sara, "sales:read").sales.win(deal.pk)):
        with pytest.raises(Problem) as refused:
            act()
        told.append((refused.value.status, refused.value.code))
    assert (told, Deal.objects.get().state) == ([(403, "not-allowed"), (403, "scope")], "open")


def test_a_deal_and_an_order_go_to_a_department_in_which_the_program_sells_too(cast, sara):
    deal, order = make_deal(cast), make_order(cast)
    told = []
    for path in (f"deals/{deal.pk}", f"orders/{order.pk}"):
        with pytest.raises(Problem) as refused:
            sara.call("PUT", f"{path}/department", body={"department": cast.accounting.pk})
        told.append((refused.value.status, list(refused.value.errors)))
    Membership.objects.create(person=cast.sara, department=cast.accounting)
    both = program_of(cast.sara)
    moved = [both.call("PUT", f"{path}/department", body={"department": cast.accounting.pk, "version": 1}) for path in (f"deals/{deal.pk}", f"orders/{order.pk}")]
    assert (told, [(one["department"], one["version"]) for one in moved]) == ([(422, ["department"])] * 2, [(cast.accounting.pk, 2)] * 2)


def test_lists_go_by_cursors_and_cost_the_same_for_three_rows_as_for_one(cast, sara):
    def costs(path):
        headers = {"Authorization": f"Bearer {token_of(cast.sara)}"}
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(f"/api/v1/{path}", headers=headers).status_code == 200
        return len(asked)

    def one_more(code):
        make_product(cast, code=code)
        return make_quote(cast, make_deal(cast)).deal, placed(cast)

    deal, _order = one_more("A")
    paths = ("products", "orders", "deals")
    before = [costs(path) for path in paths]
    for code in "BC":
        one_more(code)
    assert [costs(path) for path in paths] == before
    for found, count in ((sara.sales.products(limit=1), 3), (sara.sales.orders(limit=1), 3), (sara.sales.deals(limit=2), 3)):
        assert len({one["id"] for one in found}) == count

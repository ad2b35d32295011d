"""Orders as people work with them: begun for a customer, written in lines, placed, paid, and warned of what stands open."""

import re

import pytest

from sandali.customers.wishing import keep_wishes
from sandali.sales.models import Order, OrderLine, Payment
from sandali.sales.queries import paid_for
from tests.cast import make_case
from tests.desk.browsing import browser
from tests.sales.things import make_order, make_product, placed

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P02")]


def lines(*rows, version=1, **more):
    """What the form of lines posts; a row is (name, quantity, price, discount, tax)."""
    data = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0, "version": version, "discount": "", **more}
    for at, row in enumerate(rows):
        data |= {f"lines-{at}-{name}": value for name, value in zip(("name", "quantity", "price", "discount", "tax"), row, strict=True)}
    return data


def test_an_order_is_begun_on_the_customer_s_page_and_stands_there(cast, sara):
    assert f"/orders/new/?customer={cast.mina.pk}" in sara.get(f"/customers/{cast.mina.pk}/").content.decode()
    answer = sara.post("/orders/new/", {"customer": cast.mina.pk})
    order = Order.objects.get()
    assert (answer.status_code, answer["Location"], order.department) == (303, f"/orders/{order.pk}/lines/", cast.support)
    page = sara.get(f"/customers/{cast.mina.pk}/").content.decode()
    assert (f'href="/orders/{order.pk}/"' in page, "سفارش ۱۰۰۱" in page) == (True, True)


def test_the_invoice_number_is_kept_in_plain_digits_and_stands_in_the_reader_s(cast, sara):
    order = make_order(cast)
    said = []
    for typed in ("۱۴۰۵۱۲", "F-12"):
        sara.post(f"/orders/{order.pk}/beside/", {"invoice": typed, "note": "", "version": Order.objects.get().version})
        value = re.search(r'name="invoice" value="([^"]*)"', sara.get(f"/orders/{order.pk}/").content.decode())
        said.append((Order.objects.get().invoice, value and value[1]))
    assert said == [("140512", "۱۴۰۵۱۲"), ("F-12", "F-12")]


def test_lines_are_written_as_people_type_them(cast, sara):
    make_product(cast)
    order = make_order(cast)
    sara.post(f"/orders/{order.pk}/lines/", lines(("T-۱۰", "۲", "", "۱۰٪", ""), ("بسته‌بندی", "", "۵۰٬۰۰۰ ریال", "", "9%"), ("", "", "", "", "")))
    found = list(OrderLine.objects.values_list("name", "thousandths", "price", "discount", "tax"))
    assert found == [("قوری چینی", 2000, 2_500_000, 500_000, 1000), ("بسته‌بندی", 1000, 50_000, 0, 900)]
    assert Order.objects.get().total == 4_950_000 + 54_500


WRONG = [
    (("کالای ناشناس", "", "", "", ""), "نشان"), (("چای", "صفر", "1", "", ""), "صفر"), (("چای", "1", "100", "200", ""), "200"), (("", "3", "", "", ""), "3"),
    (("چای", "1", "100", "150%", ""), "150%"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "_why"), WRONG)
def test_a_wrong_line_is_said_and_everything_stays_typed(cast, sara, row, _why):
    order = make_order(cast)
    answer = sara.post(f"/orders/{order.pk}/lines/", lines(row, ("قند", "۲", "۱۰", "", "")))
    page = answer.content.decode()
    assert (answer.status_code, 'class="field-error"' in page, 'value="قند"' in page) == (422, True, True)
    assert OrderLine.objects.values_list("name", flat=True).get() == "چای"


def test_more_lines_are_asked_for_and_nothing_typed_is_lost(cast, sara):
    order = make_order(cast)
    page = sara.post(f"/orders/{order.pk}/lines/", lines(("قند", "۲", "۱۰", "", ""), more="1")).content.decode()
    assert (page.count('class="line-form"'), 'value="قند"' in page, OrderLine.objects.count()) == (6, True, 1)


def test_who_was_overtaken_keeps_what_they_typed_and_may_save_again(cast, sara):
    order = make_order(cast)
    Order.objects.update(version=7)
    answer = sara.post(f"/orders/{order.pk}/lines/", lines(("قند", "۲", "۱۰", "", "")))
    page = answer.content.decode()
    assert (answer.status_code, 'value="قند"' in page, 'name="version" value="7"' in page) == (409, True, True)
    sara.post(f"/orders/{order.pk}/lines/", lines(("قند", "۲", "۱۰", "", ""), version=7))
    assert OrderLine.objects.values_list("name", flat=True).get() == "قند"


def test_it_is_placed_paid_and_the_money_is_shown_in_tomans(cast, sara):
    order = make_order(cast)
    sara.post(f"/orders/{order.pk}/steps/", {"state": "placed", "version": 1})
    assert "۲۰۰٬۰۰۰\u00a0تومان مانده است" in sara.get(f"/orders/{order.pk}/").content.decode()
    sara.post(f"/orders/{order.pk}/payments/", {"amount_is": "in", "amount": "۱۲۰٬۰۰۰", "day": "۱۴۰۵/۰۸/۳۰", "way": "card", "reference": "", "key": "k"})
    assert paid_for([order.pk]) == {order.pk: 1_200_000}
    assert "۸۰٬۰۰۰\u00a0تومان مانده است" in sara.get(f"/orders/{order.pk}/").content.decode()
    sara.post(f"/orders/{order.pk}/payments/{Payment.objects.get().pk}/removal/")
    assert paid_for([order.pk]) == {}


def test_to_cancel_without_a_reason_changes_nothing(cast, sara):
    order = placed(cast)
    answers = [sara.post(f"/orders/{order.pk}/steps/", {"state": "cancelled", "word": word, "version": order.version}).status_code for word in ("", "تمام شده بود")]
    assert (answers, Order.objects.get().state) == ([422, 303], "cancelled")


def test_a_step_from_an_older_page_says_how_it_stands(cast, sara):
    order = placed(cast)
    answer = sara.post(f"/orders/{order.pk}/steps/", {"state": "sent", "version": order.version - 1})
    assert (answer.status_code, Order.objects.get().state) == (409, "placed")


@pytest.mark.practice("P06")
def test_the_customer_s_taste_stands_where_the_order_is_written(cast, sara):
    keep_wishes(cast.mina, by=cast.sara, version=0, likes="همیشه با روبان سبز بسته شود", never_words="هرگز زنگ در نزنید")
    order = make_order(cast)
    shown = [("روبان سبز" in page, "زنگ در" in page) for page in (sara.get(f"/orders/{order.pk}/{part}").content.decode() for part in ("", "lines/"))]
    assert shown == [(True, True), (True, True)]


def test_an_open_complaint_is_said_before_anything_is_sold_but_only_to_who_may_see_it(cast, sara):
    order = make_order(cast, department=None)
    make_case(cast, kind="complaint", subject="فنجان شکسته")
    make_case(cast, kind="complaint", subject="کهنه", state="confirmed")
    page = sara.get(f"/orders/{order.pk}/").content.decode()
    assert ("فنجان شکسته" in page, "کهنه" in page, "فنجان شکسته" in browser(cast.omid).get(f"/orders/{order.pk}/").content.decode()) == (True, False, False)


@pytest.mark.reliability("H2")
def test_orders_of_a_private_department_are_nobody_else_s_to_read_not_even_in_the_story(cast, sara):
    hidden = placed(cast, department=cast.accounting.pk)
    Order.objects.update(owner=cast.omid)
    page = sara.get(f"/customers/{cast.mina.pk}/?show=all").content.decode()
    assert (f"/orders/{hidden.pk}/" in page, "سفارش ۱۰۰۱" in page, sara.get(f"/orders/{hidden.pk}/").status_code) == (False, False, 404)
    assert "سفارش ۱۰۰۱" in browser(cast.omid).get(f"/customers/{cast.mina.pk}/").content.decode()


def test_a_draft_does_not_say_that_nothing_is_left_to_pay(cast, sara):
    """Nothing is owed of it yet, and beside its sum a zero would read as paid."""
    shown = ["پس از ثبت سفارش" in sara.get(f"/orders/{order.pk}/").text for order in (make_order(cast), placed(cast))]
    assert shown == [True, False]

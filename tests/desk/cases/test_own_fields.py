"""The company's own fields beside a case, in the form of a new one, and in the filter of the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions.filling import fill_case
from sandali.cases.fields import values_of_case
from sandali.cases.models import Case, CaseValue
from sandali.customers.fields.actions import define_field
from sandali.customers.fields.values import Money
from sandali.customers.models import CustomField
from tests.cast import make_case

pytestmark = pytest.mark.django_db
FORM = {"direction": "visit", "subject": "پرسش", "kind": "question", "text": "آمد و پرسید", "name": "زهرا"}
HTMX = {"HX-Request": "true", "HX-Target": "div#case-fields-open"}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


@pytest.fixture
def money(cast):
    return define_field("case", "money", "مبلغ مورد اختلاف", by=cast.admin, is_required=True)


def queries(client, case):
    """How many questions the page of a case asks."""
    client.get(f"/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/cases/{case.pk}/")
    return len(asked)


def test_the_page_asks_nothing_more_where_nothing_is_filled_in_and_one_question_where_something_is(sara, cast):
    case = make_case(cast)
    fields = [define_field("customer", "text", name, by=cast.admin) for name in ("یکم", "دوم", "سوم")]
    before = queries(sara, case)
    CustomField.objects.update(subject="case")
    empty = queries(sara, case)
    CaseValue.objects.bulk_create(CaseValue(case=case, field=field, text="الف", folded="الف") for field in fields)
    assert (empty - before, queries(sara, case) - before) == (0, 1)


def test_money_is_typed_in_toman_shown_so_and_kept_in_rials(sara, cast, money):
    case = make_case(cast)
    form = sara.get(f"/cases/{case.pk}/fields/").content.decode()
    assert "مبلغ مورد اختلاف (تومان)" in form
    sara.post(f"/cases/{case.pk}/fields/", {f"field-{money.pk}": "۱۲۰٬۰۰۰", f"initial-field-{money.pk}": ""})
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (values_of_case(case), "۱۲۰٬۰۰۰\u00a0تومان" in html) == ({money.pk: Money(1_200_000, "IRR")}, True)
    assert 'value="۱۲۰٬۰۰۰"' in sara.get(f"/cases/{case.pk}/fields/").content.decode()


def test_what_is_no_amount_is_said_and_kept_as_typed_and_the_second_of_two_sees_what_stands(sara, cast, money):
    case, address = make_case(cast), f"field-{money.pk}"
    wrong = sara.post(f"/cases/{case.pk}/fields/", {address: "خیلی", f"initial-{address}": ""}, headers=HTMX)
    assert (wrong.status_code, "خیلی" in wrong.content.decode(), values_of_case(case)) == (422, True, {})
    fill_case(case, {money.pk: Money(50, "IRR")}, by=cast.reza)
    late = sara.post(f"/cases/{case.pk}/fields/", {address: "۹۰", f"initial-{address}": ""}, headers=HTMX)
    assert (late.status_code, "۹۰" in late.content.decode(), values_of_case(case)) == (409, True, {money.pk: Money(50, "IRR")})


def test_a_new_case_asks_for_what_must_be_filled_in_and_one_that_runs_does_not(sara, cast, money):
    refused = sara.post("/cases/new/", FORM)
    assert (refused.status_code, Case.objects.count()) == (422, 0)
    sara.post("/cases/new/", FORM | {f"field-{money.pk}": "۲۰۰"})
    assert values_of_case(Case.objects.get()) == {money.pk: Money(2000, "IRR")}
    running = make_case(cast, assignee=cast.sara)
    sara.post("/cases/new/", FORM | {"customer": cast.mina.pk, "number": running.pk, "subject": ""})
    assert (running.messages.count(), Case.objects.count()) == (2, 2)


def test_the_filter_offers_the_fields_and_the_chip_says_what_is_asked(sara, cast):
    colour, size = define_field("case", "choice", "رنگ", by=cast.admin, choices=["آبی", "سبز"]), define_field("case", "number", "اندازه", by=cast.admin)
    case, blue = make_case(cast, assignee=cast.sara), colour.choices.get(name="آبی").pk
    fill_case(case, {colour.pk: ((blue, "آبی"),)}, by=cast.sara)
    make_case(cast, assignee=cast.sara)
    panel = sara.get("/cases/filter/").content.decode()
    assert [f'name="field-{colour.pk}" value="{blue}"' in panel, f'name="field-{size.pk}-from"' in panel] == [True, True]
    html = sara.get(f"/cases/?field-{colour.pk}={blue}").content.decode()
    assert ("رنگ" in html and "آبی" in html, f'id="case-row-{case.pk}"' in html, html.count('id="case-row-')) == (True, True, 1)

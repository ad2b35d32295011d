"""A case brought by word of mouth."""

import pytest

from sandali.cases.models import Case, Message
from sandali.customers.models import Customer
from tests.cast import make_case

pytestmark = pytest.mark.django_db
FORM = {"direction": "visit", "subject": "پرسش دربارهٔ گارانتی", "kind": "question", "text": "آمد و پرسید"}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def test_a_visit_of_somebody_new_makes_customer_case_and_message(sara, cast):
    answer = sara.post("/cases/new/", FORM | {"name": "زهرا", "phone": "۰۹۱۲ ۰۰۰ ۱۱ ۲۲"})
    case = Case.objects.get()
    message = Message.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert (case.customer.name, case.customer.identities.get().value, case.kind, case.channel, case.assignee) == (
        "زهرا", "+989120001122", "question", cast.counter, cast.sara,
    )  # fmt: skip
    assert (message.direction, message.text, message.customer) == ("visit", "آمد و پرسید", case.customer)


def test_a_known_customer_is_found_and_chosen(sara, cast):
    cast.mina.save()
    html = sara.get("/cases/new/?q=mina@example.com").content.decode()
    assert f'href="/cases/new/?customer={cast.mina.pk}"' in html
    assert "مینا کریمی" in sara.get(f"/cases/new/?customer={cast.mina.pk}").content.decode()
    sara.post("/cases/new/", FORM | {"customer": cast.mina.pk})
    assert Case.objects.get().customer == cast.mina


def test_the_found_customers_come_as_a_part_too(sara, cast):
    part = sara.get("/cases/new/?q=mina", headers={"HX-Request": "true", "HX-Target": "div#customer-choice"}).content.decode()
    assert part.strip().startswith('<div id="customer-choice"') and "مینا" in part


@pytest.mark.parametrize(
    "wrong", [{}, {"name": "x", "text": ""}, {"name": "x", "subject": ""}, {"phone": "12"}, {"email": "no"}, {"name": "x", "clock": "99"}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sara, cast, wrong):
    before = Customer.objects.count()
    answer = sara.post("/cases/new/", FORM | wrong)
    assert (answer.status_code, Case.objects.count(), Customer.objects.count()) == (422, 0, before)
    typed = (FORM | wrong)["text"]
    assert typed in answer.content.decode()


def test_somebody_elses_address_leads_to_that_customer_instead_of_a_twin(sara, cast):
    answer = sara.post("/cases/new/", FORM | {"name": "مینا", "email": "Mina@Example.com"})
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert f'name="customer" value="{cast.mina.pk}"' in answer.content.decode()


@pytest.mark.parametrize("who, status", [("reza", 200), ("parvaneh", 403)])
def test_who_may_open_a_case_by_hand(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.get("/cases/new/").status_code == status


def test_a_customer_that_is_not_there_cannot_be_chosen(sara, cast):
    make_case(cast)
    assert sara.post("/cases/new/", FORM | {"customer": 9999}).status_code == 404
    assert sara.get("/cases/new/?customer=x").status_code == 200

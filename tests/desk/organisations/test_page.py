"""An organisation: its customers, the cases one may see, its note and name."""

import pytest
from django.urls import reverse

from sandali.customers.actions import edit_customer, named_organisation
from tests.cast import make_case


@pytest.fixture
def novin(cast):
    """The organisation that Mina belongs to."""
    made = named_organisation("شرکت نوین")
    cast.mina = edit_customer(cast.mina, by=cast.sara, version=1, organisation=made)
    return made


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def test_the_page_shows_its_customers_and_their_cases(sara, cast, novin):
    case, other = make_case(cast, subject="سفارش نوین"), make_case(cast, customer=cast.kaveh, subject="سفارش دیگری")
    page = sara.get(reverse("organisation", args=[novin.pk])).content.decode()
    wanted = {"شرکت نوین": True, "مینا کریمی": True, "کاوه": False, f"/cases/{case.pk}/": True, f"/cases/{other.pk}/": False}
    assert {word: word in page for word in wanted} == wanted


@pytest.mark.reliability("H3")
def test_cases_of_private_departments_are_not_shown_to_others(client, cast, novin):
    case = make_case(cast, subject="محرمانه", department=cast.accounting)
    seen = {}
    for person in (cast.sara, cast.omid):
        client.force_login(person)
        seen[person.name] = f"/cases/{case.pk}/" in client.get(reverse("organisation", args=[novin.pk])).content.decode()
    assert seen == {"Sara": False, "Omid": True}


def test_cases_go_on_page_by_page(sara, cast, novin):
    made = [make_case(cast, subject=f"s{number}").pk for number in range(11)]
    first = sara.get(reverse("organisation", args=[novin.pk]))
    second = sara.get(first.context["more_cases"])
    shown = [[number for number in made if f"/cases/{number}/" in answer.context["cases"]] for answer in (first, second)]
    assert (sorted(shown[0] + shown[1]), second.context["more_cases"]) == (made, "")


def test_it_is_renamed(sara, cast, novin):
    url = reverse("edit_organisation", args=[novin.pk])
    assert sara.post(url, {"name": "نوین پارس", "website": "novin.example", "note": "قرارداد"}).status_code == 303
    novin.refresh_from_db()
    assert (novin.name, novin.website, novin.note) == ("نوین پارس", "https://novin.example", "قرارداد")


def test_the_name_of_another_is_refused_and_leads_there(sara, cast, novin):
    other = named_organisation("زرین")
    answer = sara.post(reverse("edit_organisation", args=[novin.pk]), {"name": "زرين", "note": "می‌ماند"})
    body = answer.content.decode()
    assert (answer.status_code, f'href="{reverse("organisation", args=[other.pk])}"' in body, "می‌ماند" in body) == (422, True, True)


def test_an_address_that_runs_a_script_is_no_website(sara, cast, novin):
    assert sara.post(reverse("edit_organisation", args=[novin.pk]), {"name": "نوین", "website": "javascript:alert(1)"}).status_code == 422


def test_executives_look_and_do_not_touch(client, cast, novin):
    client.force_login(cast.parvaneh)
    assert client.get(reverse("organisation", args=[novin.pk])).status_code == 200
    assert client.post(reverse("edit_organisation", args=[novin.pk]), {"name": "x"}).status_code == 403


def test_what_does_not_exist_is_not_found(sara, cast):
    assert sara.get("/organisations/999999/").status_code == 404

"""The first run."""

import pytest
from django.urls import reverse

from sandali.cases.models import Case
from sandali.company.models import Company, Person
from sandali.history.models import Notice
from sandali.resolution.models import Cause
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
GOOD = {
    "language": "fa", "company": "سیمرغ", "country": "IR", "zone": "Asia/Tehran", "weekend": "thu-fri",
    "person_name": "لادن", "email": "Ladan@Example.ir", "password": PASSWORD,
}  # fmt: skip


def test_the_first_run_signs_the_person_in_with_a_new_session_and_leads_to_the_inbox(client):
    client.get("/setup/")
    before = client.session.session_key
    answer = client.post("/setup/", GOOD)
    assert (answer.status_code, answer.url) == (303, reverse("cases"))
    person, company = Person.objects.get(), Company.objects.get()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key not in (None, before)
    assert (person.email, person.role, company.weekend, company.calendar) == ("ladan@example.ir", "admin", "thu-fri", "jalali")
    assert Case.objects.count() == 1


@pytest.mark.practice("P13")
@pytest.mark.parametrize("language, first", [("fa", "ارسال و تحویل"), ("en", "Delivery")])
def test_a_company_begins_with_the_usual_causes_in_its_language(client, language, first):
    client.post("/setup/", GOOD | {"language": language})
    assert (Cause.objects.filter(parent=None, name=first).count(), Cause.objects.count(), Notice.objects.filter(event__kind="cause_added").count()) == (1, 30, 0)


@pytest.mark.reliability("I14")
def test_the_first_run_does_not_exist_once_there_is_a_company(cast, client):
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", GOOD).status_code == 404
    assert Person.objects.filter(email="ladan@example.ir", name="لادن").count() == 0


def test_what_was_typed_is_kept_when_something_is_wrong(client):
    answer = client.post("/setup/", {**GOOD, "password": "short"})
    assert answer.status_code == 422
    assert 'value="سیمرغ"' in answer.content.decode()
    assert Company.objects.count() == Person.objects.count() == 0


def test_the_password_must_not_be_the_company_founder_s_name(client):
    assert client.post("/setup/", {**GOOD, "person_name": "Ladan Karimi Rad", "password": "ladan karimi rad"}).status_code == 422


def test_changing_the_language_loses_nothing_typed_but_the_password(client):
    page = client.post("/setup/", {**GOOD, "to_language": "en"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert 'value="سیمرغ"' in page and 'value="thu-fri"' in page
    assert PASSWORD not in page
    assert Company.objects.count() == 0


@pytest.mark.parametrize(("accepted", "language"), [("fa-IR,fa;q=0.9", "fa"), ("en-GB,en;q=0.8", "en"), ("ja", "fa")])
def test_the_page_begins_in_the_browser_s_language(client, accepted, language):
    answer = client.get("/setup/", headers={"accept-language": accepted})
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("field", ["company", "country", "zone", "weekend", "person_name", "email", "password"])
def test_every_field_is_needed(client, field):
    assert client.post("/setup/", {**GOOD, field: ""}).status_code == 422


@pytest.mark.reliability("H6")
def test_other_fields_are_ignored(client):
    client.post("/setup/", {**GOOD, "role": "agent", "is_active": "", "department": "Other", "currency": "EUR"})
    assert (Person.objects.get().role, Person.objects.get().is_active, Company.objects.get().currency) == ("admin", True, "IRR")


def test_before_the_first_run_every_page_leads_to_it(client):
    answer = client.get("/cases/")
    assert (answer.status_code, answer.url) == (302, "/setup/")


def test_the_first_steps_are_put_away_and_brought_back(cast, client):
    client.force_login(cast.admin)
    assert client.get(reverse("checklist")).status_code == 405
    client.post(reverse("checklist"))
    assert Person.objects.get(pk=cast.admin.pk).checklist_hidden_at is not None
    client.post(reverse("checklist") + "?show=yes")
    assert Person.objects.get(pk=cast.admin.pk).checklist_hidden_at is None

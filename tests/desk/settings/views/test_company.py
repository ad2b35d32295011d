"""The company's settings, through the page."""

import re

import pytest

from sandali.company import actions
from sandali.company.models import Company
from sandali.company.queries import COMPANY_SETTINGS, company_stamp

pytestmark = pytest.mark.django_db
PAGE = "/settings/company/"


def form(company, **more):
    values = {name: getattr(company, name) for name in COMPANY_SETTINGS}
    values["show_toman"] = "on" if values["show_toman"] else ""
    return {**values, "was": company_stamp(company), **more}


def test_the_settings_are_changed(cast, admin):
    answer = admin.post(PAGE, form(cast.company, name="Simorgh Co", currency="EUR", week_start=0, show_toman="", signature="Simorgh\n۰۲۱"))
    company = Company.objects.get()
    assert answer.status_code == 303
    assert (company.name, company.currency, company.week_start, company.show_toman, company.signature) == ("Simorgh Co", "EUR", 0, False, "Simorgh\n۰۲۱")


def test_a_wrong_value_keeps_the_rest_as_typed(cast, admin):
    answer = admin.post(PAGE, form(cast.company, name="Typed", zone="Mars/Olympus"))
    assert answer.status_code == 422 and 'value="Typed"' in answer.content.decode()
    assert Company.objects.get().name == "Simorgh"


@pytest.mark.reliability("H6")
def test_other_fields_are_ignored(cast, admin):
    before = Company.objects.values().get()
    admin.post(PAGE, form(cast.company, id="2", set_up_at="", pk="2"))
    assert Company.objects.values().get() == before


def test_whoever_was_overtaken_is_asked(cast, admin):
    old = form(cast.company, name="Mine")
    actions.change_company(cast.company, by=cast.admin, name="Theirs")
    answer = admin.post(PAGE, old)
    assert (answer.status_code, Company.objects.get().name) == (409, "Theirs")
    fresh = re.search(r'name="was" value="(\w+)"', answer.content.decode())[1]
    assert admin.post(PAGE, {**old, "was": fresh}).status_code == 303
    assert Company.objects.get().name == "Mine"


def test_a_zone_that_the_list_does_not_hold_stays_chosen(cast, admin):
    Company.objects.update(zone="Iran")
    assert '<option value="Iran" selected>' in admin.get(PAGE).content.decode()

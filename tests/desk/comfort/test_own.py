"""What open pages ask: a token for the person who is signed in now, and the zone that they are in."""

import pytest
from django.test import Client

from sandali.company.models import Person
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_the_token_is_good_for_a_post_and_says_whose_it_is(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.sara)
    answer = browser.get("/me/token/")
    about = answer.json()
    assert (about["person"], answer["Cache-Control"]) == (cast.sara.pk, "no-store")
    case = make_case(cast)
    form = {"kind": "note", "text": "متن", "key": "k1"}
    refused = browser.post(f"/cases/{case.pk}/messages/", form)
    taken = browser.post(f"/cases/{case.pk}/messages/", form, headers={"X-CSRFToken": about["token"]})
    assert (refused.status_code, taken.status_code) == (403, 303)


def test_who_is_signed_out_gets_the_sign_in_page_and_no_token(client, cast):
    answer = client.get("/me/token/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/me/token/")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tehran", "Asia/Calcutta", "UTC"])
def test_a_person_reads_in_the_zone_they_are_in(client, cast, zone):
    client.force_login(cast.sara)
    answer = client.post("/me/zone/", {"zone": zone, "next": "/customers/"})
    assert (answer.status_code, answer["Location"], Person.objects.get(pk=cast.sara.pk).zone) == (303, "/customers/", zone)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe/Berlin\n"])
def test_what_is_no_zone_changes_nothing(client, cast, zone):
    client.force_login(cast.sara)
    assert client.post("/me/zone/", {"zone": zone}).status_code == 400
    assert Person.objects.get(pk=cast.sara.pk).zone == ""


def test_the_zone_page_leads_nowhere_else(client, cast):
    client.force_login(cast.sara)
    assert client.post("/me/zone/", {"zone": "UTC", "next": "//evil.test/"})["Location"] == "/cases/"
    assert client.get("/me/zone/").status_code == 405

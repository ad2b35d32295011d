"""The estimate, its formula one click away, the followers, the assumptions."""

import pytest

from sandali.resolution.models import Audience, ReachAssumptions
from sandali.resolution.public.actions import mark_public
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P16")]


def main_of(client, path):
    return client.get(path).content.decode().partition('id="main"')[2].partition("</main>")[0]


def test_the_head_of_a_public_complaint_says_an_estimate_whose_formula_is_one_click_away(client, cast):
    case = make_case(cast, kind="complaint")
    mark_public(case, by=cast.sara, where="network")
    client.force_login(cast.sara)
    head = main_of(client, f"/cases/{case.pk}/")
    assert ("۱٬۳۱۴" in head, f"/cases/{case.pk}/reach/" in head) == (True, True)
    page = main_of(client, f"/cases/{case.pk}/reach/")
    assert [part in page for part in ("برآورد", "۲۱", "۱٬۲۹۳", "چون موضوع عمومی است", "اولویت یک پله بالا رفت")] == [True] * 5
    assert "/settings/reach/" not in page
    client.force_login(cast.nahid)
    assert "/settings/reach/" in main_of(client, f"/cases/{case.pk}/reach/")


def test_a_question_has_nothing_to_estimate(client, cast):
    case = make_case(cast, kind="question")
    client.force_login(cast.sara)
    assert f"/cases/{case.pk}/reach/" not in main_of(client, f"/cases/{case.pk}/")
    assert "چیزی برای برآورد نیست" in main_of(client, f"/cases/{case.pk}/reach/")


def test_followers_are_written_down_changed_and_taken_back(client, cast):
    client.force_login(cast.sara)
    address = f"/customers/{cast.mina.pk}/followers/"
    assert f"/customers/{cast.mina.pk}/reach/" in main_of(client, f"/customers/{cast.mina.pk}/")
    assert client.post(address, {"followers": "۱۲۰۰۰", "where": "اینستاگرام"}).status_code == 303
    assert "۱۲٬۰۲۱" in main_of(client, f"/customers/{cast.mina.pk}/reach/")
    assert client.post(address, {"followers": "13000", "version": "7"}).status_code == 409
    assert client.post(address, {"followers": "-1", "version": "1"}).status_code == 422
    assert client.post(address, {"followers": "", "version": "1"}).status_code == 303
    assert Audience.objects.count() == 0


def test_assumptions_are_changed_each_beside_its_source(client, cast):
    client.force_login(cast.nahid)
    page = main_of(client, "/settings/reach/")
    assert [part in page for part in ("۱٬۲۹۳", "۶٬۰۰۰", "دوستانِ دوستان")] == [True] * 3
    given = {"happy": "9", "unhappy": "۲۰", "networks": "1000", "web": "5000", "threshold": "500"}
    assert client.post("/settings/reach/", {**given, "version": "1"}).status_code == 303
    assert client.post("/settings/reach/", {**given, "version": "1"}).status_code == 409
    assert client.post("/settings/reach/", {**given, "happy": "many", "version": "2"}).status_code == 422
    assert ReachAssumptions.objects.values_list("happy", "unhappy", "threshold").get() == (9, 20, 500)

"""The checklist from the page."""

import pytest

from sandali.cases.actions.checklist import add_item
from sandali.cases.models import ChecklistItem
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make_case(cast)


@pytest.fixture
def items(cast, case):
    return [add_item(case, text, by=cast.sara) for text in ("یک", "دو")]


def test_steps_are_added_ticked_moved_taken_off_and_put_back(client, cast, case):
    client.force_login(cast.sara)
    for text in ("یک", "دو"):
        assert client.post(f"/cases/{case.pk}/checklist/", {"text": text}).status_code == 303
    one, two = case.checklist.all()
    client.post(f"/cases/{case.pk}/checklist/{one.pk}/tick/", {"done": "1"})
    client.post(f"/cases/{case.pk}/checklist/{two.pk}/place/", {"way": "up"})
    assert list(case.checklist.values_list("text", "done_by")) == [("دو", None), ("یک", cast.sara.pk)]
    client.post(f"/cases/{case.pk}/checklist/{one.pk}/tick/", {})
    html = client.post(f"/cases/{case.pk}/checklist/{one.pk}/removal/", headers={"HX-Request": "true", "HX-Target": "form", "HX-Current-URL": f"http://testserver/cases/{case.pk}/"}).content.decode()
    removed = Event.objects.get(kind="item_removed").pk
    assert (f"/cases/{case.pk}/checklist/removals/{removed}/undoing/" in html, case.checklist.count()) == (True, 1)
    client.post(f"/cases/{case.pk}/checklist/removals/{removed}/undoing/")
    assert list(case.checklist.values_list("text", "done_by")) == [("دو", None), ("یک", None)]


@pytest.mark.parametrize("who, status", [("omid", 404), ("parvaneh", 403)])
def test_who_may_not(client, cast, case, items, who, status):
    client.force_login(getattr(cast, who))
    addresses = ["", *(f"{items[0].pk}/{act}/" for act in ("tick", "place", "removal"))]
    assert [client.post(f"/cases/{case.pk}/checklist/{one}", {"text": "x", "done": "1", "way": "down"}).status_code for one in addresses] == [status] * 4
    assert list(ChecklistItem.objects.values_list("text", "done_at")) == [("یک", None), ("دو", None)]


@pytest.mark.reliability("H4")
def test_a_step_is_reached_through_its_own_case(client, cast, case, items):
    other = make_case(cast)
    client.force_login(cast.sara)
    assert client.post(f"/cases/{other.pk}/checklist/{items[0].pk}/removal/").status_code == 404
    client.post(f"/cases/{case.pk}/checklist/{items[0].pk}/removal/")
    removed = Event.objects.get(kind="item_removed").pk
    assert client.post(f"/cases/{other.pk}/checklist/removals/{removed}/undoing/").status_code == 404
    assert client.get(f"/cases/{case.pk}/checklist/removals/{removed}/undoing/").status_code == 405


def test_what_makes_no_sense_changes_nothing(client, cast, case, items):
    client.force_login(cast.sara)
    assert client.post(f"/cases/{case.pk}/checklist/{items[0].pk}/place/", {"way": "over"}).status_code == 400
    headers = {"HX-Request": "true", "HX-Target": "form", "HX-Current-URL": f"http://testserver/cases/{case.pk}/inside/"}
    assert client.post(f"/cases/{case.pk}/checklist/", {"text": " "}, headers=headers).status_code == 422
    assert case.checklist.count() == 2

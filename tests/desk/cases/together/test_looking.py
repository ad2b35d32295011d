"""Looking at a case: what a page says of itself and is told of others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.models import Looking
from tests.cast import make_case

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Target": "div#case-looking"}


def test_a_beat_says_who_else_is_there(client, cast):
    case = make_case(cast)
    client.force_login(cast.reza)
    assert client.post(f"/cases/{case.pk}/looking/", {"writing": "1"}, headers=PART).status_code == 200
    client.force_login(cast.sara)
    said = client.post(f"/cases/{case.pk}/looking/", headers=PART).content.decode()
    assert ("Reza" in said, "Sara" in said, "is-writing" in said) == (True, False, True)
    assert sorted(Looking.objects.values_list("person__name", flat=True)) == ["Reza", "Sara"]


def test_asking_writes_nothing(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    assert client.get(f"/cases/{case.pk}/looking/", headers=PART).content.decode().strip().startswith('<div id="case-looking"')
    assert Looking.objects.count() == 0


def test_whoever_lands_on_the_part_is_led_to_the_case(client, cast):
    """It once happened that a page went there by itself."""
    case = make_case(cast)
    client.force_login(cast.sara)
    for answer in (client.get(f"/cases/{case.pk}/looking/"), client.post(f"/cases/{case.pk}/looking/")):
        assert (answer.status_code, answer["Location"]) == (303, f"/cases/{case.pk}/")
    other = client.get(f"/cases/{case.pk}/looking/", headers={"HX-Request": "true", "HX-Target": "main#main"})
    assert (other.content, other["HX-Redirect"]) == (b"", f"/cases/{case.pk}/")


def test_who_leaves_is_not_there_any_more(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    client.post(f"/cases/{case.pk}/looking/")
    assert (client.post(f"/cases/{case.pk}/looking/", {"gone": "1"}).status_code, Looking.objects.count()) == (204, 0)


@pytest.mark.reliability("G6")
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_see_the_case_is_not_told_who_is_there(client, cast, method):
    case = make_case(cast)
    client.force_login(cast.omid)
    assert (getattr(client, method)(f"/cases/{case.pk}/looking/").status_code, Looking.objects.count()) == (404, 0)


def test_a_beat_asks_as_much_for_one_as_for_many(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    client.post(f"/cases/{case.pk}/looking/", headers=PART)
    counts = []
    for people in ([], [cast.reza, cast.nahid, cast.admin]):
        for one in people:
            Looking.objects.create(case=case, person=one)
        with CaptureQueriesContext(connection) as asked:
            client.post(f"/cases/{case.pk}/looking/", headers=PART)
        counts.append(len(asked))
    assert counts[0] == counts[1]

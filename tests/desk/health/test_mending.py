"""Many records put right at once, and the way back."""

from __future__ import annotations

import re

import pytest

from sandali.cases.models import Case, State
from sandali.customers.models import Identity
from tests.cast import make_case
from tests.desk.browsing import browser
from tests.health.faults import misspelt, no_kind, unchecked

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]


@pytest.fixture
def nahid(cast):
    """Nahid's browser: a manager who reads English."""
    cast.nahid.language = "en"
    cast.nahid.save()
    return browser(cast.nahid)


LIST = "/reports/records/{}/"


def undo_of(page) -> str:
    """Where the toast of a page leads back."""
    found = re.search(r'action="(/(?:reports/records|customers)/[^"]*undoing/)"', page.content.decode())
    assert found
    return found[1]


def test_a_kind_for_many_cases_and_back(cast, sara):
    made = [no_kind(cast), make_case(cast, state=State.ANSWERED, waiting_since=None)]
    rows = sara.get(LIST.format("no_kind")).context["rows"]
    assert {row.chosen for row in rows} >= {f"{case.pk}:1" for case in made}
    page = sara.post("/reports/records/kinds/", {"record": [f"{case.pk}:1" for case in made], "kind": "question"}, follow=True)
    assert set(Case.objects.filter(pk__in=[case.pk for case in made]).values_list("kind", flat=True)) == {"question"}
    assert page.redirect_chain == [("/reports/records/no_kind/", 303)]
    sara.post(undo_of(page))
    assert set(Case.objects.filter(pk__in=[case.pk for case in made]).values_list("kind", flat=True)) == {""}


@pytest.mark.parametrize("said", [{}, {"record": "1:1"}, {"kind": "question"}, {"record": "x:y", "kind": "question"}, {"record": "1:1", "kind": "weather"}])
def test_an_act_without_its_half_gets_a_sentence(cast, nahid, said):
    page = nahid.post("/reports/records/kinds/", said, follow=True)
    assert (page.status_code, "Please tick some cases" in page.content.decode()) == (200, True)


def test_misspelt_addresses_are_corrected_by_who_sees_them_and_back(cast, nahid):
    misspelt(cast)
    [row] = nahid.get(LIST.format("misspelt")).context["rows"]
    assert row.note == "\u2066reza.k@gmial.com\u2069, probably \u2066reza.k@gmail.com\u2069"
    page = nahid.post("/reports/records/corrections/", {"record": row.chosen}, follow=True)
    assert Identity.objects.filter(value="reza.k@gmail.com").exists()
    nahid.post(undo_of(page))
    assert Identity.objects.filter(value="reza.k@gmial.com").exists()


def test_that_details_hold_is_one_press_and_back(cast, nahid):
    one = unchecked(cast)
    [row] = nahid.get(LIST.format("unchecked")).context["rows"]
    page = nahid.post(row.post, follow=True)
    assert page.context["rows"] == []
    nahid.post(undo_of(page))
    assert [row.title for row in nahid.get(LIST.format("unchecked")).context["rows"]] == [str(one)]

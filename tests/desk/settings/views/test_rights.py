"""The table of rights and the places in a department, through the pages."""

import pytest

from sandali.company.models import Membership, RoleScope
from sandali.company.queries import places_stamp, rights_stamp

pytestmark = pytest.mark.django_db
PAGE = "/settings/rights/"


def test_a_cell_is_changed_and_the_others_stay(cast, admin):
    html = admin.get(PAGE).content.decode()
    assert 'name="agent-export_cases"' in html
    assert [f'name="{fixed}"' in html for fixed in ("admin-manage_people", "lead-manage_people", "executive-answer_cases")] == [False] * 3
    assert admin.post(PAGE, {"agent-export_cases": "yes", "was": rights_stamp()}).status_code == 303
    assert list(RoleScope.objects.values_list("role", "right", "scope")) == [("agent", "export_cases", "yes")]


def test_what_was_not_offered_is_not_taken(cast, admin):
    answer = admin.post(PAGE, {"lead-manage_people": "yes", "admin-see_cases": "own", "role": "admin", "was": rights_stamp()})
    assert (answer.status_code, RoleScope.objects.count()) == (303, 0)
    assert admin.post(PAGE, {"agent-export_cases": "everything", "was": rights_stamp()}).status_code == 422


def test_what_reaches_further_than_seeing_is_refused_in_words(cast, admin):
    answer = admin.post(PAGE, {"agent-answer_cases": "all", "was": rights_stamp()})
    assert (answer.status_code, RoleScope.objects.count()) == (422, 0)


def test_whoever_was_overtaken_is_asked(cast, admin):
    was = rights_stamp()
    admin.post(PAGE, {"agent-export_cases": "yes", "was": was})
    assert admin.post(PAGE, {"agent-see_health": "yes", "was": was}).status_code == 409


def test_places_are_kept_from_the_departments_page(cast, admin):
    page = f"/settings/departments/{cast.support.pk}/"
    assert f'name="place-{cast.sara.pk}"' in admin.get(page).content.decode()
    given = {f"place-{cast.sara.pk}": "reads", f"place-{cast.reza.pk}": "lead", "was": places_stamp(cast.support)}
    assert admin.post(f"{page}places/", given).status_code == 303
    places = dict(Membership.objects.filter(department=cast.support).values_list("person__name", "role"))
    assert (places["Reza"], places["Sara"], Membership.objects.get(person=cast.sara).reads_only) == ("lead", "", True)
    assert admin.post(f"{page}places/", given).status_code == 409
    assert admin.post(f"{page}places/", {f"place-{cast.sara.pk}": "admin", "was": ""}).status_code == 422

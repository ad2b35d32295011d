"""Changing the table of rights, and what somebody may do in one department."""

import pytest

from sandali.company.actions import CellRefused, Overtaken, change_places, change_rights
from sandali.company.models import Membership, Person, RoleScope
from sandali.company.permissions import ALL, DEPARTMENT, NO, OWN, YES, may, scope_of
from sandali.company.queries import places_stamp, rights_stamp
from sandali.history.models import Event

pytestmark = pytest.mark.django_db


def fresh(person: Person) -> Person:
    """The person as the next request has them."""
    return Person.objects.get(pk=person.pk)


def test_a_cell_is_changed_and_brought_back_each_with_an_event(cast):
    assert change_rights({("agent", "export_cases"): YES}, by=cast.admin) == 1
    assert may(fresh(cast.sara), "export_cases") is True
    assert change_rights({("agent", "export_cases"): YES}, by=cast.admin) == 0
    assert change_rights({("agent", "export_cases"): NO}, by=cast.admin) == 1
    assert (may(fresh(cast.sara), "export_cases"), RoleScope.objects.count()) == (False, 0)
    events = Event.objects.filter(kind="right_changed").order_by("pk")
    assert [(event.by, event.data) for event in events] == [
        (cast.admin, {"right": "export_cases", "role": "agent", "scope": "yes"}),
        (cast.admin, {"right": "export_cases", "role": "agent", "scope": ""}),
    ]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (("admin", "manage_people"), NO),
        (("admin", "see_cases"), OWN),
        (("manager", "manage_people"), YES),
        (("executive", "answer_cases"), ALL),
        (("agent", "see_cases"), NO),
        (("agent", "export_cases"), "everything"),
        (("agent", "answer_cases"), ALL),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(cast, cell, wanted):
    with pytest.raises(CellRefused) as refused:
        change_rights({("lead", "export_cases"): NO, cell: wanted}, by=cast.admin)
    assert (refused.value.role, refused.value.right) == cell
    assert (RoleScope.objects.count(), Event.objects.filter(kind="right_changed").count()) == (0, 0)


def test_seeing_cannot_become_narrower_than_answering(cast):
    with pytest.raises(CellRefused):
        change_rights({("agent", "see_cases"): OWN}, by=cast.admin)
    narrow = {("agent", right): OWN for right in ("see_cases", "answer_cases", "note_cases", "handle_cases")}
    assert change_rights(narrow, by=cast.admin) == 4
    assert (scope_of(fresh(cast.sara), "see_cases"), scope_of(fresh(cast.nahid), "see_cases")) == (OWN, ALL)


def test_who_changes_an_older_table_is_asked(cast):
    was = rights_stamp()
    change_rights({("agent", "export_cases"): YES}, by=cast.admin, was=was)
    with pytest.raises(Overtaken):
        change_rights({("agent", "see_health"): YES}, by=cast.admin, was=was)
    assert may(fresh(cast.sara), "see_health") is False


def test_places_in_a_department_are_changed_each_with_an_event(cast):
    was = places_stamp(cast.support)
    places = {cast.sara.pk: "reads", cast.reza.pk: "lead", cast.nahid.pk: "", cast.omid.pk: "manager"}
    assert change_places(cast.support, places, by=cast.admin, was=was) == 2
    rows = Membership.objects.filter(department=cast.support, person__in=[cast.sara, cast.reza, cast.nahid]).order_by("person__name")
    assert [(one.person.name, one.role, one.reads_only) for one in rows] == [("Nahid", "", False), ("Reza", "lead", False), ("Sara", "", True)]
    assert Membership.objects.get(person=cast.omid).role == ""
    assert Event.objects.filter(kind="place_changed").count() == 2
    with pytest.raises(Overtaken):
        change_places(cast.support, {cast.sara.pk: ""}, by=cast.admin, was=was)


def test_nobody_becomes_an_administrator_of_one_department(cast):
    with pytest.raises(ValueError, match="no place"):
        change_places(cast.support, {cast.sara.pk: "admin"}, by=cast.admin)
    assert scope_of(fresh(cast.sara), "see_cases") == DEPARTMENT

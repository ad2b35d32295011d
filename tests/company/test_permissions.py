"""The table of rights: what Sandali comes with, what a company may change, and one's place in a single department."""

import pytest

from sandali.company.models import Membership, Person, RoleScope
from sandali.company.permissions import (
    ALL,
    CASE_RIGHTS,
    DEPARTMENT,
    MATRIX,
    NO,
    OWN,
    RIGHT_NAMES,
    ROLES,
    YES,
    Place,
    Standing,
    choices_of,
    is_fixed,
    may,
    scope,
    scope_in,
    scope_of,
    why_fixed,
)
from sandali.company.queries import department_ids, know_departments, people_who_may


def fresh(person: Person) -> Person:
    """The person as the next request has them."""
    return Person.objects.get(pk=person.pk)


def test_every_right_has_a_name_and_a_scope_for_each_role():
    assert set(RIGHT_NAMES) == set(MATRIX)
    assert {len(scopes) for scopes in MATRIX.values()} == {len(ROLES)}


@pytest.mark.parametrize("right", MATRIX)
def test_what_sandali_comes_with_is_among_the_choices(right):
    assert set(MATRIX[right]) - {*choices_of(right), NO} == set()


def test_an_administrators_cells_and_the_right_to_manage_people_are_fixed():
    assert {right for right in MATRIX if not is_fixed("admin", right)} == set()
    assert {why_fixed(role, "manage_people") for role in ROLES} == {"people", "admin"}
    assert [why_fixed("executive", right) for right in ("answer_cases", "handle_cases", "note_cases")] == ["executive", "executive", ""]


def test_a_changed_cell_holds_and_a_fixed_one_does_not():
    standing = Standing.of((), (("agent", "see_cases", OWN), ("admin", "manage_people", NO), ("lead", "manage_people", YES)))
    assert scope("agent", "see_cases", standing.overrides) == OWN
    assert scope("admin", "manage_people", standing.overrides) == YES
    assert scope("lead", "manage_people", standing.overrides) == NO
    assert scope("lead", "see_cases", standing.overrides) == DEPARTMENT


def test_nobody_has_a_right_without_a_role():
    assert [may(None, "see_cases"), may(object(), "see_cases"), may(Person(role="agent", is_active=False), "see_cases")] == [False] * 3
    assert may(Person(role="agent"), "see_cases") is True


@pytest.mark.django_db
def test_the_company_s_cells_are_asked_in_one_query_with_the_departments(cast, django_assert_num_queries):
    RoleScope.objects.create(role="agent", right="export_cases", scope=YES)
    sara = fresh(cast.sara)
    with django_assert_num_queries(1):
        assert may(sara, "export_cases") is True
        assert may(sara, "manage_people") is False
        assert department_ids(sara) == [cast.support.pk]
        assert scope_of(sara, "see_cases") == DEPARTMENT


@pytest.mark.django_db
def test_who_reads_only_keeps_seeing_and_noting_there(cast):
    Membership.objects.create(person=cast.sara, department=cast.accounting, reads_only=True)
    sara = fresh(cast.sara)
    reader = Place(cast.accounting.pk, "", True)
    assert sara.standing.special == (reader,)
    assert {right: scope_in(sara, reader, right) for right in CASE_RIGHTS} == {
        "see_cases": DEPARTMENT, "answer_cases": NO, "note_cases": DEPARTMENT, "handle_cases": NO, "regroup_cases": NO,
        "grant_remedies": NO,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_role_in_one_department_gives_rights_on_cases_and_no_others(cast):
    Membership.objects.filter(person=cast.parvaneh).update(role="manager")
    parvaneh = fresh(cast.parvaneh)
    assert [may(parvaneh, right) for right in ("answer_cases", "handle_cases", "edit_customers", "manage_routing")] == [True, True, False, False]
    assert scope_in(parvaneh, parvaneh.standing.places[0], "answer_cases") == ALL


@pytest.mark.django_db
def test_many_people_are_known_in_two_queries(cast, django_assert_num_queries):
    RoleScope.objects.create(role="agent", right="export_cases", scope=YES)
    people = list(Person.objects.order_by("pk"))
    with django_assert_num_queries(2):
        know_departments(people)
        known = [(one.pk, may(one, "export_cases"), one.standing) for one in people]
    assert known == [(one.pk, may(one, "export_cases"), one.standing) for one in Person.objects.order_by("pk")]


@pytest.mark.django_db
def test_who_may_counts_single_departments_in(cast):
    Membership.objects.filter(person=cast.parvaneh).update(role="agent")
    assert {one.name for one in people_who_may("answer_cases")} == {"Ladan", "Sara", "Reza", "Nahid", "Omid", "Parvaneh"}

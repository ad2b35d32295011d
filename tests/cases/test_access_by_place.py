"""What the list finds, what the head of a case offers and who is told agree, whatever the place, the role and the table say."""

from itertools import product

import pytest

from sandali.cases.access import RIGHTS, access_case, cases_for, reach, reached_rights, who_sees
from sandali.cases.models import Case
from sandali.company.actions import change_rights
from sandali.company.models import Department, Membership, Person
from sandali.company.permissions import NO, OWN, NotAllowed
from tests.cast import make_case

pytestmark = pytest.mark.django_db
PLACES = [("", False), ("", True), ("agent", False), ("manager", False), ("executive", False), ("executive", True)]


def agreed(person: Person) -> list[str]:
    """Where `reach` and `reached_rights` differ, for every case and right."""
    wrong = []
    for right, name in RIGHTS.items():
        found = set(Case.objects.filter(reach(person, name)).values_list("pk", flat=True))
        for case in Case.objects.select_related("department"):
            if (case.pk in found) != (right in reached_rights(person, case)):
                wrong.append(f"{person.name} {right} {case.subject}: the list says {case.pk in found}")
    return wrong


def cases_of_every_kind(cast, person: Person) -> None:
    """Cases of each department and none, of the person, of somebody else, of nobody."""
    for department in (cast.support, cast.accounting, Department.objects.get_or_create(name="فروش")[0], None):
        for owner in (None, person, cast.admin):
            where = department.name if department else "nowhere"
            make_case(cast, messages=0, department=department, assignee=owner, subject=f"{where} {owner}")


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "executive", "admin"])
def test_list_and_head_agree_for_every_place(cast, role):
    Person.objects.filter(pk=cast.sara.pk).update(role=role)
    cases_of_every_kind(cast, cast.sara)
    Membership.objects.create(person=cast.sara, department=cast.accounting)
    wrong = []
    for (near, reads_near), (far, reads_far) in product(PLACES, PLACES):
        Membership.objects.filter(person=cast.sara, department=cast.support).update(role=near, reads_only=reads_near)
        Membership.objects.filter(person=cast.sara, department=cast.accounting).update(role=far, reads_only=reads_far)
        wrong += agreed(Person.objects.get(pk=cast.sara.pk))
    assert wrong == []


def test_list_and_head_agree_when_the_company_changed_the_table(cast):
    cases_of_every_kind(cast, cast.sara)
    Membership.objects.create(person=cast.sara, department=cast.accounting, role="manager")
    narrow = {("agent", right): OWN for right in ("see_cases", "note_cases", "handle_cases")}
    change_rights(narrow | {("agent", "answer_cases"): NO}, by=cast.admin)
    sara = Person.objects.get(pk=cast.sara.pk)
    assert agreed(sara) == []
    # Her own everywhere, and as a manager every one of accounting's.
    assert set(cases_for(sara)) == {case for case in Case.objects.all() if case.assignee_id == sara.pk or case.department_id == cast.accounting.pk}


def test_who_reads_only_sees_and_notes_and_does_nothing_else(cast):
    Membership.objects.create(person=cast.sara, department=cast.accounting, reads_only=True)
    sara, far, near = Person.objects.get(pk=cast.sara.pk), make_case(cast, department=cast.accounting), make_case(cast)
    assert reached_rights(sara, far) == {"see", "note"}
    assert reached_rights(sara, near) == {"see", "answer", "note", "handle"}
    assert access_case(sara, far.pk, to="note") == far
    for act in ("answer", "handle"):
        with pytest.raises(NotAllowed):
            access_case(sara, far.pk, to=act)
    assert who_sees(far, Person.objects.filter(pk__in=[cast.sara.pk, cast.reza.pk])) == [cast.sara]


def test_an_owner_who_only_reads_there_does_not_answer_either(cast):
    Membership.objects.filter(person=cast.sara).update(reads_only=True)
    case = make_case(cast, assignee=cast.sara)
    with pytest.raises(NotAllowed):
        access_case(Person.objects.get(pk=cast.sara.pk), case.pk, to="answer")


def test_a_changed_place_holds_in_the_next_request(cast, client):
    case = make_case(cast)
    client.force_login(cast.sara)
    assert client.post(f"/cases/{case.pk}/priority/", {"priority": "3", "version": "1"}).status_code == 303
    Membership.objects.filter(person=cast.sara).update(reads_only=True)
    assert client.post(f"/cases/{case.pk}/priority/", {"priority": "4", "version": "2"}).status_code == 403
    Membership.objects.filter(person=cast.sara).delete()
    assert client.get(f"/cases/{case.pk}/").status_code == 404

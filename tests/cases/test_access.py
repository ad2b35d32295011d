"""What a person may not see does not exist for them (RELIABILITY H)."""

import pytest

from sandali.cases.access import access_attachment, access_case, access_message, cases_for, rights_on
from sandali.cases.models import Attachment, Case, Message
from sandali.company.permissions import NotAllowed
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(cast):
    """A case of the accounting department, which is private."""
    return make_case(cast, department=cast.accounting, subject="حقوق معوق")


def seen_by(person):
    return set(cases_for(person).values_list("pk", flat=True))


@pytest.mark.reliability("H3")
def test_a_private_departments_cases_are_seen_by_its_members_and_administrators_only(cast, private):
    assert {name: seen_by(getattr(cast, name)) for name in ("sara", "nahid", "parvaneh", "omid", "admin")} == {
        "sara": set(), "nahid": set(), "parvaneh": set(), "omid": {private.pk}, "admin": {private.pk},
    }  # fmt: skip


@pytest.mark.reliability("H3")
def test_a_case_that_moves_to_a_private_department_is_gone_for_everybody_else(cast):
    case = make_case(cast)
    assert seen_by(cast.sara) == {case.pk}
    Case.objects.filter(pk=case.pk).update(department=cast.accounting)
    assert (seen_by(cast.sara), seen_by(cast.nahid), seen_by(cast.omid)) == (set(), set(), {case.pk})


def test_whoever_owns_a_case_sees_it_wherever_it_is(cast, private):
    Case.objects.filter(pk=private.pk).update(assignee=cast.sara)
    assert seen_by(cast.sara) == {private.pk}


def test_an_agent_sees_their_departments_cases_and_those_of_no_department(cast):
    theirs, nobodys = make_case(cast), make_case(cast, department=None)
    assert seen_by(cast.sara) == {theirs.pk, nobodys.pk}
    assert seen_by(cast.omid) == {nobodys.pk}


def test_an_outsider_is_told_that_there_is_no_such_case(cast, private):
    with pytest.raises(Case.DoesNotExist):
        access_case(cast.sara, private.pk)


def test_a_reader_may_see_and_note_but_not_answer_or_handle(cast):
    case = make_case(cast)
    assert access_case(cast.parvaneh, case.pk) == case
    assert access_case(cast.parvaneh, case.pk, to="note") == case
    for act in ("answer", "handle"):
        with pytest.raises(NotAllowed):
            access_case(cast.parvaneh, case.pk, to=act)
    assert rights_on(cast.parvaneh, case) == {"see", "note"}


def test_rights_shown_are_the_rights_that_work(cast):
    cases = [make_case(cast), make_case(cast, department=None), make_case(cast, assignee=cast.reza)]
    for person in (cast.sara, cast.nahid, cast.admin, cast.parvaneh):
        for case in cases:
            works = set()
            for act in ("see", "answer", "note", "handle", "regroup", "grant"):
                try:
                    access_case(person, case.pk, to=act)
                    works.add(act)
                except NotAllowed:
                    pass
            assert rights_on(person, case) == works


@pytest.mark.reliability("H4")
def test_a_message_is_reached_only_through_its_own_case(cast):
    one, other = make_case(cast), make_case(cast)
    message = Message.objects.get(case=one)
    assert access_message(cast.sara, one.pk, message.pk) == message
    with pytest.raises(Message.DoesNotExist):
        access_message(cast.sara, other.pk, message.pk)


def test_a_file_is_reached_through_the_case_that_it_belongs_to(cast, private):
    message = Message.objects.get(case=private)
    file = Attachment.objects.create(message=message, name="a.pdf", size=1, sha256="0" * 64)
    assert access_attachment(cast.omid, file.pk) == file
    with pytest.raises(Attachment.DoesNotExist):
        access_attachment(cast.sara, file.pk)


def test_somebody_who_left_sees_nothing(cast):
    make_case(cast, assignee=cast.sara)
    cast.sara.is_active = False
    assert seen_by(cast.sara) == set()

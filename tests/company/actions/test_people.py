"""Inviting, joining, changing and leaving."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from sandali.company import actions
from sandali.company.models import Invitation, Person
from sandali.company.queries import open_invitation, person_stamp
from sandali.history.models import Event
from sandali.kit.secrets import token_hash
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.reliability("I3")
def test_an_invitation_keeps_only_the_hash_of_its_256_bit_token(cast):
    invitation, token = actions.invite_person("New@Example.ir", by=cast.admin, role="lead", departments=[cast.support])
    assert len(token) == 43  # 32 bytes as base64url
    assert invitation.token_hash == token_hash(token)
    assert token not in str(list(Invitation.objects.values())) + str(list(Event.objects.values_list("data", flat=True)))
    assert invitation.email == "new@example.ir"


@pytest.mark.reliability("I3")
def test_an_invitation_works_once_with_the_role_and_departments_it_says(cast):
    _invitation, token = actions.invite_person("new@example.ir", by=cast.admin, role="lead", departments=[cast.support])
    person = actions.accept_invitation(token, name="نسیم", password=PASSWORD)
    assert (person.email, person.name, person.role, list(person.departments.all())) == ("new@example.ir", "نسیم", "lead", [cast.support])
    assert person.check_password(PASSWORD)
    with pytest.raises(actions.InvitationGone):
        actions.accept_invitation(token, name="Another", password=PASSWORD)


@pytest.mark.reliability("I3")
def test_an_invitation_is_over_after_72_hours(cast):
    invitation, token = actions.invite_person("new@example.ir", by=cast.admin)
    assert invitation.expires_at - invitation.invited_at == timedelta(hours=72)
    Invitation.objects.update(expires_at=timezone.now())
    assert open_invitation(token) is None
    with pytest.raises(actions.InvitationGone):
        actions.accept_invitation(token, name="", password=PASSWORD)


@pytest.mark.reliability("I3")
def test_a_newer_invitation_and_a_new_link_kill_the_old_one(cast):
    _first, old = actions.invite_person("new@example.ir", by=cast.admin)
    second, newer = actions.invite_person("new@example.ir", by=cast.admin)
    newest = actions.renew_invitation(second, by=cast.admin)
    assert [open_invitation(token) for token in (old, newer, newest)] == [None, None, second]


def test_a_withdrawn_invitation_cannot_be_taken_or_renewed(cast):
    invitation, token = actions.invite_person("new@example.ir", by=cast.admin)
    assert actions.withdraw_invitation(invitation, by=cast.admin) is True
    assert actions.withdraw_invitation(invitation, by=cast.admin) is False
    with pytest.raises(actions.InvitationGone):
        actions.accept_invitation(token, name="", password=PASSWORD)
    with pytest.raises(actions.InvitationGone):
        actions.renew_invitation(invitation, by=cast.admin)


def test_whoever_is_here_already_cannot_be_invited(cast):
    with pytest.raises(actions.AlreadyHere) as known:
        actions.invite_person("SARA@example.ir", by=cast.admin)
    assert known.value.person == cast.sara


def test_joining_leaves_out_a_department_that_was_archived_meanwhile(cast):
    _invitation, token = actions.invite_person("new@example.ir", by=cast.admin, departments=[cast.support, cast.accounting])
    actions.archive_department(cast.accounting, by=cast.admin)
    assert list(actions.accept_invitation(token, name="", password=PASSWORD).departments.all()) == [cast.support]


def test_a_change_sets_exactly_the_departments_asked_for(cast):
    changed = actions.change_person(cast.sara, by=cast.admin, role="manager", departments=[cast.accounting], job_title=" Head ")
    assert (changed.role, changed.job_title, list(changed.departments.all())) == ("manager", "Head", [cast.accounting])
    assert Event.objects.get(kind="person_changed").data == {"name": "Sara", "role": "manager"}


def test_a_change_from_an_old_form_is_refused_and_says_how_it_stands(cast):
    was = person_stamp(cast.sara)
    actions.change_person(cast.sara, by=cast.admin, role="lead", departments=[cast.support])
    with pytest.raises(actions.Overtaken) as other:
        actions.change_person(cast.sara, by=cast.admin, role="agent", departments=[], was=was)
    assert other.value.current.role == "lead"
    assert Person.objects.get(pk=cast.sara.pk).role == "lead"


def test_the_last_administrator_can_neither_leave_nor_become_something_else(cast):
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_person(cast.admin, by=cast.admin)
    with pytest.raises(actions.LastAdministrator):
        actions.change_person(cast.admin, by=cast.admin, role="agent", departments=[])
    actions.change_person(cast.nahid, by=cast.admin, role="admin", departments=[])
    actions.deactivate_person(cast.admin, by=cast.nahid)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_person(cast.nahid, by=cast.nahid)


def test_an_inactive_administrator_does_not_count_as_one(cast):
    actions.change_person(cast.nahid, by=cast.admin, role="admin", departments=[])
    actions.deactivate_person(cast.nahid, by=cast.admin)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_person(cast.admin, by=cast.admin)


def test_leaving_ends_every_session_and_withdraws_open_invitations(cast, client):
    cast.sara.set_password(PASSWORD)
    cast.sara.save()
    assert client.login(email=cast.sara.email, password=PASSWORD)
    key = client.session.session_key
    UserSession.objects.create(user=cast.sara, ip="127.0.0.1", session_key=key, user_agent="test")
    _invitation, token = actions.invite_person("new@example.ir", by=cast.sara)
    actions.deactivate_person(cast.sara, by=cast.admin)
    assert not Session.objects.filter(session_key=key).exists()
    assert open_invitation(token) is None
    assert not client.login(email=cast.sara.email, password=PASSWORD)
    actions.reactivate_person(cast.sara, by=cast.admin)
    assert client.login(email=cast.sara.email, password=PASSWORD)


@pytest.mark.reliability("H6")
def test_nobody_can_set_their_own_role(cast):
    with pytest.raises(ValueError, match="role"):
        actions.change_own_settings(cast.sara, name="Sara", role="admin")
    assert Person.objects.get(pk=cast.sara.pk).role == "agent"

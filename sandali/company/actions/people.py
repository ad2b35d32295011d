"""Our own people: invited, joined, changed, gone. A person is never deleted, and the last administrator never lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.events import (
    INVITATION_WITHDRAWN,
    PERSON_CHANGED,
    PERSON_INVITED,
    PERSON_JOINED,
    PRESENCE_CHANGED,
)
from sandali.company.models import ApiToken, Department, Invitation, Membership, Person, Presence
from sandali.company.permissions import Role
from sandali.company.queries import person_stamp
from sandali.history.events import record
from sandali.kit.secrets import new_token, token_hash

INVITATION_HOLDS = timedelta(hours=72)
OWN_SETTINGS = frozenset({"name", "job_title", "language", "calendar", "zone", "theme", "letter_keys", "extension"})


class LastAdministrator(Exception):
    """Somebody must be able to manage Sandali; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator. Make somebody else one first."))


class AlreadyHere(Exception):
    """The address belongs to one of us already."""

    def __init__(self, person: Person) -> None:
        super().__init__(_("%(name)s has this address already.") % {"name": person.name})
        self.person = person


class InvitationGone(Exception):
    """The link was used, withdrawn, replaced by a newer one, or is older than three days."""


def name_of(name: str, email: str) -> str:
    """A person's name, or the front of their address when they gave none."""
    return name.strip() or email.partition("@")[0]


@transaction.atomic
def set_presence(person: Person, presence: str) -> None:
    """Say whether one is here or away. Raises ValueError for anything else."""
    wanted = Presence(presence)
    if Person.objects.filter(pk=person.pk).exclude(presence=wanted).update(presence=wanted):
        record(PRESENCE_CHANGED, person, by=person, presence=str(wanted))
    person.presence = wanted


def change_own_settings(person: Person, **settings: object) -> None:
    """What people set for themselves. Raises ValueError for anything else, such as a role."""
    if not OWN_SETTINGS.issuperset(settings):
        raise ValueError("not a setting of one's own: " + ", ".join(sorted(settings.keys() - OWN_SETTINGS)))
    for name, value in settings.items():
        setattr(person, name, value)
    person.save(update_fields=list(settings))


def note_seen(person: Person, now: datetime) -> None:
    """Write down that a page of theirs was open: at most once a minute, straight to the row."""
    if person.seen_at is None or (now - person.seen_at).total_seconds() > 60:
        Person.objects.filter(pk=person.pk).update(seen_at=now)


def hide_checklist(person: Person, *, hidden: bool = True) -> None:
    """Put the list of first steps away, or bring it back."""
    person.checklist_hidden_at = timezone.now() if hidden else None
    person.save(update_fields=["checklist_hidden_at"])


@transaction.atomic
def invite_person(
    email: str, *, by: Person, name: str = "", role: str = Role.AGENT, departments: Iterable[Department] = ()
) -> tuple[Invitation, str]:
    """Invite somebody; returns the invitation and its token, which is stored nowhere. An older open one to the same address
    stops working. Raises AlreadyHere."""
    email = email.strip().lower()
    standing = Person.objects.filter(email__iexact=email).first()
    if standing is not None:
        raise AlreadyHere(standing)
    now = timezone.now()
    Invitation.objects.filter(email__iexact=email, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token, hashed = new_token()
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip()[:80],
        role=Role(role),
        token_hash=hashed,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITATION_HOLDS,
    )
    invitation.departments.set(departments)
    record(PERSON_INVITED, invitation, by=by, email=email)
    return invitation, token


@transaction.atomic
def renew_invitation(invitation: Invitation, *, by: Person) -> str:
    """A new link for the same invitation; the old one dies. Returns the token. Raises InvitationGone when it was used."""
    token, hashed = new_token()
    now = timezone.now()
    done = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(
        token_hash=hashed, invited_at=now, expires_at=now + INVITATION_HOLDS
    )
    if not done:
        raise InvitationGone
    record(PERSON_INVITED, invitation, by=by, email=invitation.email)
    return token


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person) -> bool:
    """The link stops working; returns whether it still did."""
    done = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if done:
        record(INVITATION_WITHDRAWN, invitation, by=by, email=invitation.email)
    return bool(done)


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str) -> Person:
    """Join by a link, once; role and departments are what the invitation says. Raises InvitationGone."""
    now = timezone.now()
    open_ones = Invitation.objects.filter(token_hash=token_hash(token), used_at=None, withdrawn_at=None, expires_at__gt=now)
    invitation = open_ones.select_for_update().first()
    # The update decides between two who press at once, on a database without row locks too.
    if invitation is None or not open_ones.update(used_at=now):
        raise InvitationGone
    if Person.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationGone
    person = Person(email=invitation.email, name=name_of(name, invitation.email)[:80], role=invitation.role)
    person.set_password(password)
    person.save()
    departments = invitation.departments.filter(archived_at=None)
    Membership.objects.bulk_create(Membership(person=person, department=department) for department in departments)
    record(PERSON_JOINED, person, by=person)
    return person


def administrators() -> int:
    """How many people can manage Sandali."""
    return Person.objects.filter(is_active=True, role=Role.ADMIN).count()


@transaction.atomic
def change_person(
    person: Person, *, by: Person, role: str, departments: Iterable[Department], job_title: str = "", extension: str | None = None,
    was: str | None = None,
) -> Person:
    """Change what somebody may do and where they belong. `extension` None leaves it. Raises LastAdministrator, Overtaken."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    refuse_overtaken(was, person_stamp(current), current)
    if current.role == Role.ADMIN and role != Role.ADMIN and current.is_active and administrators() == 1:
        raise LastAdministrator
    wanted = {department.pk for department in departments}
    current.role, current.job_title = Role(role), job_title.strip()[:80]
    current.extension = current.extension if extension is None else extension
    current.save(update_fields=["role", "job_title", "extension"])
    memberships = Membership.objects.filter(person=current)
    standing = set(memberships.values_list("department_id", flat=True))
    memberships.exclude(department__in=wanted).delete()
    Membership.objects.bulk_create(Membership(person=current, department_id=number) for number in wanted - standing)
    record(PERSON_CHANGED, current, by=by, name=current.name, role=str(current.role))
    return current


@transaction.atomic
def deactivate_person(person: Person, *, by: Person) -> None:
    """Somebody leaves: they cannot sign in, and every session and API token of theirs ends now. Raises LastAdministrator."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if not current.is_active:
        return
    if current.role == Role.ADMIN and administrators() == 1:
        raise LastAdministrator
    Person.objects.filter(pk=current.pk).update(is_active=False)
    Invitation.objects.filter(invited_by=current, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    ApiToken.objects.filter(person=current, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    end_sessions(current)
    record(PERSON_CHANGED, current, by=by, name=current.name, active=False)


@transaction.atomic
def reactivate_person(person: Person, *, by: Person) -> None:
    """Somebody comes back, with their old password and role."""
    if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        record(PERSON_CHANGED, person, by=by, name=person.name, active=True)


def end_sessions(person: Person) -> None:
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()

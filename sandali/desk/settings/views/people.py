"""Our own people: list, invitations, roles, leaving and coming back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.freeing import IN_HAND, work_of
from sandali.company.access import access_invitation, access_person
from sandali.company.actions import (
    AlreadyHere,
    InvitationGone,
    LastAdministrator,
    change_person,
    deactivate_person,
    invite_person,
    reactivate_person,
    renew_invitation,
    withdraw_invitation,
)
from sandali.company.models import Invitation, Person
from sandali.company.queries import open_invitations, people_list
from sandali.desk.entering import staff
from sandali.desk.settings.forms.people import InvitationForm, PersonForm
from sandali.desk.settings.invitation_mail import invitation_link, send_invitation
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.dates import current_display
from sandali.kit.htmx import cleaned, done


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list."""

    person: Person
    url: str
    role: str
    departments: str
    presence: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation that nobody has taken yet."""

    invitation: Invitation
    role: str
    is_over: bool


def person_row(person: Person) -> PersonRow:
    """What the list says about somebody."""
    comma = "، " if current_display().language == "fa" else ", "
    departments = comma.join(department.name for department in person.departments.all())
    presence = ("online" if person.is_online(timezone.now()) else "offline") if person.is_active else ""
    return PersonRow(person, reverse("settings_person", args=[person.pk]), person.get_role_display(), departments, presence)


def invitation_row(invitation: Invitation) -> InvitationRow:
    """What the list says about an invitation."""
    return InvitationRow(invitation, invitation.get_role_display(), timezone.now() >= invitation.expires_at)


def people_page(request: HttpRequest, form: InvitationForm) -> HttpResponse:
    """The list, and the form to invite."""
    context = {
        "form": form,
        "people": [person_row(person) for person in people_list()],
        "invitations": [invitation_row(invitation) for invitation in open_invitations()],
    }
    return settings_page(request, "people.html", context)


@staff("manage_people")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, and who is invited."""
    return people_page(request, InvitationForm())


@staff("manage_people", methods=("POST",))
def invitations(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, this once, beside sending it."""
    form = InvitationForm(request.POST)
    values = cleaned(form, request)
    if values is None:
        return people_page(request, form)
    try:
        invitation, token = invite_person(by=request.user, **values)
    except AlreadyHere as known:
        form.add_error("email", str(known))
        request.form_is_wrong = True
        return people_page(request, form)
    return link_page(request, invitation, token)


@staff("manage_people", methods=("POST",))
def invitation_renewal(request: HttpRequest, number: int) -> HttpResponse:
    """A fresh link; the old one stops working."""
    invitation = access_invitation(request.user, number)
    try:
        token = renew_invitation(invitation, by=request.user)
    except InvitationGone as gone:
        raise Invitation.DoesNotExist from gone
    return link_page(request, invitation, token)


def link_page(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The link, shown this once: only its hash is kept."""
    sent = send_invitation(invitation, token, company=request.company, by=request.user)
    answer = settings_page(request, "invitation_link.html", {"invitation": invitation, "link": invitation_link(token), "sent": sent})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@staff("manage_people", methods=("POST",))
def invitation_withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """The link stops working."""
    withdraw_invitation(access_invitation(request.user, number), by=request.user)
    return done(request, reverse("settings_people"), _("The invitation is withdrawn."), leave=True)


@staff("manage_people", methods=("GET", "POST"))
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: role, job title, departments."""
    standing = access_person(request.user, number)
    form = PersonForm(standing, request.POST or None)
    status = save(request, form, lambda: change_person(standing, by=request.user, **form.cleaned_data), {LastAdministrator: "role"})
    if status == SAVED:
        return done(request, reverse("settings_people"), _("Saved."), leave=True)
    return settings_page(request, "person.html", {"person": standing, "form": form, **held_by(standing)}, status=status)


def held_by(person: Person) -> dict[str, Any]:
    """What somebody holds, so that whoever lets them go knows what becomes of it, and can give it to somebody first."""
    cases, tasks = work_of(person) if person.is_active else (0, 0)
    asked = urlencode({"box": "all", "is": [str(state) for state in IN_HAND], "person": person.pk}, doseq=True)
    return {"held_cases": cases, "held_tasks": tasks, "held_url": f"{reverse('cases')}?{asked}"}


@staff("manage_people", methods=("POST",))
def deactivation(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody leaves. The last administrator cannot."""
    standing = access_person(request.user, number)
    try:
        deactivate_person(standing, by=request.user)
    except LastAdministrator as last:
        form = PersonForm(standing)
        return settings_page(request, "person.html", {"person": standing, "form": form, "refused": str(last), **held_by(standing)}, status=422)
    undo = reverse("settings_person_activation", args=[number])
    return done(request, reverse("settings_people"), _("%(name)s cannot sign in any more.") % {"name": standing.name}, undo, leave=True)


@staff("manage_people", methods=("POST",))
def activation(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody comes back."""
    standing = access_person(request.user, number)
    reactivate_person(standing, by=request.user)
    return done(request, reverse("settings_people"), _("%(name)s can sign in again.") % {"name": standing.name}, leave=True)

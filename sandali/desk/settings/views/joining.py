"""The page of an invitation's link. Opening it changes nothing (RELIABILITY I4); joining takes a form, once (I3)."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import InvitationGone, accept_invitation
from sandali.company.queries import open_invitation
from sandali.desk.entering import visitors
from sandali.desk.settings.forms.people import JoinForm
from sandali.kit.htmx import cleaned, done, page


@visitors(methods=("GET", "POST"))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password, then in."""
    found = open_invitation(token)
    if found is None:
        return gone(request)
    form = JoinForm(found, request.POST or None)
    values = cleaned(form, request)
    if values is not None:
        try:
            person = accept_invitation(token, name=values["name"], password=values["password"])
        except InvitationGone:
            return gone(request)
        login(request, person)
        return careful(done(request, reverse("cases"), _("Welcome."), leave=True))
    return careful(page(request, "desk/settings/invitation.html", {"form": form, "invitation": found}))


def gone(request: HttpRequest) -> HttpResponse:
    """The same words for a used, an old and an invented link."""
    return careful(page(request, "desk/settings/invitation.html", {"form": None}, status=404))


def careful(answer: HttpResponse) -> HttpResponse:
    """The token stands in the address: neither caches nor the next site learn it."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""What an open page asks for the person in front of it: a fresh token for forms, and the time zone they are in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from sandali.company.actions import change_own_settings
from sandali.desk.entering import staff
from sandali.desk.me.views import next_page
from sandali.kit.failures import failure
from sandali.kit.htmx import done
from sandali.kit.zones import is_zone


@staff()
def token(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and a token that holds for their session now: {"person": id, "token": text}.

    A page that was open while the connection was away sends what waits with it, if it is still the same person."""
    answer = JsonResponse({"person": request.user.pk, "token": get_token(request)})
    answer["Cache-Control"] = "no-store"
    return answer


@staff(methods=("POST",))
def zone(request: HttpRequest) -> HttpResponse:
    """Read in the time zone `zone` from now on."""
    wanted = request.POST.get("zone", "")
    if not is_zone(wanted):
        return failure(request, 400)
    change_own_settings(request.user, zone=wanted)
    return done(request, next_page(request), _("Times are shown as they are where you are."), leave=True)

"""One's own pages: preferences, profile, notices."""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.cases.routing import hand_of
from sandali.company.actions import change_own_settings, set_presence
from sandali.company.models import Presence
from sandali.desk.entering import staff, stays_here, visitors
from sandali.desk.frame import bell_parts
from sandali.desk.me.forms import ProfileForm
from sandali.desk.remedies.in_notices import questions_in
from sandali.desk.sentences import notice_rows
from sandali.history.notices import mark_read, notices_of
from sandali.kit.htmx import asked_by_htmx, cleaned, done, page

YEAR = 365 * 24 * 3600
PAGE = 30


def next_page(request: HttpRequest) -> str:
    """Where the person was; never another site (RELIABILITY I7)."""
    wanted = request.POST.get("next", "")
    return wanted if stays_here(wanted) else reverse("cases")


@staff(methods=("POST",))
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system."""
    chosen = request.POST.get("theme", "")
    if chosen in ("light", "dark", "auto"):
        change_own_settings(request.user, theme=chosen)
    return done(request, next_page(request), leave=True)


@visitors(methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Persian or English: kept with the person, else in a cookie (on the sign-in page)."""
    chosen = request.POST.get("language", "")
    answer = done(request, next_page(request), leave=True)
    if chosen in ("fa", "en"):
        if request.user.is_authenticated:
            change_own_settings(request.user, language=chosen)
        answer.set_cookie("lang", chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SECURE)
    return answer


@staff(methods=("POST",))
def presence(request: HttpRequest) -> HttpResponse:
    """Here or away."""
    chosen = request.POST.get("presence", "")
    if chosen in Presence.values:
        set_presence(request.user, chosen)
    return done(request, next_page(request), leave=True)


@staff(methods=("GET", "POST"))
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, calendar, zone, keys; and the ways to one's password, second factor and sessions."""
    form = ProfileForm(request.POST or None, instance=request.user)
    values = cleaned(form, request)
    if values is not None:
        change_own_settings(request.user, **values)
        with override(request.user.language or request.LANGUAGE_CODE):
            return done(request, reverse("profile"), _("Saved."), leave=True)
    return page(request, "desk/me/profile.html", {"form": form, "hand": hand_of(request.user)})


def place_in_time(asked: str) -> tuple[datetime, int] | None:
    """The time and the number of the last notice shown, "1763836200.250000-17" in an address; None for anything else."""
    seconds, _dash, number = asked.partition("-")
    if not re.fullmatch(r"[0-9]{1,11}\.[0-9]{6}", seconds) or not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(seconds[:-7]), microseconds=int(seconds[-6:])), int(number)


@staff()
def notices(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first."""
    rows = notices_of(request.user, below=place_in_time(request.GET.get("below", "")), most=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    more = f"{reverse('notices')}?below={last.at.timestamp():.6f}-{last.pk}" if last is not None else ""
    asked = questions_in(rows[:PAGE], request.user, csrf_token=get_token(request), here=reverse("notices"))
    context = {"rows": notice_rows(rows[:PAGE], request.user, asked), "more": more}
    return page(request, "desk/me/notices.html", context, part="notice-list")


@staff()
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of an open page, counted anew; as a page of its own it is the notices."""
    return HttpResponse(bell_parts(request)) if asked_by_htmx(request) else HttpResponseRedirect(reverse("notices"))


@staff(methods=("POST",))
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    mark_read(request.user)
    return done(request, reverse("notices"), leave=True)

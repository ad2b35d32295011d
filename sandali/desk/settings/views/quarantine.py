"""What arrived and could not be read: why, the raw bytes, and trying again."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.channels.access import access_quarantined, quarantined_for
from sandali.channels.actions import retry_arrival
from sandali.channels.models import Arrival
from sandali.channels.raws import open_raw
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.components.pieces import number as figure
from sandali.kit.downloads import download_headers
from sandali.kit.htmx import done

PAGE = 30
MOST_AT_ONCE = 500


@staff("see_quarantine")
def quarantine(request: HttpRequest) -> HttpResponse:
    """The newest first, thirty a page; `?before=` is the number of the last one shown."""
    waiting = quarantined_for(request.user).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        waiting = waiting.filter(pk__lt=int(before[:18]))
    rows = list(waiting[: PAGE + 1])
    more = f"{reverse('settings_quarantine')}?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return settings_page(request, "quarantine.html", {"rows": rows[:PAGE], "more": more}, part="quarantine-rows")


@staff("see_quarantine")
def raw(request: HttpRequest, number: int) -> FileResponse:
    """The raw bytes, to save and never to show."""
    arrival = access_quarantined(request.user, number)
    try:
        answer = FileResponse(open_raw(arrival))
    except FileNotFoundError as missing:
        raise Arrival.DoesNotExist from missing
    for header, value in download_headers(f"arrival-{arrival.pk}.eml", "application/octet-stream").items():
        answer[header] = value
    return answer


@staff("see_quarantine", methods=("POST",))
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Read one again; it is read in the background."""
    retry_arrival(access_quarantined(request.user, number))
    return done(request, reverse("settings_quarantine"), _("It will be read again in a moment."), leave=True)


@staff("see_quarantine", methods=("POST",))
def retry_all(request: HttpRequest) -> HttpResponse:
    """Read all of them again, up to five hundred at once."""
    arrivals = list(quarantined_for(request.user).order_by("id")[:MOST_AT_ONCE])
    for arrival in arrivals:
        retry_arrival(arrival)
    words = ngettext("%(count)s will be read again.", "%(count)s will be read again.", len(arrivals))
    return done(request, reverse("settings_quarantine"), words % {"count": figure(len(arrivals))}, leave=True)

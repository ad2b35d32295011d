"""Language, calendar, zone and theme of whoever is asking; before the set-up every page leads to it."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from sandali.channels.hooks import HOOKS
from sandali.company.actions import note_seen
from sandali.company.queries import current_company, display_for
from sandali.desk.account.sessions import still_good
from sandali.kit.dates import activate_display
from sandali.kit.middleware import check_host

OPEN_BEFORE_SET_UP = ("/setup/", "/static/", "/-/", "/manifest.webmanifest", "/sw.js", "/offline/")
# What is no page: files, the operator's questions, what providers tell us.
NOBODY_READS = ("/static/", "/-/", f"/{HOOKS}/")
Handler = Callable[[HttpRequest], HttpResponse]


def public_host(get_response: Handler) -> Handler:
    """Refuse hosts that are not ours for every address: Django looks at the host only when something asks for it."""

    def handle(request: HttpRequest) -> HttpResponse:
        check_host(request)
        return get_response(request)

    return handle


def person_settings(get_response: Handler) -> Handler:
    """Set request.company and the display for the whole request."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(NOBODY_READS):
            return get_response(request)
        company = current_company()
        if company is None and not request.path.startswith(OPEN_BEFORE_SET_UP):
            return HttpResponseRedirect("/setup/")
        now = timezone.now()
        if request.user.is_authenticated and not still_good(request, now):
            logout(request)
        person = request.user if request.user.is_authenticated else None
        display = display_for(person, company)
        chosen = request.COOKIES.get("lang") if person is None else None
        language = chosen if chosen in ("fa", "en") else display.language
        calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
        request.company = company  # type: ignore[attr-defined]
        translation.activate(language)
        request.LANGUAGE_CODE = language
        activate_display(language=language, calendar=calendar, zone=display.zone, toman=company is None or company.show_toman)
        if person is not None:
            note_seen(person, now)
        response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle

"""Language, calendar, zone and theme of whoever is asking; before the set-up every page leads to it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.utils import timezone, translation

from sandali.channels.hooks import HOOKS
from sandali.company.actions import note_seen
from sandali.company.queries import current_company, display_for
from sandali.desk.account.sessions import still_good
from sandali.kit.dates import activate_display

OPEN_BEFORE_SET_UP = ("/setup/", "/static/", "/-/", "/manifest.webmanifest", "/sw.js", "/offline/")
# What is no page: files, the operator's questions, what providers tell us.
NOBODY_READS = ("/static/", "/-/", f"/{HOOKS}/")
Handler = Callable[[HttpRequest], HttpResponse]


def public_host(get_response: Handler) -> Handler:
    """Refuse hosts that are not ours for every address, and on https our own name with another port (RELIABILITY I6).

    Django looks at the host only when something asks for it, and never at the port."""
    public = urlsplit(settings.PUBLIC_URL)
    wanted = {"", str(public.port or 443)}

    def handle(request: HttpRequest) -> HttpResponse:
        domain, port = split_domain_port(request.get_host())
        if settings.SECURE and domain == public.hostname and port not in wanted:
            raise DisallowedHost(f"the port {port} is not that of the public address")
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

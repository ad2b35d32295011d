"""Language, calendar, zone and theme of whoever is asking; before the set-up every page leads to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from sandali.company.actions import note_seen
from sandali.company.queries import current_company, display_for
from sandali.kit.dates import activate_display

OPEN_BEFORE_SET_UP = ("/setup/", "/static/", "/-/")
Handler = Callable[[HttpRequest], HttpResponse]


def person_settings(get_response: Handler) -> Handler:
    """Set request.company and the display for the whole request."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/-/")):
            return get_response(request)
        company = current_company()
        if company is None and not request.path.startswith(OPEN_BEFORE_SET_UP):
            return HttpResponseRedirect("/setup/")
        person = request.user if request.user.is_authenticated else None
        display = display_for(person, company)
        chosen = request.COOKIES.get("lang") if person is None else None
        language = chosen if chosen in ("fa", "en") else display.language
        calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
        request.company = company  # type: ignore[attr-defined]
        translation.activate(language)
        request.LANGUAGE_CODE = language
        activate_display(language=language, calendar=calendar, zone=display.zone)
        if person is not None:
            note_seen(person, timezone.now())
        response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle

"""The first run, once: language, company, first account. Afterwards this address does not exist (RELIABILITY I14)."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sandali.company.actions import AlreadySetUp, hide_checklist
from sandali.company.models import Language
from sandali.company.queries import current_company
from sandali.desk.entering import staff, visitors
from sandali.desk.setup.forms import SetUpForm
from sandali.kit.dates import activate_display
from sandali.kit.htmx import cleaned, done, page
from sandali.resolution.beginning import begin_company


@visitors(methods=("GET", "POST"))
def setup(request: HttpRequest) -> HttpResponse:
    """One flowing page. The language buttons are part of the form, so that changing the language loses nothing typed."""
    if current_company() is not None:
        raise Http404
    language = use_language(request)
    if "to_language" in request.POST:
        form = SetUpForm(initial={name: value for name, value in request.POST.items() if value and name != "password"})
        return shown(request, form, language)
    form = SetUpForm(request.POST or None)
    values = cleaned(form, request)
    if values is None:
        return shown(request, form, language)
    company = values.pop("company")
    try:
        person = begin_company(name=company, language=language, **values)
    except AlreadySetUp as too_late:
        raise Http404 from too_late
    login(request, person)
    return done(request, reverse("cases"), _("Welcome. Everything is ready."), leave=True)


def use_language(request: HttpRequest) -> str:
    """Show the page in the language chosen on it, else in the browser's; returns it."""
    asked = request.POST.get("to_language") or request.POST.get("language") or request.GET.get("language", "")
    language = asked if asked in Language.values else translation.get_language_from_request(request)
    language = "en" if language.startswith("en") else "fa"
    translation.activate(language)
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    activate_display(language=language, zone="Asia/Tehran" if language == "fa" else "UTC")
    return language


def shown(request: HttpRequest, form: SetUpForm, language: str) -> HttpResponse:
    """The page."""
    answer = page(request, "desk/setup/setup.html", {"form": form, "language": language, "languages": Language.choices})
    answer.headers["Content-Language"] = language
    answer.headers["Cache-Control"] = "no-store"
    return answer


@staff(methods=("POST",))
def checklist(request: HttpRequest) -> HttpResponse:
    """Put the list of first steps away; with ?show=yes bring it back."""
    hidden = request.GET.get("show") != "yes"
    hide_checklist(request.user, hidden=hidden)
    if not hidden:
        return done(request, reverse("cases"), leave=True)
    return done(request, reverse("cases"), _("The first steps are put away."), undo=reverse("checklist") + "?show=yes", leave=True)

"""How the company works, and the way into the settings."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import change_company
from sandali.company.models import Company
from sandali.company.queries import current_company
from sandali.desk.entering import staff
from sandali.desk.settings.forms.company import CompanyForm
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.desk.settings.side import first_page
from sandali.kit.htmx import done


@staff()
def index(request: HttpRequest) -> HttpResponse:
    """The first settings page that the person may open."""
    return HttpResponseRedirect(first_page(request.user))


@staff("manage_company", methods=("GET", "POST"))
def company(request: HttpRequest) -> HttpResponse:
    """Name, language, calendar, zone, week, money, signature."""
    standing = current_company()
    if standing is None:
        raise Company.DoesNotExist
    form = CompanyForm(standing, request.POST or None)
    status = save(request, form, lambda: change_company(standing, by=request.user, **form.cleaned_data))
    if status == SAVED:
        return done(request, reverse("settings_company"), _("Saved."), leave=True)
    return settings_page(request, "company.html", {"form": form}, status=status)

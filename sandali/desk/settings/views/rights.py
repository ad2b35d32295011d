"""The table of rights, and what people may do in a single department."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.access import access_department
from sandali.company.actions import CellRefused, change_places, change_rights
from sandali.company.permissions import ROLES
from sandali.desk.entering import staff
from sandali.desk.settings.forms.people import DepartmentForm
from sandali.desk.settings.forms.rights import WHY_FIXED, PlacesForm, RightsForm
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.htmx import done


@staff("manage_people", methods=("GET", "POST"))
def rights(request: HttpRequest) -> HttpResponse:
    """The table as the program asks it, with the cells that a company may change."""
    form = RightsForm(request.POST or None)
    status = save(
        request, form, lambda: change_rights(form.cells(), by=request.user, was=form.cleaned_data["was"]), {CellRefused: None}
    )
    if status == SAVED:
        return done(request, reverse("settings_rights"), _("The rights are saved. They apply from now on."), leave=True)
    context = {"form": form, "roles": [role.label for role in ROLES], "rows": form.rows(), "reasons": WHY_FIXED.values()}
    return settings_page(request, "rights.html", context, status=status)


@staff("manage_people", methods=("POST",))
def places(request: HttpRequest, number: int) -> HttpResponse:
    """What each person of a department may do with its cases."""
    department = access_department(request.user, number)
    form = PlacesForm(department, request.POST)
    status = save(request, form, lambda: change_places(department, form.places(), by=request.user, was=form.cleaned_data["was"]))
    if status == SAVED:
        return done(request, reverse("settings_department", args=[number]), _("Saved."), leave=True)
    context = {"department": department, "form": DepartmentForm(department), "places": form}
    return settings_page(request, "department.html", context, status=status)

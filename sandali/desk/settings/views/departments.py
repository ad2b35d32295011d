"""Departments: add, rename, close to others, put away."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.access import access_department
from sandali.company.actions import (
    LastDepartment,
    NameTaken,
    add_department,
    archive_department,
    change_department,
    restore_department,
)
from sandali.company.queries import departments_with_size
from sandali.desk.entering import staff
from sandali.desk.settings.forms.people import DepartmentForm
from sandali.desk.settings.forms.rights import PlacesForm
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.htmx import done


def list_page(request: HttpRequest, form: DepartmentForm, *, refused: str = "", status: int | None = None) -> HttpResponse:
    """Every department, and the form for a new one."""
    context = {"form": form, "departments": departments_with_size(), "refused": refused}
    return settings_page(request, "departments.html", context, status=status)


@staff("manage_people", methods=("GET", "POST"))
def departments(request: HttpRequest) -> HttpResponse:
    """The list; POST adds one."""
    form = DepartmentForm(None, request.POST or None)
    status = save(
        request,
        form,
        lambda: add_department(form.cleaned_data["name"], is_private=form.cleaned_data["is_private"], by=request.user),
        {NameTaken: "name"},
    )
    if status == SAVED:
        return done(request, reverse("settings_departments"), _("The department is added."), leave=True)
    return list_page(request, form, status=status)


@staff("manage_people", methods=("GET", "POST"))
def department(request: HttpRequest, number: int) -> HttpResponse:
    """One department: its name, and whether it is private."""
    standing = access_department(request.user, number)
    form = DepartmentForm(standing, request.POST or None)
    status = save(request, form, lambda: change_department(standing, by=request.user, **form.cleaned_data), {NameTaken: "name"})
    if status == SAVED:
        return done(request, reverse("settings_departments"), _("Saved."), leave=True)
    context = {"department": standing, "form": form, "places": PlacesForm(standing)}
    return settings_page(request, "department.html", context, status=status)


@staff("manage_people", methods=("POST",))
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Put one away; the last cannot be."""
    standing = access_department(request.user, number)
    try:
        archive_department(standing, by=request.user)
    except LastDepartment as last:
        return list_page(request, DepartmentForm(), refused=str(last), status=422)
    undo = reverse("settings_department_restoration", args=[number])
    words = _("The department %(name)s is archived.") % {"name": standing.name}
    return done(request, reverse("settings_departments"), words, undo, leave=True)


@staff("manage_people", methods=("POST",))
def restoration(request: HttpRequest, number: int) -> HttpResponse:
    """Bring one back."""
    restore_department(access_department(request.user, number), by=request.user)
    return done(request, reverse("settings_departments"), _("The department is back."), leave=True)

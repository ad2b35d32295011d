"""Departments: add, rename, close to others, put away."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.access import access_department
from sandali.company.actions import (
    LastDepartment,
    NameTaken,
    Overtaken,
    add_department,
    archive_department,
    change_department,
    restore_department,
)
from sandali.company.queries import department_stamp, departments_with_size
from sandali.desk.entering import staff
from sandali.desk.settings.forms.people import DepartmentForm
from sandali.desk.settings.saving import overtaken, settings_page
from sandali.kit.htmx import cleaned, done


def list_page(request: HttpRequest, form: DepartmentForm, *, refused: str = "", status: int | None = None) -> HttpResponse:
    """Every department, and the form for a new one."""
    context = {"form": form, "departments": departments_with_size(), "refused": refused}
    return settings_page(request, "departments.html", context, status=status)


@staff("manage_people", methods=("GET", "POST"))
def departments(request: HttpRequest) -> HttpResponse:
    """The list; POST adds one."""
    form = DepartmentForm(None, request.POST or None)
    values = cleaned(form, request)
    if values is None:
        return list_page(request, form)
    try:
        add_department(values["name"], is_private=values["is_private"], by=request.user)
    except NameTaken as taken:
        form.add_error("name", str(taken))
        return list_page(request, form, status=422)
    return done(request, reverse("settings_departments"), _("The department is added."), leave=True)


@staff("manage_people", methods=("GET", "POST"))
def department(request: HttpRequest, number: int) -> HttpResponse:
    """One department: its name, and whether it is private."""
    standing, status = access_department(request.user, number), None
    form = DepartmentForm(standing, request.POST or None)
    values = cleaned(form, request)
    if values is not None:
        try:
            change_department(standing, by=request.user, **values)
        except NameTaken as taken:
            form.add_error("name", str(taken))
            status = 422
        except Overtaken as other:
            status = overtaken(form, department_stamp(other.current))
        else:
            return done(request, reverse("settings_departments"), _("Saved."), leave=True)
    return settings_page(request, "department.html", {"department": standing, "form": form}, status=status)


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

"""Writing an organisation down, and editing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.customers.access import access_organisation
from sandali.customers.actions import NameTaken, edit_organisation
from sandali.customers.fields.queries import values_of
from sandali.customers.models import Subject
from sandali.customers.organising import CannotDo, add_organisation
from sandali.desk.customers.forms import belongs_to
from sandali.desk.entering import staff
from sandali.desk.organisations.forms import PLAIN, EditForm, OrganisationForm
from sandali.kit.htmx import cleaned, done, page


@staff("edit_customers", methods=("GET", "POST"))
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Write one down. A name that another one has leads there."""
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial={"name": request.GET.get("name", "")[:160]})
    form.add_own(Subject.ORGANISATION)
    if cleaned(form, request) is not None:
        try:
            made = add_organisation(by=request.user, values=form.own_values(), **{name: form.cleaned_data[name] for name in PLAIN})
            return done(request, reverse("organisation", args=[made.pk]), _("The organisation was written down."), leave=True)
        except NameTaken as taken:
            refused(request, form, taken)
        except CannotDo as why:
            form.add_error("name", str(why))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return page(request, "desk/organisations/new.html", {"form": form})


@staff("edit_customers", methods=("GET", "POST"))
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Rename it, write its site and its note. Who was overtaken reads so, and what they typed stays."""
    shown = access_organisation(request.user, number, to="edit")
    first = {name: getattr(shown, name) for name in (*PLAIN, "version")}
    form = EditForm(request.POST if request.method == "POST" else None, initial=first)
    form.add_own(Subject.ORGANISATION, values_of(shown))
    if cleaned(form, request) is not None:
        plain = {name: form.cleaned_data[name] for name in PLAIN}
        try:
            edit_organisation(shown, by=request.user, values=form.own_values(changed=True), version=form.cleaned_data["version"], **plain)
            return done(request, reverse("organisation", args=[shown.pk]), _("Saved."), leave=True)
        except NameTaken as taken:
            refused(request, form, taken)
        except Overtaken as overtaken:
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody changed this organisation while you wrote. Please look at its page; saving again keeps what stands here."))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return page(request, "desk/organisations/edit.html", {"organisation": shown, "form": form})


def refused(request: HttpRequest, form: Any, taken: NameTaken) -> None:
    """Say which one is called so, with the way there."""
    other = taken.organisation
    form.add_error("name", belongs_to(_("There is already an organisation called {name}."), other.name, reverse("organisation", args=[other.pk])))
    request.form_is_wrong = True  # type: ignore[attr-defined]

"""Settings: the plans for public complaints, one for each kind that the company knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.entering import staff
from sandali.desk.public.forms import PlanForm, standing_plan
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done
from sandali.resolution.models import PublicPlan
from sandali.resolution.public import plans as actions
from sandali.resolution.public.access import access_plan
from sandali.resolution.public.queries import all_plans


@staff("manage_plans")
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan."""
    return settings_page(request, "public_plans.html", {"plans": all_plans()})


def to_list(request: HttpRequest, said: str, undo: str | None = None) -> HttpResponse:
    """Back to the list, which says what was done."""
    return done(request, reverse("settings_public_plans"), said, undo, leave=True)


def form_page(request: HttpRequest, form: PlanForm, plan: PublicPlan | None, keep: Callable[[], Any]) -> HttpResponse:
    """The form of a plan; posted and right, it is kept."""
    status = None
    if cleaned(form, request) is not None:
        try:
            keep()
            return to_list(request, _("Saved."))
        except Overtaken as overtaken:
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
            status = 409
    return settings_page(request, "public_plan.html", {"form": form, "plan": plan}, status=status)


@staff("manage_plans", methods=("GET", "POST"))
def new_plan(request: HttpRequest) -> HttpResponse:
    """Write a plan."""
    form = PlanForm(request.POST or None, initial=standing_plan(None))
    return form_page(request, form, None, lambda: actions.write_plan(by=request.user, **form.values()))


@staff("manage_plans", methods=("GET", "POST"))
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """One plan."""
    found = access_plan(request.user, number)
    form = PlanForm(request.POST or None, initial=standing_plan(found))
    return form_page(request, form, found, lambda: actions.change_plan(found, by=request.user, version=form.cleaned_data["version"], **form.values()))


@staff("manage_plans", methods=("POST",))
def plan_archive(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it no longer."""
    actions.archive_plan(access_plan(request.user, number), by=request.user)
    return to_list(request, _("It was archived."), reverse("settings_public_plan_return", args=[number]))


@staff("manage_plans", methods=("POST",))
def plan_return(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it again."""
    actions.return_plan(access_plan(request.user, number), by=request.user)
    return to_list(request, _("It is back."))

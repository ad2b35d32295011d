"""The estimate of a case or a customer with its formula, the followers of a customer, and what the company assumes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.customers.access import access_customer
from sandali.customers.models import Customer
from sandali.desk.cases.head import number_of
from sandali.desk.entering import staff
from sandali.desk.reach.forms import AssumptionsForm, AudienceForm, standing_assumptions, standing_of
from sandali.desk.settings.saving import settings_page
from sandali.kit.htmx import cleaned, done, page
from sandali.resolution.models import Audience, PriorityRise
from sandali.resolution.reach.actions import change_assumptions, note_audience
from sandali.resolution.reach.queries import assumptions, at_stake, customer_estimate, voiced


@staff("see_cases")
def case_reach(request: HttpRequest, number: int) -> HttpResponse:
    """How many may hear of a case, by which formula, and what is at stake."""
    case = access_case(request.user, number)
    assumed = assumptions()
    context = {
        "case": case,
        "number": number_of(case),
        "estimate": voiced(case).estimate(assumed),
        "rise": PriorityRise.objects.filter(case=case).first(),
        "threshold": assumed.threshold,
        **about(request, case.customer),
    }
    return page(request, "desk/reach/case.html", context)


def about(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What both pages show of the customer."""
    return {
        "customer": customer,
        "stake": at_stake(customer, request.user),
        "audience": Audience.objects.select_related("by").filter(customer=customer).first(),
        "may_assume": may(request.user, "manage_plans"),
    }


@staff("see_customers")
def customer_reach(request: HttpRequest, number: int) -> HttpResponse:
    """How many would hear of it if this customer were unhappy, and how many follow them."""
    return show_customer(request, access_customer(request.user, number))


@staff("edit_customers", methods=("POST",))
def followers(request: HttpRequest, number: int) -> HttpResponse:
    """Write down how many follow a customer."""
    customer = access_customer(request.user, number, to="edit")
    form = AudienceForm(request.POST)
    values, status = cleaned(form, request), None
    if values is not None:
        try:
            note_audience(customer, values["followers"], by=request.user, where=values["where"], version=values["version"])
            return done(request, reverse("customer_reach", args=[number]), _("Saved."), leave=True)
        except Overtaken as overtaken:
            status = lost(form, overtaken)
    return show_customer(request, customer, form=form, status=status)


def show_customer(request: HttpRequest, customer: Customer, *, form: AudienceForm | None = None, status: int | None = None) -> HttpResponse:
    """The page of a customer's reach; `form` comes back with what was typed."""
    context = about(request, customer)
    context |= {
        "form": form or AudienceForm(initial=standing_of(context["audience"])),
        "estimate": customer_estimate(customer.pk),
        "may_edit": may(request.user, "edit_customers"),
    }
    return page(request, "desk/reach/customer.html", context, status=status)


def lost(form: Any, overtaken: Overtaken) -> int:
    """Keep what was typed, say that somebody was faster, and let a second save go through."""
    form.data = form.data.copy()
    form.data["version"] = str(overtaken.current.version)
    form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return 409


@staff("manage_plans", methods=("GET", "POST"))
def reach_assumptions(request: HttpRequest) -> HttpResponse:
    """What is assumed, and from how many people on a complaint's priority rises."""
    form = AssumptionsForm(request.POST or None, initial=standing_assumptions())
    values, status = cleaned(form, request), None
    if values is not None:
        try:
            change_assumptions(by=request.user, version=values["version"], **form.values())
            return done(request, reverse("settings_reach"), _("Saved."), leave=True)
        except Overtaken as overtaken:
            status = lost(form, overtaken)
    return settings_page(request, "reach.html", {"form": form}, status=status)

"""A case that somebody brought by word of mouth: at the counter, on the phone."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.actions import CannotAnswer, open_case, record_contact
from sandali.cases.models import Case
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.channels.queries import open_channels
from sandali.customers.access import access_customer, customers_for
from sandali.customers.actions import NotAnAddress, Taken, add_customer
from sandali.customers.models import Customer
from sandali.customers.search import find_customers
from sandali.desk.cases.forms import NewCaseForm
from sandali.desk.comfort.once import case_once, form_key
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page

MOST_FOUND = 8
NEW = "desk/cases/new.html"


@staff("answer_cases", methods=("GET", "POST"))
def case_new(request: HttpRequest) -> HttpResponse:
    """Choose or write down the customer, say what it is about; the case opens."""
    asked = request.GET.get("customer", "")
    first = {"customer": int(asked)} if asked.isdigit() and len(asked) < 18 else {"phone": request.GET.get("phone", "")[:60]}
    form = NewCaseForm(request.POST or None, initial=first)
    values = cleaned(form, request)
    if values is not None:
        try:
            number = case_once(request, lambda: write_down(request, values))
        except (CannotAnswer, NotAnAddress) as problem:
            form.add_error(None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        except Taken as taken:
            form.add_error(None, _("This address belongs to %(name)s. They are chosen now; please save again.") % {"name": taken.customer})
            form.data = form.data.copy()
            form.data["customer"] = str(taken.customer.pk)
            request.form_is_wrong = True  # type: ignore[attr-defined]
        else:
            return done(request, reverse("case", args=[number]), _("The case is open."), leave=True)
    context = context_of(request, form)
    if asked_by_htmx(request) and request.method == "POST":
        return fragments(request, NEW, "customer-choice", "new-case", context=context, swap="outerMorph")
    return page(request, NEW, context, part=["customer-choice"])


def context_of(request: HttpRequest, form: NewCaseForm) -> dict[str, Any]:
    """The form, the customer chosen so far, and those found by what was typed."""
    chosen = str(form["customer"].value() or "")
    query = request.GET.get("q", "").strip()
    found = customers_for(request.user).prefetch_related("identities").filter(pk__in=find_customers(query, most=MOST_FOUND)) if query else []
    return {
        "form": form,
        "key": form_key(request) or uuid.uuid4().hex,
        "query": query,
        "found": list(found),
        "chosen": customers_for(request.user).filter(pk=int(chosen)).first() if chosen.isdigit() and len(chosen) < 18 else None,
    }


@transaction.atomic
def write_down(request: HttpRequest, values: dict[str, Any]) -> Case:
    """Customer, case and what was said, all or nothing. Raises CannotAnswer, NotAnAddress, Taken."""
    customer = customer_of(request, values)
    channel = counter()
    case = open_case(customer, by=request.user, subject=values["subject"], channel=channel, kind=values["kind"])
    record_contact(case, values["text"], by=request.user, direction=values["direction"], channel=channel, at=values["at"])
    return case


def customer_of(request: HttpRequest, values: dict[str, Any]) -> Customer:
    """The customer chosen, else a new one."""
    if values["customer"]:
        return access_customer(request.user, values["customer"])
    identities = [(kind, values[kind].strip()) for kind in ("phone", "email") if values[kind].strip()]
    return add_customer(by=request.user, name=values["name"], identities=identities)


def counter() -> Channel | None:
    """The door for what is written down by hand."""
    return next((channel for channel in open_channels() if channel.kind in KINDS and KINDS[channel.kind].can.by_hand), None)

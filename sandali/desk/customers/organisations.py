"""One organisation: its customers, their cases, its note."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.queries import case_page
from sandali.company.permissions import may
from sandali.customers.access import access_organisation, customers_for
from sandali.customers.actions import NameTaken, edit_organisation
from sandali.customers.queries import newest_first
from sandali.desk.customers.forms import OrganisationForm, belongs_to
from sandali.desk.customers.paging import cursor, read_cursor
from sandali.desk.customers.rows import case_rows, customer_rows
from sandali.desk.entering import staff
from sandali.kit.htmx import cleaned, done, page

CUSTOMERS: Final = 20
CASES: Final = 8


@staff("see_customers")
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Its customers by their last contact, and their latest cases."""
    shown = access_organisation(request.user, number)
    url = reverse("organisation", args=[number])
    people = newest_first(
        customers_for(request.user).filter(organisation=shown), after=read_cursor(request.GET.get("after", "")), most=CUSTOMERS + 1
    )
    members = customers_for(request.user).filter(organisation=shown).values("pk")
    cases = case_page(
        cases_for(request.user).filter(customer__in=members), sort="latest", after=read_cursor(request.GET.get("cases", "")), most=CASES + 1
    )
    last_person = people[CUSTOMERS - 1] if len(people) > CUSTOMERS else None
    last_case = cases[CASES - 1] if len(cases) > CASES else None
    context = {
        "organisation": shown,
        "rows": customer_rows(people[:CUSTOMERS]),
        "more": f"{url}?after={cursor(last_person.last_contact_at, last_person.pk)}" if last_person else "",
        "cases": case_rows(cases[:CASES], with_customer=True),
        "more_cases": f"{url}?cases={cursor(last_case.last_message_at, last_case.pk)}" if last_case else "",
        "may_edit": may(request.user, "edit_customers"),
    }
    return page(request, "desk/customers/organisation.html", context, part=("customer-rows", "customer-cases"))


@staff("edit_customers", methods=("GET", "POST"))
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Rename it, write its site and its note."""
    shown = access_organisation(request.user, number, to="edit")
    first = {"name": shown.name, "website": shown.website, "note": shown.note}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=first)
    values = cleaned(form, request)
    if values is not None:
        try:
            edit_organisation(shown, by=request.user, **values)
            return done(request, reverse("organisation", args=[number]), _("Saved."), leave=True)
        except NameTaken as taken:
            other = taken.organisation
            form.add_error("name", belongs_to(_("There is already an organisation called"), other.name, reverse("organisation", args=[other.pk])))
            request.form_is_wrong = True
    return page(request, "desk/customers/organisation_edit.html", {"organisation": shown, "form": form})

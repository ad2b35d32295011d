"""One organisation: its customers, their cases, its note."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.customers.access import access_organisation, customers_for
from sandali.customers.actions import NameTaken, edit_organisation
from sandali.customers.fields.queries import values_of
from sandali.customers.models import Organisation, Subject
from sandali.customers.queries import newest_first
from sandali.desk.customers.forms import OrganisationForm, belongs_to
from sandali.desk.customers.own_fields import facts_of
from sandali.desk.customers.paging import cursor, read_cursor
from sandali.desk.customers.pieces import case_lines, records
from sandali.desk.customers.rows import case_row, customer_rows, latest_cases
from sandali.desk.entering import staff
from sandali.kit.htmx import cleaned, done, page

CUSTOMERS: Final = 20
CASES: Final = 8
MEMBERS: Final = 1000  # of a very large organisation, those in touch last
LOOKED_THROUGH: Final = 60


@staff("see_customers")
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Its customers by their last contact, and their latest cases."""
    shown = access_organisation(request.user, number)
    url = reverse("organisation", args=[number])
    people = newest_first(
        customers_for(request.user).filter(organisation=shown), after=read_cursor(request.GET.get("after", "")), most=CUSTOMERS + 1
    )
    cases, more_cases = cases_of(request.user, shown, read_cursor(request.GET.get("cases", "")))
    last_person = people[CUSTOMERS - 1] if len(people) > CUSTOMERS else None
    context = {
        "organisation": shown,
        "facts": facts_of(shown),
        "records": records(customer_rows(people[:CUSTOMERS])),
        "more": f"{url}?after={cursor(last_person.last_contact_at, last_person.pk)}" if last_person else "",
        "cases": case_lines(case_row(case, with_customer=True) for case in cases),
        "more_cases": f"{url}?cases={more_cases}" if more_cases else "",
        "may_edit": may(request.user, "edit_customers"),
    }
    return page(request, "desk/customers/organisation.html", context, part=("customer-rows", "customer-cases"))


def cases_of(person: Any, organisation: Organisation, after: tuple[datetime, int] | None) -> tuple[list[Case], str]:
    """A page of the latest cases of an organisation's customers that the person may see, and the cursor of the next.

    In steps, each by id: asked at once, SQLite would collect every case of the person's departments first."""
    members = list(customers_for(person).filter(organisation=organisation).order_by("-last_contact_at", "-pk").values_list("pk", flat=True)[:MEMBERS])
    latest = latest_cases(Case.objects.filter(customer__in=members, aside=""), after=after, most=LOOKED_THROUGH)
    seen = set(cases_for(person).filter(pk__in=[case.pk for case in latest]).values_list("pk", flat=True))
    shown = [case for case in latest if case.pk in seen]
    last = shown[CASES - 1] if len(shown) > CASES else latest[-1] if len(latest) == LOOKED_THROUGH else None
    prefetch_related_objects(shown[:CASES], "customer")
    return shown[:CASES], cursor(last.last_message_at, last.pk) if last else ""


@staff("edit_customers", methods=("GET", "POST"))
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Rename it, write its site and its note."""
    shown = access_organisation(request.user, number, to="edit")
    first = {"name": shown.name, "website": shown.website, "note": shown.note}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=first)
    form.add_own(Subject.ORGANISATION, values_of(shown))
    if cleaned(form, request) is not None:
        try:
            edit_organisation(shown, by=request.user, values=form.own_values(changed=True), **form.plain_values())
            return done(request, reverse("organisation", args=[number]), _("Saved."), leave=True)
        except NameTaken as taken:
            other = taken.organisation
            form.add_error("name", belongs_to(_("There is already an organisation called {name}."), other.name, reverse("organisation", args=[other.pk])))
            request.form_is_wrong = True
    return page(request, "desk/customers/organisation_edit.html", {"organisation": shown, "form": form})

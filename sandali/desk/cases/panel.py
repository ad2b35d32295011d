"""Acts on the customer beside a case: tags and notes. Everything else is done on the customer's own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.models import Case
from sandali.customers.access import access_customer
from sandali.customers.actions import tag_customer, untag_customer, write_customer_note
from sandali.customers.models import Customer
from sandali.desk.cases.views import CASE, case_context, filter_of
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, done, fragments


def customer_of(request: HttpRequest, number: int) -> tuple[Case, Customer]:
    """The case, and its customer for editing."""
    case = access_case(request.user, number)
    return case, access_customer(request.user, case.customer_id, to="edit")


def shown(request: HttpRequest, case: Case) -> HttpResponse:
    """The panel as it stands now."""
    wanted = filter_of(request)
    if not asked_by_htmx(request):
        return done(request, wanted.case_url(case.pk))
    return fragments(request, CASE, "panel", context=case_context(request, case, wanted), swap="outerMorph")


@staff("edit_customers", methods=("POST",))
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """Add the tag `tag` to the customer."""
    case, customer = customer_of(request, number)
    tag_customer(customer, request.POST.get("tag", ""), by=request.user)
    return shown(request, case)


@staff("edit_customers", methods=("POST",))
def tag_removal(request: HttpRequest, number: int, tag: int) -> HttpResponse:
    """Take a tag away from the customer."""
    case, customer = customer_of(request, number)
    untag_customer(customer, customer.tags.get(pk=tag), by=request.user)
    return shown(request, case)


@staff("edit_customers", methods=("POST",))
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what colleagues should know of the customer."""
    case, customer = customer_of(request, number)
    text = request.POST.get("text", "").strip()
    if text:
        write_customer_note(customer, text[:5000], by=request.user)
        messages.success(request, _("The note is written."))
    else:
        messages.warning(request, _("The note is empty."))
    return shown(request, case)

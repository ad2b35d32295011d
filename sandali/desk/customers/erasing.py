"""Everything kept of one person: handing it out to them, and erasing it for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import cases_for
from sandali.cases.models import DONE
from sandali.customers.access import access_customer
from sandali.customers.erasing import access_erasing, begin_erasing, what_is_kept
from sandali.customers.exporting import access_export, ask_export
from sandali.desk.entering import staff
from sandali.kit.downloads import download_headers
from sandali.kit.htmx import cleaned, done, page


class ErasureForm(forms.Form):
    """The one box without which nothing is erased."""

    is_sure = forms.BooleanField(label=gettext_lazy("This person asked for it, or has a right to it, and I know that it cannot be undone."))


@staff("erase_customers", methods=("GET", "POST"))
def erasure(request: HttpRequest, number: int) -> HttpResponse:
    """What will be lost and what stays; posted, it is gone."""
    person: Any = request.user
    customer = access_erasing(person, number)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if cleaned(form, request) is not None:
        begin_erasing(customer, by=person)
        said = _("The person is erased. What was said goes within minutes; backups keep it until they are replaced.")
        return done(request, reverse("customer", args=[number]), said, leave=True)
    open_cases = cases_for(person).filter(customer=customer, aside="").exclude(state__in=DONE).count()
    context = {"customer": customer, "form": form, "kept": what_is_kept(customer), "open_cases": open_cases}
    return page(request, "desk/customers/erasure.html", context)


@staff("export_customers", methods=("POST",))
def export(request: HttpRequest, number: int) -> HttpResponse:
    """Have everything kept of them written to a file."""
    ask_export(access_customer(request.user, number), by=request.user)
    said = _("The file is being written. A notice tells you when it is ready.")
    return done(request, reverse("customer", args=[number]), said, leave=True)


@staff("export_customers")
def exported(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file, for whoever asked for it, for seven days."""
    event, path = access_export(request.user, number)
    answer = FileResponse(path.open("rb"))
    for header, value in download_headers(f"customer-{event.data['customer']}.zip", "application/zip").items():
        answer[header] = value
    answer["Cache-Control"] = "private, no-store"
    return answer

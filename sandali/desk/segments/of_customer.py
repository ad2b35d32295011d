"""In which segments a customer is: asked when their page stands already, and alive each time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sandali.customers.access import access_customer
from sandali.customers.segments.queries import segments_with
from sandali.desk.entering import staff
from sandali.kit.htmx import page


@staff("see_customers")
def customer_segments(request: HttpRequest, number: int) -> HttpResponse:
    """The segments of the person in which the customer is; without a script it is a page of its own."""
    customer = access_customer(request.user, number)
    return page(request, "desk/segments/of_customer.html", {"customer": customer, "found": segments_with(request.user, customer.pk)}, part="customer-segments")

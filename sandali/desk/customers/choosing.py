"""Choosing a customer inside another form, by name, phone or address: the part desk/customers/choice.html. Works by plain buttons."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from sandali.customers.access import customers_for
from sandali.customers.models import Customer
from sandali.customers.search import find_customers

MOST_FOUND: Final = 6
NOBODY: Final = "0"  # what the button sends that takes the choice back
BUTTONS: Final = ("find", "chosen")
ENTER: Final = "enter"  # the form's first button, which nobody sees: what the Enter key presses


def is_choosing(request: HttpRequest) -> bool:
    """Whether the form was sent to find or choose a customer, and not to be saved. By the Enter key it is where a name is typed."""
    if request.method != "POST":
        return False
    return any(name in request.POST for name in BUTTONS) or (ENTER in request.POST and bool(request.POST.get("q", "").strip()))


def choice_of(request: HttpRequest, written: Any, standing: Customer | None = None) -> dict[str, Any]:
    """Context of the part: the customer chosen so far, and those found by what was typed as `q`.

    `written`: the number that stands in the form; `standing`: who it is where nobody is chosen."""
    asked = request.POST if request.method == "POST" else request.GET
    query = asked.get("q", "").strip()[:200]
    # The one that was just chosen goes before the one that stood in the form.
    picked = str(asked.get("chosen") or asked.get("customer") or written or "")
    customers = customers_for(request.user).prefetch_related("identities")
    return {
        "query": query,
        "customer": (customers.filter(pk=int(picked)).first() if picked.isdigit() and len(picked) < 18 else None) or standing,
        "found": list(customers.filter(pk__in=find_customers(query, most=MOST_FOUND))) if query and "chosen" not in asked else [],
        "nobody": NOBODY,
    }

"""What stands of sales on a customer's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from sandali.company.permissions import may
from sandali.customers.models import Customer
from sandali.desk.sales.rows import order_line
from sandali.kit.markup_text import format_html_join
from sandali.sales.queries import orders_of


@dataclass(frozen=True, slots=True)
class Sold:
    """Their newest orders as lines, and where another is begun ("" for who may not)."""

    orders: SafeString
    order_url: str


def sold_to(person: Any, customer: Customer) -> Sold | None:
    """What they bought, as far as the person sees it; None for who sees no sales."""
    if not may(person, "see_sales"):
        return None
    orders = format_html_join("", "{}", ((order_line(one, of_one=True),) for one in orders_of(person, customer.pk)))
    sells = may(person, "sell")
    return Sold(orders, f"{reverse('order_new')}?customer={customer.pk}" if sells else "")

"""What stands of sales on a customer's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from sandali.company.permissions import may
from sandali.customers.models import Customer
from sandali.desk.sales.deal_rows import deal_line
from sandali.desk.sales.rows import order_line
from sandali.kit.markup_text import format_html_join
from sandali.sales.board import deals_of
from sandali.sales.queries import orders_of


@dataclass(frozen=True, slots=True)
class Sold:
    """Their newest orders and deals as lines, and where another is begun ("" for who may not)."""

    orders: SafeString
    deals: SafeString
    order_url: str
    deal_url: str

    @property
    def is_something(self) -> bool:
        """Whether there is any: then it stands before their cases."""
        return bool(self.orders or self.deals)


def sold_to(person: Any, customer: Customer) -> Sold | None:
    """What they bought and may buy, as far as the person sees it; None for who sees no sales."""
    if not may(person, "see_sales"):
        return None
    orders = format_html_join("", "{}", ((order_line(one, of_one=True),) for one in orders_of(person, customer.pk)))
    deals = format_html_join("", "{}", ((deal_line(one, of_one=True),) for one in deals_of(person, customer.pk)))
    asked = f"?customer={customer.pk}"
    begins = (f"{reverse('order_new')}{asked}", f"{reverse('deal_new')}{asked}") if may(person, "sell") else ("", "")
    return Sold(orders, deals, *begins)

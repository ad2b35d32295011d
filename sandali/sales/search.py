"""Finding an order or a quote by what stands on its paper: our number, or the number of its invoice, in digits of either alphabet."""

from __future__ import annotations

from typing import Any, Final

from sandali.kit.digits import to_ascii
from sandali.sales.access import orders_for, quotes_for
from sandali.sales.models import Order, Quote
from sandali.sales.queries import order_page

MOST_NUMBER: Final = 2**31 - 1
LONGEST_INVOICE: Final = 40


def number_in(words: str) -> int | None:
    """The number that was typed, perhaps behind "#"; None for anything else."""
    typed = to_ascii(words).strip().removeprefix("#").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 and int(typed) <= MOST_NUMBER else None


def find_orders(person: Any, words: str) -> list[Order]:
    """The orders with this number or this invoice's number that the person sees, each with `paid`. Two indexed looks at most."""
    number, invoice = number_in(words), to_ascii(words).strip()
    found = []
    if number is not None:
        found += order_page(orders_for(person).filter(number=number).order_by("-created_at", "-pk"), most=1)
    if invoice and len(invoice) <= LONGEST_INVOICE:
        # An invoice's number stands as it was typed, so it is asked for in both kinds of digits.
        found += order_page(orders_for(person).filter(invoice__in={words.strip(), invoice}).order_by("-created_at", "-pk"), most=2)
    return list({one.pk: one for one in found}.values())


def find_quotes(person: Any, words: str) -> list[Quote]:
    """The quote with this number, when the person sees it."""
    number = number_in(words)
    return list(quotes_for(person).select_related("deal__customer").filter(number=number)[:1]) if number is not None else []

"""Finding deals, orders and quotes: by our number or the number of an invoice, in digits of either alphabet, then by words, newest first."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from sandali.kit import search
from sandali.kit.digits import to_ascii
from sandali.sales.access import deals_for, orders_for, quotes_for
from sandali.sales.board import deal_page
from sandali.sales.models import Deal, Order, Quote
from sandali.sales.queries import order_page
from sandali.sales.words import DEALS, ORDERS, QUOTES

MOST_NUMBER: Final = 2**31 - 1
LONGEST_INVOICE: Final = 40
MOST_MATCHES: Final = 200  # of the newest: what is older is found by one more word
MOST_FOUND: Final = 10
Row = TypeVar("Row", bound=Model)


def number_in(words: str) -> int | None:
    """The number that was typed, perhaps behind "#"; None for anything else."""
    typed = to_ascii(words).strip().removeprefix("#").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 and int(typed) <= MOST_NUMBER else None


def numbers_saying(index: str, words: str) -> list[int]:
    """Of the newest, those whose words are these, whoever may see them: for narrowing a list that is cut by rights already."""
    return search.find(index, words, most=MOST_MATCHES)


def said_by(index: str, words: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Of `rows` those whose words are these, the newest first. One look into the index."""
    return rows.filter(pk__in=numbers_saying(index, words)).order_by("-pk")


def find_deals(person: Any, words: str, *, most: int = MOST_FOUND) -> list[Deal]:
    """The deals that the person sees with these words in their title or their customer's name."""
    return deal_page(said_by(DEALS, words, deals_for(person)), most=most)


def find_orders(person: Any, words: str, *, most: int = MOST_FOUND) -> list[Order]:
    """The orders with this number or this invoice's number that the person sees, then those that say the words; each with `paid`."""
    number, invoice = number_in(words), to_ascii(words).strip()
    found = []
    if number is not None:
        found += order_page(orders_for(person).filter(number=number).order_by("-created_at", "-pk"), most=1)
    if invoice and len(invoice) <= LONGEST_INVOICE:
        # An invoice's number stands as it was typed, so it is asked for in both kinds of digits; in no order, which would be walked along.
        found += order_page(orders_for(person).filter(invoice__in={words.strip(), invoice}), most=2)
    found += order_page(said_by(ORDERS, words, orders_for(person)), most=most)
    return list({one.pk: one for one in found}.values())[:most]


def find_quotes(person: Any, words: str, *, most: int = MOST_FOUND) -> list[Quote]:
    """The quote with this number, when the person sees it, then those that say the words."""
    number, seen = number_in(words), quotes_for(person).select_related("deal__customer")
    found = list(seen.filter(number=number)[:1]) if number is not None else []
    found += said_by(QUOTES, words, seen)[:most]
    return list({one.pk: one for one in found}.values())[:most]

"""What sales keep of a customer (customers/erasing.py): what was sold and paid is the company's book, and stays without who it was."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sandali.customers.erasing import Kept
from sandali.sales.models import Deal, DealMove, Order, OrderLine, OrderStep, Payment, Quote, QuoteLine
from sandali.sales.words import DEALS, ORDERS, QUOTES

KEPT: Final = (
    Kept(Payment, "order__customer", _("Payments"), stays=("way", "key"), blank=("reference",)),
    Kept(OrderStep, "order__customer", "", stays=("before",), blank=("word",)),
    Kept(OrderLine, "order__customer", "", stays=("name", "unit")),  # what was sold, in the words of our list
    Kept(Order, "customer", _("Orders"), stays=("currency", "invoice"), blank=("note",), index=ORDERS),
    Kept(QuoteLine, "quote__deal__customer", "", stays=("name", "unit")),
    Kept(Quote, "deal__customer", _("Quotes"), stays=("currency",), blank=("terms", "word"), index=QUOTES),
    Kept(DealMove, "deal__customer", ""),
    Kept(Deal, "customer", _("Deals"), stays=("currency",), blank=("title", "next_step", "note", "lost_words"), index=DEALS),
)

"""What follows from other rows, made again: search words, and the keys by which likely duplicates are found. No archive carries it.

Packed figures are made by the clock's own job (cases.jobs.pack_figures), which also runs while the house rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, QuerySet

from sandali.cases import search
from sandali.cases.models import Case, Message
from sandali.customers.models import Customer
from sandali.customers.search import index_all as index_customers
from sandali.history import queue
from sandali.kit import search as index
from sandali.knowledge.models import Entry
from sandali.knowledge.search import index_all as index_entries
from sandali.sales.models import Deal, Order, Quote
from sandali.sales.words import index_deals, index_orders, index_quotes

BATCH: Final = 500


def index_cases(cases: QuerySet[Case]) -> int:
    """The words of these cases."""
    count = 0
    for case in cases.only("pk", "subject"):
        search.index_case(case)
        count += 1
    return count


def index_messages(messages: QuerySet[Message]) -> int:
    """The words of these messages."""
    count = 0
    for message in messages.only("pk", "text").prefetch_related("attachments"):
        index.put(search.MESSAGES, message.pk, search.words_of(message, [file.name for file in message.attachments.all()]))
        count += 1
    return count


STEPS: Final[Iterable[tuple[type[Model], Callable[[Any], int]]]] = (
    (Customer, index_customers), (Entry, index_entries), (Case, index_cases), (Message, index_messages),
    (Deal, index_deals), (Order, index_orders), (Quote, index_quotes),
)  # fmt: skip


def rebuild() -> dict[type[Model], int]:
    """Make it all again, batch by batch; returns how many rows of each were looked at. Begun again, it does the same again."""
    counts: dict[type[Model], int] = {}
    for model, write in STEPS:
        after = counts[model] = 0
        while numbers := list(model._base_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            after = numbers[-1]
            with transaction.atomic():
                counts[model] += write(model._base_manager.filter(pk__in=numbers).order_by("pk"))
            queue.give_way()
    return counts

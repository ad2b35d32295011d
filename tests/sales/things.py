"""Products and orders to try things with."""

from __future__ import annotations

from datetime import date
from typing import Any

from sandali.customers.models import Customer
from sandali.sales.actions.common import Wanted
from sandali.sales.actions.deals import open_deal
from sandali.sales.actions.orders import draft_order, step_order, write_lines
from sandali.sales.actions.pipelines import begin_pipelines
from sandali.sales.actions.products import write_product
from sandali.sales.actions.quotes import draft_quote
from sandali.sales.models import Deal, Order, Product, Quote
from tests.cast import Cast

DAY = date(2026, 11, 21)


def make_product(cast: Cast, name: str = "قوری چینی", code: str = "T-10", price: int = 2_500_000, **fields: Any) -> Product:
    """A teapot at 250,000 tomans, with a tax of ten percent."""
    return write_product(by=cast.admin, name=name, code=code, price=price, **{"unit": "عدد", "tax": 1000, **fields})


def make_order(cast: Cast, *, customer: Customer | None = None, price: int = 1_000_000, count: int = 2, **fields: Any) -> Order:
    """A draft of the support department with one line."""
    line = Wanted("چای", count * 1000, price)
    return draft_order(customer or cast.mina, by=cast.sara, lines=[line], **{"department": cast.support.pk, **fields})


def placed(cast: Cast, **fields: Any) -> Order:
    """The same, placed."""
    at = fields.pop("at", None)
    return step_order(make_order(cast, **fields), "placed", by=cast.sara, version=None, at=at)


def make_deal(cast: Cast, *, stage: int = 0, customer: Customer | None = None, **fields: Any) -> Deal:
    """An open deal of the support department in a stage of the usual pipeline, of ten million tomans."""
    stages = list(begin_pipelines(by=cast.admin).stages.all())
    given = {"by": cast.sara, "amount": 100_000_000, "department": cast.support.pk, **fields}
    return open_deal(customer or cast.mina, "ظرف برای کافه", stage=stages[stage], **given)


def make_quote(cast: Cast, deal: Deal | None = None) -> Quote:
    """A draft with one line of two million rials."""
    return draft_quote(deal or make_deal(cast), by=cast.sara, lines=[Wanted("فنجان", 2000, 1_000_000)])


__all__ = ["DAY", "make_deal", "make_order", "make_product", "make_quote", "placed", "write_lines"]

"""What orders and quotes share: their lines as they are said and shown, and what they come to. All money is integer minor units."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, Strict

from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Ref, Said, Shape, only_text
from sandali.exchange.rest.problems import wrong_field
from sandali.kit.money import BASIS
from sandali.kit.money import MOST as MOST_MONEY
from sandali.kit.money import Sum as Money
from sandali.sales.actions.common import MOST_LINES, Wanted
from sandali.sales.models import Order, Product, Quote
from sandali.sales.queries import sums_in

subject: Final = Subject("sales")
Amount = Annotated[int, Strict(), Field(ge=0, le=MOST_MONEY)]
Share = Annotated[int, Strict(), Field(ge=0, le=BASIS)]  # hundredths of a percent


def in_our_days(day: date) -> date:
    """Only days of people's calendars. Raises ValueError."""
    if not 1926 <= day.year <= timezone.now().year + 10:
        raise ValueError(_("This day is too far away."))
    return day


Day = Annotated[date, BeforeValidator(only_text), AfterValidator(in_our_days)]


class LineSaid(Said):
    """A line: a product, or a name and a price. What is left out is as the product has it; `thousandths` of a unit, 1500 are one and a half."""

    product: Ref | None = None
    name: str = Field("", max_length=160)
    unit: str | None = Field(None, max_length=30)
    thousandths: Annotated[int, Strict(), Field(ge=1, le=10**12)] = 1000
    price: Amount | None = None
    discount: Amount = 0
    tax: Share | None = None


Lines = Annotated[list[LineSaid], Field(max_length=MOST_LINES)]


class LineShape(Shape):
    """A line with what it comes to, as it was when it was written."""

    product: int | None
    name: str
    unit: str
    thousandths: int
    price: int
    discount: int
    tax: int
    net: int
    total: int


class SumShape(Shape):
    """What lines come to together: before tax, the tax, and with it."""

    net: int
    tax: int
    total: int


def wanted(lines: Sequence[LineSaid], currency: str) -> list[Wanted]:
    """The lines, each with what its product says where the program does not. One query. Raises Problem."""
    known = Product.objects.filter(archived_at=None).in_bulk({line.product for line in lines if line.product is not None})
    return [line_of(line, known, f"lines.{place}", currency) for place, line in enumerate(lines)]


def line_of(line: LineSaid, known: dict[int, Product], field: str, currency: str) -> Wanted:
    """One line. Raises Problem for a product that is not sold, and for a line without a name or a price."""
    product = known.get(line.product) if line.product is not None else None
    if line.product is not None and product is None:
        raise wrong_field(f"{field}.product", _("There is no such product."))
    priced = product if product is not None and product.currency == currency else None
    name = line.name.strip() or (product.name if product is not None else "")
    price = line.price if line.price is not None else priced.price if priced is not None else None
    if not name:
        raise wrong_field(f"{field}.name", _("Please write what it is."))
    if price is None:
        raise wrong_field(f"{field}.price", _("This is needed."))
    unit = line.unit if line.unit is not None else product.unit if product is not None else ""
    tax = line.tax if line.tax is not None else product.tax if product is not None else 0
    return Wanted(name, line.thousandths, price, product, unit, line.discount, tax)


def lines_shown(paper: Order | Quote) -> dict[str, Any]:
    """The lines of a paper and what they come to."""
    lines, whole = sums_in(paper)
    same = ("name", "unit", "thousandths", "price", "discount", "tax")
    rows = [{**{name: getattr(line, name) for name in same}, "product": line.product_id, "net": money.net, "total": money.total} for line, money in lines]
    return {"lines": rows, "sum": sum_shown(whole)}


def sum_shown(money: Money) -> dict[str, int]:
    """A sum."""
    return {"net": money.net, "tax": money.tax, "total": money.total}

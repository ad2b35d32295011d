"""Orders, their lines, their payments and deals as rows of tables for other programs: sums are numbers in the currency beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.permissions import NotAllowed, may
from sandali.history.events import record
from sandali.history.kinds import EventKind
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import minor_digits
from sandali.kit.files import NoRoom, room_left
from sandali.kit.money import sums_of
from sandali.kit.sheets import write_csv, write_xlsx
from sandali.kit.text import isolate
from sandali.sales import events
from sandali.sales.board import deals_in
from sandali.sales.models import Deal, Order, OrderLine, Payment, Pipeline
from sandali.sales.queries import orders_in, owed_on, paid_for

FORMATS: Final = ("csv", "xlsx")
MOST_AT_ONCE: Final = 20_000  # rows: more take longer than people wait for a page, and a job writes them
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Days:
    """From which to which day by the reader's clock, both included; None has no end on that side."""

    first: date | None = None
    last: date | None = None

    def moments(self, field: str) -> dict[str, datetime]:
        """The condition on a field of moments."""
        zone = current_display().zone
        found = {}
        if self.first is not None:
            found[f"{field}__gte"] = datetime.combine(self.first, time(), tzinfo=zone)
        if self.last is not None:
            found[f"{field}__lt"] = datetime.combine(self.last + timedelta(days=1), time(), tzinfo=zone)
        return found

    def days(self, field: str) -> dict[str, date]:
        """The condition on a field of days."""
        ends = {f"{field}__gte": self.first, f"{field}__lte": self.last}
        return {name: day for name, day in ends.items() if day is not None}


# --- What is taken ---------------------------------------------------------------------------------------------------
def orders_asked(person: Any, box: str, days: Days) -> QuerySet[Order]:
    """The orders of a box that the person sees and that were begun in these days."""
    return orders_in(person, box).filter(**days.moments("created_at"))


def lines_asked(person: Any, box: str, days: Days) -> QuerySet[OrderLine]:
    """The lines of these orders."""
    return OrderLine.objects.filter(order__in=orders_asked(person, box, days).order_by())


def payments_asked(person: Any, box: str, days: Days) -> QuerySet[Payment]:
    """The payments of these days for the orders of a box, whenever those were begun; also those that were struck out."""
    return Payment.objects.filter(order__in=orders_in(person, box).order_by(), **days.days("day"))


def deals_asked(
    person: Any, state: str, days: Days, pipeline: Pipeline | None = None, stage: int | None = None, narrows: Mapping[str, Any] | None = None
) -> QuerySet[Deal]:
    """The deals in a state that the person sees, which they reached in these days; `narrows` as in `deals_in`."""
    return deals_in(person, state, pipeline, stage, **(narrows or {})).filter(**days.moments("state_at"))


# --- How a row is said -----------------------------------------------------------------------------------------------
def day_cell(value: date | datetime | None) -> date | str | None:
    """A day in the reader's calendar: a real date, or «۱۴۰۵/۰۸/۳۰», which sorts as it stands."""
    if value is None:
        return None
    display = current_display()
    if display.calendar == "jalali":
        return show_date(value, "numeric")
    return value.astimezone(display.zone).date() if isinstance(value, datetime) else value


def sum_cell(minor: int, currency: str) -> float | int:
    """Minor units as a number of the currency, for reckoning."""
    places = minor_digits(currency)
    return round(minor / 10**places, places) if places else minor


def named(row: Any) -> str:
    """The name of a person, a department or an organisation; nothing for None."""
    return isolate(row.name) if row is not None else ""


def in_portions(found: QuerySet[Any], *beside: str) -> Iterator[list[Any]]:
    """All rows in order of their numbers, a portion in memory at a time."""
    after = 0
    rows = found.select_related(*beside).order_by("pk")
    while portion := list(rows.filter(pk__gt=after)[:CHUNK]):
        after = portion[-1].pk
        yield portion


def order_rows(found: QuerySet[Order]) -> Iterator[list[Any]]:
    """A row an order."""
    for portion in in_portions(found, "customer__organisation", "department", "owner"):
        paid = paid_for(one.pk for one in portion)
        for one in portion:
            sums = (one.total, one.discount, paid.get(one.pk, 0), owed_on(one, paid.get(one.pk, 0)))
            yield [
                one.number, one.customer_id, isolate(one.customer.name), named(one.customer.organisation), named(one.department), named(one.owner),
                one.get_state_display(), day_cell(one.created_at), day_cell(one.placed_at), *(sum_cell(each, one.currency) for each in sums), one.currency,
                one.invoice, one.note,
            ]  # fmt: skip


def line_rows(found: QuerySet[OrderLine]) -> Iterator[list[Any]]:
    """A row a line, order by order; the order's discount is shared out over its lines as its papers do."""
    orders = Order.objects.filter(pk__in=found.order_by().values("order"))
    for portion in in_portions(orders, "customer"):
        lines: dict[int, list[OrderLine]] = {}
        for line in OrderLine.objects.filter(order__in=portion).select_related("product").order_by("order", "position"):
            lines.setdefault(line.order_id, []).append(line)
        for order in portion:
            own = lines.get(order.pk, [])
            for line, money in zip(own, sums_of([each.priced() for each in own], discount=order.discount), strict=True):
                sums = (line.price, line.discount, money.net, money.tax, money.total)
                yield [
                    order.number, order.customer_id, isolate(order.customer.name), order.get_state_display(), day_cell(order.created_at),
                    line.product.code if line.product else "", line.name, line.thousandths / 1000, line.unit,
                    *(sum_cell(each, order.currency) for each in sums), order.currency,
                ]  # fmt: skip


def payment_rows(found: QuerySet[Payment]) -> Iterator[list[Any]]:
    """A row a payment; below zero is what we paid back."""
    for portion in in_portions(found, "order__customer", "by"):
        for one in portion:
            yield [
                one.order.number, one.order.customer_id, isolate(one.order.customer.name), day_cell(one.day), sum_cell(one.amount, one.order.currency),
                one.order.currency, one.get_way_display(), one.reference, named(one.by), day_cell(one.withdrawn_at),
            ]  # fmt: skip


def deal_rows(found: QuerySet[Deal]) -> Iterator[list[Any]]:
    """A row a deal."""
    for portion in in_portions(found, "customer__organisation", "department", "owner", "stage__pipeline", "lost_reason"):
        for one in portion:
            yield [
                one.pk, one.title, one.customer_id, isolate(one.customer.name), named(one.customer.organisation), named(one.department), named(one.owner),
                one.stage.pipeline.name, one.stage.name, one.get_state_display(), day_cell(one.state_at), sum_cell(one.amount, one.currency), one.currency,
                one.chance, day_cell(one.expected_on), one.next_step, day_cell(one.next_on), named(one.lost_reason), one.lost_words, day_cell(one.created_at),
                one.note,
            ]  # fmt: skip


# --- The tables ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Table:
    """What is taken: its name for people, its columns with their widths in characters, its rows, and the event that says it was taken."""

    name: Promise
    header: Callable[[], list[str]]
    widths: Sequence[int]
    rows: Callable[[Any], Iterator[list[Any]]]
    event: EventKind


TABLES: Final[dict[str, Table]] = {
    "orders": Table(
        gettext_lazy("Orders"),
        lambda: [
            _("Order number"), _("Customer number"), _("Customer"), _("Organisation"), _("Department"), _("Owner"), _("State"), _("Begun"), _("Placed"), _("Sum"),
            _("Discount"), _("Paid"), _("To be paid"), _("Currency"), _("Invoice number"), _("Note"),
        ],
        (10, 12, 26, 22, 16, 18, 14, 12, 12, 14, 14, 14, 14, 9, 16, 40), order_rows, events.ORDERS_EXPORTED,
    ),
    "lines": Table(
        gettext_lazy("Lines of orders"),
        lambda: [
            _("Order number"), _("Customer number"), _("Customer"), _("State"), _("Begun"), _("Code"), _("What"), _("Quantity"), _("Unit"), _("Price of one"),
            _("Discount"), _("Before tax"), _("Tax"), _("Sum"), _("Currency"),
        ],
        (10, 12, 26, 14, 12, 14, 32, 10, 10, 14, 14, 14, 12, 14, 9), line_rows, events.ORDER_LINES_EXPORTED,
    ),
    "payments": Table(
        gettext_lazy("Payments"),
        lambda: [
            _("Order number"), _("Customer number"), _("Customer"), _("Day"), _("Amount"), _("Currency"), _("By which way"), _("Tracking number"), _("Written down by"),
            _("Struck out on"),
        ],
        (10, 12, 26, 12, 14, 9, 16, 20, 20, 14), payment_rows, events.PAYMENTS_EXPORTED,
    ),
    "deals": Table(
        gettext_lazy("Deals"),
        lambda: [
            _("Number"), _("What may be sold"), _("Customer number"), _("Customer"), _("Organisation"), _("Department"), _("Owner"), _("Pipeline"), _("Stage"),
            _("State"), _("So since"), _("Amount"), _("Currency"), _("Probability %"), _("Expected on"), _("Next step"), _("On which day"), _("Lost because"),
            _("In a word"), _("Opened"), _("Note"),
        ],
        (10, 30, 12, 26, 22, 16, 18, 16, 18, 12, 12, 14, 9, 12, 12, 28, 12, 20, 28, 12, 40), deal_rows, events.DEALS_EXPORTED,
    ),
}  # fmt: skip


@transaction.atomic
def note_export(table: str, *, by: Any, format: str, count: int, **asked: Any) -> None:
    """Write down who takes what along, before they have it; `asked` is the filter. Raises NotAllowed, ValueError for no format of ours."""
    if not (may(by, "export_customers") and may(by, "see_sales")):
        raise NotAllowed
    if format not in FORMATS:
        raise ValueError(f"no format of ours: {format!r}")
    record(TABLES[table].event, by, by=by, format=format.upper(), count=count, asked=asked)


def write_table(path: Path, table: str, found: QuerySet[Any], format: str) -> int:
    """Write rows to a file in the reader's language and calendar; returns how many. Raises NoRoom."""
    if not room_left():
        raise NoRoom("Too little free space is left.")
    one = TABLES[table]
    if format == "xlsx":
        persian = current_display().language == "fa"
        return write_xlsx(path, one.header(), one.rows(found), title=str(one.name), widths=one.widths, from_right=persian)
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(file, one.header(), one.rows(found))

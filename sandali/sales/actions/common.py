"""What the writes of this room share: numbers of ours, lines as they are wanted, and changing a row as it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import F, Model
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.company.queries import company_currency
from sandali.history.events import record
from sandali.history.kinds import EventKind
from sandali.history.models import Event
from sandali.kit.money import MOST, Priced, Sum, sums_of, total_of
from sandali.kit.text import clean, isolate
from sandali.sales.access import places_for
from sandali.sales.models import Deal, Order, Product, SalesNumber

MOST_LINES: Final = 200
Row = TypeVar("Row", bound=Model)


class NotSellable(ValueError):
    """What was asked cannot be written down as it stands; the sentence is for the person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it shall stand: what, how many thousandths of a unit, at which price, less what, with which tax."""

    name: str
    thousandths: int
    price: int
    product: Product | None = None
    unit: str = ""
    discount: int = 0
    tax: int = 0

    def priced(self) -> Priced:
        """What it is reckoned from."""
        return Priced(self.thousandths, self.price, self.discount, self.tax)


def next_number(kind: str) -> int:
    """The next number of ours, one after the other and without gaps: a transaction that fails gives its number back."""
    SalesNumber.objects.get_or_create(kind=kind)
    SalesNumber.objects.filter(kind=kind).update(last=F("last") + 1)  # whoever writes this row first is first
    return SalesNumber.objects.values_list("last", flat=True).get(kind=kind)


def currency_now() -> str:
    """The company's currency."""
    return company_currency()


def one_line(text: str, most: int) -> str:
    """Words of people on one line."""
    return isolate(" ".join(clean(text).split()))[:most]


def reckoned(lines: Sequence[Wanted], discount: int) -> Sum:
    """What lines come to. Raises NotSellable with a sentence."""
    if len(lines) > MOST_LINES:
        raise NotSellable(_("More lines than fit on one paper. Please make two of it."))
    if any(line.thousandths <= 0 or line.price < 0 or line.discount < 0 for line in lines) or discount < 0:
        raise NotSellable(_("Quantities are above zero, and prices and discounts are not below it."))
    if any(line.discount > sums_of([Priced(line.thousandths, line.price)])[0].gross for line in lines):
        raise NotSellable(_("A discount is larger than what its line costs."))
    total = total_of(sums_of([line.priced() for line in lines], discount=discount))
    if discount > total_of(sums_of([line.priced() for line in lines])).net:
        raise NotSellable(_("The discount is larger than what everything costs."))
    if total.total > MOST:
        raise NotSellable(_("This is more money than can be written down."))
    return total


def put_lines(model: Any, lines: Sequence[Wanted], **owner: Any) -> None:
    """Write lines (`model` is OrderLine or QuoteLine) in the place of those that stood."""
    model.objects.filter(**owner).delete()
    model.objects.bulk_create(
        model(
            position=position, product=line.product, name=one_line(line.name, 160), unit=one_line(line.unit, 30),
            thousandths=line.thousandths, price=line.price, discount=line.discount, tax=line.tax, **owner,
        )
        for position, line in enumerate(lines, 1)
    )  # fmt: skip


def change(row: Row, version: int | None, standing: dict[str, Any], **fields: Any) -> Row:
    """Write fields of a row as it stood at `version` (None skips that check) and while `standing` holds.

    Raises Overtaken with the row as it is now."""
    rows = type(row)._default_manager.filter(pk=row.pk, **standing)
    if version is not None:
        rows = rows.filter(version=version)
    done = rows.update(**fields, version=F("version") + 1)
    row.refresh_from_db()
    if not done:
        raise Overtaken(row)
    return row


def rehouse(row: Deal | Order, to: Department, kind: EventKind, *, by: Any, version: int | None, **words: Any) -> None:
    """Let it be another department's, and write down (as `kind`) from where it went. Raises Overtaken."""
    before = row.department_id
    change(row, version, {}, department=to)
    record(kind, row, by=by, to=to.name, before=before, after=to.pk, **words)


def take_home(row: Deal | Order, went: EventKind, came_back: EventKind, *, by: Any, **words: Any) -> None:
    """Take back that the person brought it to another department, where it stands since, into one in which they sell still, or none.

    Raises Overtaken where it is otherwise."""
    last = Event.objects.filter(kind=went.name, subject_type=row._meta.model_name, subject_id=row.pk).order_by("-pk").first()
    if last is None or last.by_id != by.pk or "after" not in last.data:
        raise Overtaken(row)
    before, after = last.data["before"], last.data["after"]
    if before is not None and not places_for(by).filter(pk=before).exists():
        raise Overtaken(row)
    change(row, None, {"department": after}, department=before)
    record(came_back, row, by=by, to=last.data["to"], **words)

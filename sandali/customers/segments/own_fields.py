"""The company's own fields as conditions: each field is one, by the index of its kind's column.

Links and telephone numbers are only asked for being there: an address is one person's, and would outlive them in a saved question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.customers.fields.finding import FROM, HAS, IS, UNTIL, rows_with
from sandali.customers.fields.values import Money, called, shown
from sandali.customers.models import CustomField, FieldKind
from sandali.customers.segments.conditions import Asking, Condition, Known, quoted
from sandali.customers.segments.parts import Amount, Choice, Day, Fraction, Part, Wrong
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import format_number

PREFIX: Final = "field-"
OWN: Final = gettext_lazy("Your own fields")


@dataclass(frozen=True, slots=True)
class Sum(Amount):
    """An amount of the field's own currency."""

    currency: str = "IRR"

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The sum. Raises Wrong."""
        found = Amount.read(self, typed, {**beside, "currency": self.currency})
        return None if found is None else str(found)

    def typed(self, kept: Any, beside: Mapping[str, Any]) -> str:
        """As a plain number in the unit in which it is typed."""
        return Amount.typed(self, kept, {**beside, "currency": self.currency})


def yes_no() -> list[tuple[str, str]]:
    """The two answers."""
    return [("yes", _("Yes")), ("no", _("No"))]


class OwnField(Condition):
    """What a customer has in one field. Without a value it asks only that there is one."""

    group = OWN

    def __init__(self, field: CustomField) -> None:
        self.field, self.label = field, called(field)
        self.parts = parts_of(field)

    @property
    def key(self) -> str:
        """Its name among conditions."""
        return f"{PREFIX}{self.field.pk}"

    def check(self, kept: dict[str, Any]) -> None:
        """From what to what has an order."""
        if "from" in kept and "to" in kept:
            read: Any = date.fromisoformat if self.field.kind == FieldKind.DATE else Decimal
            if read(kept["from"]) > read(kept["to"]):
                raise Wrong(_("This is less than where it begins."), "to")

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        """By one walk along the field's index."""
        rows = rows_with(self.field, HAS)
        if "value" in values:
            rows = rows_with(self.field, IS, self.wanted(values["value"]))
        for name, ask in (("from", FROM), ("to", UNTIL)):
            if name in values:
                edge = rows_with(self.field, ask, self.wanted(values[name]))
                rows = rows & edge
        return Q(pk__in=asking.near(rows.filter(customer__isnull=False)).values("customer_id"))

    def wanted(self, kept: str) -> Any:
        """A kept value as the field's rows are asked for it."""
        match self.field.kind:
            case FieldKind.NUMBER:
                return Decimal(kept)
            case FieldKind.MONEY:
                return Money(int(kept), self.field.currency)
            case FieldKind.DATE:
                return date.fromisoformat(kept)
            case FieldKind.YES_NO:
                return kept == "yes"
            case FieldKind.CHOICE | FieldKind.CHOICES:
                return ((int(kept), ""),)
        return kept

    def said(self, kept: str) -> str:
        """A kept value as people read it."""
        match self.field.kind:
            case FieldKind.NUMBER:
                number = Decimal(kept)
                return format_number(number if number % 1 else number.to_integral_value(), current_display().language)
            case FieldKind.MONEY:
                return shown(self.field.kind, Money(int(kept), self.field.currency))
            case FieldKind.DATE:
                return show_date(date.fromisoformat(kept))
            case FieldKind.YES_NO:
                return _("Yes") if kept == "yes" else _("No")
            case FieldKind.CHOICE | FieldKind.CHOICES:
                return next((one.name for one in self.field.choices.all() if str(one.pk) == kept), "")
        return kept

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        """The field by its name, and what is asked of it."""
        said = {"field": quoted(called(self.field))} | {name: quoted(self.said(kept)) for name, kept in values.items()}
        if "value" in values:
            return _("whose “%(field)s” is %(value)s") % said
        if "from" in values and "to" in values:
            return _("whose “%(field)s” is from %(from)s to %(to)s") % said
        if "from" in values:
            return _("whose “%(field)s” is %(from)s or more") % said
        return (_("whose “%(field)s” is %(to)s or less") if "to" in values else _("of whom “%(field)s” is known")) % said


def parts_of(field: CustomField) -> tuple[Part, ...]:
    """What a field of its kind is asked with."""
    match field.kind:
        case FieldKind.NUMBER:
            return Fraction("from", gettext_lazy("From"), is_required=False), Fraction("to", gettext_lazy("To"), is_required=False)
        case FieldKind.MONEY:
            return Sum("from", gettext_lazy("From"), is_required=False, currency=field.currency), Sum("to", gettext_lazy("To"), is_required=False, currency=field.currency)
        case FieldKind.DATE:
            return Day("from", gettext_lazy("From"), is_required=False), Day("to", gettext_lazy("To"), is_required=False)
        case FieldKind.YES_NO:
            return (Choice("value", gettext_lazy("Value"), is_required=False, choices=yes_no),)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return (Choice("value", gettext_lazy("Value"), is_required=False, choices=lambda: [(str(one.pk), one.name) for one in field.choices.all()]),)
        case FieldKind.TEXT:
            return (Part("value", gettext_lazy("Value"), is_required=False),)
    return ()

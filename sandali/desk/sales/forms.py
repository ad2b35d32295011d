"""What people fill in about products and orders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.models import Department
from sandali.desk.sales.lines import Typed, money_field
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_code, to_ascii
from sandali.kit.fields import JalaliDateField
from sandali.kit.money import parse_percent, show_rate
from sandali.sales.access import places_for
from sandali.sales.exporting import TABLES, Days
from sandali.sales.models import Deal, Order, PaymentWay, Product


def version_field() -> forms.IntegerField:
    """The version that was read, which travels along."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)


def today() -> Any:
    """The day where the reader is."""
    return timezone.now().astimezone(current_display().zone).date()


class ProductForm(forms.Form):
    """A product."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}))
    unit = forms.CharField(label=gettext_lazy("Sold by"), max_length=30, required=False, help_text=gettext_lazy("Piece, kilogram, hour: what the price is for."))
    tax = Typed(parse_percent, label=gettext_lazy("Tax %"), required=False)
    version = version_field()

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["price"] = money_field(currency, label=_("Price of one"))
        self.order_fields(["name", "code", "unit", "price", "tax"])

    def values(self) -> dict[str, Any]:
        """What `write_product` takes."""
        values = self.cleaned_data
        return {"name": values["name"], "code": values["code"], "unit": values["unit"], "price": values["price"], "tax": values["tax"] or 0}


def first_of(product: Product) -> dict[str, Any]:
    """A product as it stands, for ProductForm."""
    tax = show_rate(product.tax, current_display().language) if product.tax else ""
    return {"name": product.name, "code": product.code, "unit": product.unit, "price": product.price, "tax": tax, "version": product.version}


class PaymentForm(forms.Form):
    """A payment that came, or that we paid back."""

    amount_is = forms.ChoiceField(
        label=gettext_lazy("What happened"), choices=(("in", gettext_lazy("They paid")), ("back", gettext_lazy("We paid back"))), initial="in"
    )
    way = forms.ChoiceField(label=gettext_lazy("By which way"), choices=PaymentWay.choices)
    reference = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}))
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, currency: str, **options: Any) -> None:
        super().__init__(data, initial={"key": uuid4().hex, "day": today()} | options.pop("initial", {}), **options)
        self.fields["amount"] = money_field(currency, label=_("Amount"), min_value=1)
        self.fields["day"] = JalaliDateField(label=_("Day"), latest=today() + timedelta(days=1))
        self.order_fields(["amount_is", "amount", "day", "way", "reference"])

    def signed(self) -> int:
        """The amount, below zero when we paid back."""
        amount: int = self.cleaned_data["amount"]
        return amount if self.cleaned_data["amount_is"] == "in" else -amount


class NoteForm(forms.Form):
    """What stands beside an order."""

    invoice = forms.CharField(label=gettext_lazy("Invoice number"), max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}))
    note = forms.CharField(label=gettext_lazy("For whoever packs and sends it"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    version = version_field()

    def clean_invoice(self) -> str:
        """Kept in plain digits, whichever it was typed in."""
        return to_ascii(self.cleaned_data["invoice"])

    @classmethod
    def of(cls, order: Order, data: Any = None) -> NoteForm:
        """As it stands, or as typed."""
        invoice = localize_code(order.invoice, current_display().language)
        return cls(data, initial={"invoice": invoice, "note": order.note, "version": order.version}, auto_id="beside-%s")


class PlaceForm(forms.Form):
    """Which department a deal or an order belongs to: one in which the person sells."""

    version = version_field()

    def __init__(self, data: Any = None, *, person: Any, row: Deal | Order) -> None:
        super().__init__(data, auto_id="place-%s", initial={"department": str(row.department_id or ""), "version": row.version})
        self.now = str(row.department_id)
        self.places = {str(one.pk): one for one in places_for(person)}
        self.fields["department"] = forms.ChoiceField(label=_("Department"), choices=[(key, one.name) for key, one in self.places.items()])
        self.has_choice = bool(set(self.places) - {self.now})

    def way_back(self, url_name: str, number: int) -> str | None:
        """Where it is taken back; None when it was said to stay where it is, which an older move has nothing to do with."""
        return reverse(url_name, args=[number]) if self.data.get("department") != self.now else None

    def place(self) -> Department:
        """The department that was chosen."""
        return self.places[self.cleaned_data["department"]]


class ExportForm(forms.Form):
    """What is taken along as a file, and of which days; without a day all of them."""

    def __init__(self, data: Any = None, *, of_orders: bool = False, **options: Any) -> None:
        super().__init__(data, auto_id="export-%s", **options)
        if of_orders:
            self.fields["table"] = forms.ChoiceField(label=_("What"), choices=[(name, TABLES[name].name) for name in ("orders", "lines", "payments")])
        self.fields["first"] = JalaliDateField(label=_("From"), required=False)
        self.fields["last"] = JalaliDateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return self.cleaned_data

    def days(self) -> Days:
        """The days that were chosen."""
        return Days(self.cleaned_data["first"], self.cleaned_data["last"])

"""The lines of an order or a quote as people write them: a product by code or name, how many, at which price, less what."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.desk.remedies.forms import depend
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.fields import MoneyField
from sandali.kit.money import (
    MOST,
    Priced,
    gross_of,
    is_percent,
    parse_percent,
    parse_quantity,
    show_quantity,
    show_rate,
    sum_of,
)
from sandali.sales.actions.common import MOST_LINES, Wanted
from sandali.sales.models import Order, Quote
from sandali.sales.queries import named_products

SPARE: Final = 3  # empty rows below what stands
MORE: Final = "more"  # the button that asks for more of them


def money_field(currency: str, **options: Any) -> MoneyField:
    """An amount in a currency, typed as toman where the company shows toman; a unit behind the number wins."""
    return MoneyField(currency=currency, toman=current_display().toman, **{"min_value": 0, "max_value": MOST, **options})


class Typed(forms.CharField):
    """Text that `read` turns into a number; what it says against it stands below the field."""

    def __init__(self, read: Any, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}), **options)
        self.read = read

    def clean(self, value: Any) -> Any:
        """What was typed, read; None when nothing was."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class LineForm(forms.Form):
    """One line. Without a name it is none; price and tax are the product's where nothing is written."""

    name = forms.CharField(
        label=gettext_lazy("Product"), max_length=160, required=False, widget=forms.TextInput(attrs={"list": "known-products", "autocomplete": "off", "dir": "auto"})
    )
    quantity = Typed(parse_quantity, label=gettext_lazy("Quantity"), required=False)
    tax = Typed(parse_percent, label=gettext_lazy("Tax %"), required=False)

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = currency
        self.fields["price"] = money_field(currency, label=_("Unit price"), required=False)
        self.fields["discount"] = forms.CharField(
            label=_("Discount"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "dir": "ltr"})
        )
        depend(*self.fields.values())
        self.order_fields(["name", "quantity", "price", "discount", "tax"])

    def wanted(self, products: dict[str, Any]) -> Wanted | None:
        """The line; None for an empty one, and after an error, which then stands below its field."""
        values = self.cleaned_data
        name = values.get("name", "").strip()
        if not name:
            if any(values.get(one) not in (None, "") for one in ("quantity", "price", "discount")):
                self.add_error("name", _("Please write what it is."))
            return None
        product = products.get(name)
        price = values.get("price")
        if price is None and (product is None or product.currency != self.currency):
            self.add_error("price", _("No product of ours is called so: write its price to sell it all the same."))
            return None
        if price is None:
            price = product.price
        tax = values.get("tax")
        thousandths = values.get("quantity") or 1000
        gross = gross_of(Priced(thousandths, price))
        discount = read_discount(self, "discount", gross, self.currency)
        if discount is None:
            return None
        return Wanted(
            product.name if product else name, thousandths, price, product, product.unit if product else "", discount,
            tax if tax is not None else product.tax if product else 0,
        )  # fmt: skip


def read_discount(form: forms.Form, field: str, of: int, currency: str) -> int | None:
    """A discount typed as a percentage or an amount, in minor units; None when it is neither, or larger than what it is taken from."""
    text = str(form.cleaned_data.get(field, "")).strip()
    if not text:
        return 0
    try:
        if is_percent(text):
            return sum_of(Priced(1000, of, 0, parse_percent(text))).tax
        amount = money_field(currency).clean(text)
    except (ValueError, ValidationError) as problem:
        form.add_error(field, problem if isinstance(problem, ValidationError) else str(problem))
        return None
    if amount > of:
        form.add_error(field, _("The discount is larger than what it is taken from."))
        return None
    return int(amount)


class PaperForm(forms.Form):
    """What stands beside the lines: the version that was read, and a discount on the whole."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    discount = forms.CharField(label=gettext_lazy("Discount on everything"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}))


def line_set(count: int) -> Any:
    """The forms of that many lines and some to spare."""
    return forms.formset_factory(LineForm, extra=SPARE if count else SPARE + 1, max_num=MOST_LINES, absolute_max=MOST_LINES + 20)


def first_lines(paper: Order | Quote) -> list[dict[str, Any]]:
    """The lines as they stand, as they would be typed."""
    language = current_display().language
    return [
        {
            "name": line.name,
            "quantity": show_quantity(line.thousandths, language),
            "price": line.price,
            "discount": amount_typed(line.discount, paper.currency),
            "tax": show_rate(line.tax, language) if line.tax else "",
        }
        for line in paper.lines.all()
    ]


def amount_typed(amount: int, currency: str) -> str:
    """An amount as it would be typed, "" for nothing."""
    if not amount:
        return ""
    field = money_field(currency)
    return str(field.widget.format_value(field.prepare_value(amount)))


class Written:
    """The form of a whole paper: its lines and what stands beside them, typed or as they stand."""

    def __init__(self, request: HttpRequest, paper: Order | Quote, beside: type[PaperForm] = PaperForm, **first: Any) -> None:
        self.paper = paper
        first = {"version": paper.version, "discount": amount_typed(paper.discount, paper.currency), **first}
        standing = first_lines(paper)
        data = request.POST.copy() if request.method == "POST" else None
        self.asks_more = data is not None and MORE in data
        if data is not None and self.asks_more:
            total = str(data.get("lines-TOTAL_FORMS", "0"))
            data["lines-TOTAL_FORMS"] = str(min(int(total) + 5 if total.isdecimal() and len(total) < 5 else 5, MOST_LINES))
        self.form = beside(data, initial=first)
        self.lines = line_set(len(standing))(data, initial=standing, prefix="lines", form_kwargs={"currency": paper.currency})

    def read(self) -> tuple[list[Wanted], int] | None:
        """The lines and the discount on the whole; None when something is wrong, which then stands below its field."""
        if not (self.form.is_valid() and self.lines.is_valid()):
            return None
        products = named_products(form.cleaned_data.get("name", "") for form in self.lines.forms if form.cleaned_data)
        found = [form.wanted(products) for form in self.lines.forms if form.cleaned_data]
        if any(form.errors for form in self.lines.forms):
            return None
        lines = [line for line in found if line is not None]
        whole = sum(sum_of(line.priced()).net for line in lines)
        discount = read_discount(self.form, "discount", whole, self.paper.currency)
        return None if discount is None else (lines, discount)


def shown_number(number: int) -> str:
    """The number of an order or a quote in the reader's digits."""
    return localize_digits(number, current_display().language)

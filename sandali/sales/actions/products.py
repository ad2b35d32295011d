"""Products: written down, changed, taken off the list and put back."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.history.events import record
from sandali.kit.digits import to_ascii
from sandali.kit.text import fold
from sandali.sales import events
from sandali.sales.actions.common import NotSellable, change, currency_now, one_line
from sandali.sales.models import Product


def code_of(text: str) -> str:
    """A code as it is kept: in ASCII digits, without spaces around."""
    return one_line(to_ascii(text), 40)


@transaction.atomic
def write_product(*, by: Any, name: str, code: str, price: int, unit: str = "", tax: int = 0) -> Product:
    """Something that we sell, at `price` minor units of the company's currency. Raises NotSellable when the code is taken."""
    fields = {"name": one_line(name, 160), "folded": fold(name)[:200], "unit": one_line(unit, 30), "price": price, "tax": tax}
    try:
        with transaction.atomic():
            product = Product.objects.create(code=code_of(code), currency=currency_now(), **fields)
    except IntegrityError as taken:
        raise NotSellable(_("Another product has this code.")) from taken
    record(events.PRODUCT_WRITTEN, product, by=by, name=product.name)
    return product


@transaction.atomic
def change_product(product: Product, *, by: Any, version: int | None, name: str, code: str, price: int, unit: str = "", tax: int = 0) -> Product:
    """Change a product for what is sold from now on; what was sold stays as it was. Raises NotSellable, Overtaken."""
    fields = {"name": one_line(name, 160), "folded": fold(name)[:200], "code": code_of(code), "unit": one_line(unit, 30), "price": price, "tax": tax}
    try:
        with transaction.atomic():
            changed = change(product, version, {}, **fields)
    except IntegrityError as taken:
        raise NotSellable(_("Another product has this code.")) from taken
    record(events.PRODUCT_CHANGED, changed, by=by, name=changed.name)
    return changed


@transaction.atomic
def archive_product(product: Product, *, by: Any) -> Product:
    """Sell it no more. Orders in which it stands keep it."""
    if product.archived_at is None:
        change(product, None, {}, archived_at=timezone.now())
        record(events.PRODUCT_ARCHIVED, product, by=by, name=product.name)
    return product


@transaction.atomic
def return_product(product: Product, *, by: Any) -> Product:
    """Sell it again."""
    if product.archived_at is not None:
        change(product, None, {}, archived_at=None)
        record(events.PRODUCT_RETURNED, product, by=by, name=product.name)
    return product

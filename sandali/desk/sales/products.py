"""The list of products, writing one down and changing it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.sales.forms import ProductForm, first_of
from sandali.kit.htmx import cleaned, done, page
from sandali.sales.access import access_product
from sandali.sales.actions.common import NotSellable, currency_now
from sandali.sales.actions.products import (
    archive_product,
    change_product,
    return_product,
    write_product,
)
from sandali.sales.models import Product
from sandali.sales.queries import product_page

PAGE: Final = 50


@staff("see_sales")
def products(request: HttpRequest) -> HttpResponse:
    """What we sell, by name; `q` narrows it, `archived` shows what is sold no more."""
    words, archived = request.GET.get("q", "").strip()[:80], "archived" in request.GET
    name, _comma, number = request.GET.get("after", "").rpartition(",")
    after = (name, read_number(number) or 0) if number else None
    found = product_page(words=words, archived=archived, after=after, most=PAGE + 1)
    asked = {"q": words, "archived": "1" if archived else "", "after": f"{found[PAGE - 1].folded},{found[PAGE - 1].pk}" if len(found) > PAGE else ""}
    context = {
        "products": found[:PAGE],
        "more": f"{reverse('products')}?{urlencode({key: value for key, value in asked.items() if value})}" if asked["after"] else "",
        "q": words,
        "archived": archived,
        "may_manage": may(request.user, "manage_sales"),
    }
    return page(request, "desk/sales/products.html", context, part=("product-rows",))


@staff("manage_sales", methods=("GET", "POST"))
def product_new(request: HttpRequest) -> HttpResponse:
    """Write a product down."""
    form = ProductForm(request.POST or None, currency=currency_now())
    if cleaned(form, request) is not None:
        try:
            made = write_product(by=request.user, **form.values())
            return done(request, reverse("products"), _("%(name)s can be sold now.") % {"name": made.name}, leave=True)
        except NotSellable as problem:
            form.add_error("code", str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return page(request, "desk/sales/product.html", {"form": form})


@staff("manage_sales", methods=("GET", "POST"))
def product(request: HttpRequest, number: int) -> HttpResponse:
    """Change a product, for what is sold from now on. Who was overtaken sees both."""
    found = access_product(request.user, number, to="manage")
    form = ProductForm(request.POST or None, currency=found.currency, initial=first_of(found))
    status = None
    values = cleaned(form, request)
    if values is not None:
        try:
            change_product(found, by=request.user, version=values["version"], **form.values())
            return done(request, reverse("products"), _("Saved. What was sold before stays as it was."), leave=True)
        except NotSellable as problem:
            form.add_error("code", str(problem))
            status = 422
        except Overtaken as overtaken:
            found, status = overtaken.current, 409
            form.data = form.data.copy()
            form.data["version"] = str(found.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return page(request, "desk/sales/product.html", {"form": form, "product": found}, status=status)


@staff("manage_sales", methods=("POST",))
def product_archive(request: HttpRequest, number: int) -> HttpResponse:
    """Sell it no more."""
    archive_product(access_product(request.user, number, to="manage"), by=request.user)
    return done(request, reverse("products"), _("It is off the list."), reverse("product_return", args=[number]), leave=True)


@staff("manage_sales", methods=("POST",))
def product_return(request: HttpRequest, number: int) -> HttpResponse:
    """Sell it again."""
    found: Product = access_product(request.user, number, to="manage")
    return_product(found, by=request.user)
    return done(request, reverse("products"), _("It is on the list again."), leave=True)

"""What we sell."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.exchange.rest.paging import Id, Page, Paged, Said, Shape, page_of, place_in
from sandali.exchange.rest.papers import Amount, Share, subject
from sandali.exchange.rest.shapes import Versioned, version_of
from sandali.sales.access import access_product
from sandali.sales.actions.products import archive_product, change_product, return_product, write_product
from sandali.sales.models import Product
from sandali.sales.queries import product_page


class ProductShape(Shape):
    """Something that we sell: `price` in minor units of `currency`, `tax` in hundredths of a percent."""

    id: int
    name: str
    code: str
    unit: str
    price: int
    currency: str
    tax: int
    is_archived: bool
    version: int


class ProductsAsked(Paged):
    """Which products."""

    q: str = Field("", max_length=160, description="in their name, or the beginning of their code")
    archived: bool = False


class ProductSaid(Said):
    """A product."""

    name: str = Field(min_length=1, max_length=160)
    code: str = Field(min_length=1, max_length=40)
    price: Amount
    unit: str = Field("", max_length=30)
    tax: Share = 0


class ProductChange(Versioned):
    """What is to be different; what is left out stays. What was sold before stays as it was."""

    name: str | None = Field(None, min_length=1, max_length=160)
    code: str | None = Field(None, min_length=1, max_length=40)
    price: Amount | None = None
    unit: str | None = Field(None, max_length=30)
    tax: Share | None = None


FIELDS = ("name", "code", "unit", "price", "tax")


def shown(one: Product, response: HttpResponse | None = None) -> dict[str, Any]:
    """A product."""
    if response is not None:
        response["ETag"] = f'"{one.version}"'
    return {"id": one.pk, **{name: getattr(one, name) for name in (*FIELDS, "currency", "version")}, "is_archived": one.archived_at is not None}


@subject.reads("/products", "see_sales", Page[ProductShape], gettext_lazy("List products"))
def list_products(request: HttpRequest, asked: Query[ProductsAsked]) -> dict[str, Any]:
    """By name."""
    after = place_in(asked.cursor, str, int)
    rows = product_page(words=asked.q, archived=asked.archived, after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    return page_of(rows, asked.limit, shown, lambda one: (one.folded, one.pk))


@subject.reads("/products/{number}", "see_sales", ProductShape, gettext_lazy("One product"))
def get_product(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """As it is sold now."""
    return shown(access_product(request.user, number), response)


@subject.writes("POST", "/products", "manage_sales", ProductShape, gettext_lazy("Write a product down"), status=201)
def create_product(request: HttpRequest, said: ProductSaid) -> dict[str, Any]:
    """In the company's currency. No two have one code."""
    return shown(write_product(by=request.user, **said.model_dump()))


@subject.writes("PATCH", "/products/{number}", "manage_sales", ProductShape, gettext_lazy("Change a product"))
def change_one_product(request: HttpRequest, number: Id, said: ProductChange, response: HttpResponse) -> dict[str, Any]:
    """For what is sold from now on."""
    found = access_product(request.user, number, to="manage")
    given = said.model_dump(exclude={"version"}, exclude_none=True)
    # What is left out is as it was read, so it is a change of that version alone.
    version = version_of(request, said) or found.version
    return shown(change_product(found, by=request.user, version=version, **{name: getattr(found, name) for name in FIELDS} | given), response)


@subject.writes("PUT", "/products/{number}/archive", "manage_sales", ProductShape, gettext_lazy("Take a product off the list"))
def take_product_off(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Orders and quotes in which it stands keep it."""
    return shown(archive_product(access_product(request.user, number, to="manage"), by=request.user))


@subject.writes("DELETE", "/products/{number}/archive", "manage_sales", ProductShape, gettext_lazy("Put a product back on the list"))
def put_product_back(request: HttpRequest, number: Id) -> dict[str, Any]:
    """It is sold again."""
    return shown(return_product(access_product(request.user, number, to="manage"), by=request.user))

"""Quotes: written for a deal and given to the customer, whose own page alone answers them."""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.cases.access import access_case
from sandali.cases.actions.quoting import send_quote
from sandali.exchange.rest.orders import WholeOrder
from sandali.exchange.rest.orders import whole as whole_order
from sandali.exchange.rest.paging import Id, Ref, Said, Shape
from sandali.exchange.rest.papers import Amount, Day, Lines, LineShape, SumShape, lines_shown, subject, wanted
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Versioned, version_of
from sandali.sales.access import access_deal, access_quote
from sandali.sales.actions.quotes import (
    draft_quote,
    link_of,
    order_from_quote,
    release_quote,
    today_here,
    withdraw_quote,
    write_quote,
)
from sandali.sales.models import Quote, QuoteState

LONGEST = timedelta(days=730)


class QuoteShape(Shape):
    """A quote. `link` is the customer's own page while they have it; `word` and `answered_at` are theirs."""

    id: int
    number: int
    deal: int
    state: Literal["draft", "sent", "accepted", "declined", "withdrawn"]
    currency: str
    discount: int
    total: int
    valid_until: date
    terms: str
    created_at: datetime
    sent_at: datetime | None
    case: int | None
    message: int | None
    answered_at: datetime | None
    word: str
    link: str
    version: int


class WholeQuote(QuoteShape):
    """A quote with its lines."""

    lines: list[LineShape]
    sum: SumShape


class QuoteSaid(Said):
    """A quote, begun: with the usual terms, for as many days as quotes hold."""

    lines: Lines = []


class QuoteChange(Versioned):
    """All lines, in the place of those that stand, and what stands beside them; what is left out stays."""

    lines: Lines
    discount: Amount = 0
    valid_until: Day | None = None
    terms: str | None = Field(None, max_length=5000)


class Sending(Versioned):
    """In an answer of which case, and with which words, in Markdown."""

    case: Ref
    text: str = Field(min_length=1, max_length=20_000)


def shown(one: Quote) -> dict[str, Any]:
    """A quote."""
    same = ("number", "state", "currency", "discount", "total", "valid_until", "terms", "created_at", "sent_at", "case", "message", "answered_at", "word", "version")
    return {"id": one.pk, **{name: getattr(one, name) for name in same}, "deal": one.deal_id, "link": link_of(one) if one.state == QuoteState.SENT else ""}


def whole(person: Any, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """One quote as it stands now. Raises Quote.DoesNotExist."""
    found = access_quote(person, number)
    if response is not None:
        response["ETag"] = f'"{found.version}"'
    return shown(found) | lines_shown(found)


def selling(request: HttpRequest, number: int) -> Quote:
    """A quote of a deal on which the token's person may sell. Raises Quote.DoesNotExist, NotAllowed."""
    return access_quote(request.user, number, to="sell")


@subject.reads("/deals/{number}/quotes", "see_sales", list[QuoteShape], gettext_lazy("The quotes of a deal"))
def list_quotes(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The newest first."""
    return [shown(one) for one in access_deal(request.user, number).quotes.order_by("-pk")]


@subject.reads("/quotes/{number}", "see_sales", WholeQuote, gettext_lazy("One quote with its lines"))
def get_quote(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """By its `id`; its `number` is the one that stands on paper."""
    return whole(request.user, number, response)


@subject.writes("POST", "/deals/{number}/quotes", "sell", WholeQuote, gettext_lazy("Begin a quote"), status=201)
def create_quote(request: HttpRequest, number: Id, said: QuoteSaid) -> dict[str, Any]:
    """A draft, which the customer does not see."""
    deal = access_deal(request.user, number, to="sell")
    return whole(request.user, draft_quote(deal, by=request.user, lines=wanted(said.lines, deal.currency)).pk)


@subject.writes("PUT", "/quotes/{number}/lines", "sell", WholeQuote, gettext_lazy("Write what a quote offers"))
def write_quote_lines(request: HttpRequest, number: Id, said: QuoteChange, response: HttpResponse) -> dict[str, Any]:
    """Only of a draft: what the customer has stays as they have it."""
    found, today = selling(request, number), today_here()
    until = said.valid_until or found.valid_until
    if said.valid_until is not None and not today <= until <= today + LONGEST:
        raise wrong_field("valid_until", _("A quote holds from today on, and for two years at most."))
    terms = found.terms if said.terms is None else said.terms
    lines = wanted(said.lines, found.currency)
    write_quote(found, lines, by=request.user, version=version_of(request, said) or found.version, discount=said.discount, valid_until=until, terms=terms)
    return whole(request.user, number, response)


@subject.writes("PUT", "/quotes/{number}/release", "sell", WholeQuote, gettext_lazy("Hand a quote over by its link"))
def release(request: HttpRequest, number: Id, said: Versioned, response: HttpResponse) -> dict[str, Any]:
    """Nothing leaves by this: whoever asked gives the link to the customer."""
    release_quote(selling(request, number), by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("POST", "/quotes/{number}/sending", "sell", WholeQuote, gettext_lazy("Send a quote with an answer of a case"), status=201)
def send_one_quote(request: HttpRequest, number: Id, said: Sending, response: HttpResponse) -> dict[str, Any]:
    """Wants the scope `cases:write` besides. Its link stands below the words; both leave, or neither."""
    request.caller.refuse_unless("cases:write", "answer_cases")  # type: ignore[attr-defined]
    found, case = selling(request, number), access_case(request.user, said.case, to="answer")
    if found.deal.customer_id != case.customer_id:
        raise wrong_field("case", _("This case is somebody else's."))
    send_quote(found, case, said.text, by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("PUT", "/quotes/{number}/withdrawal", "sell", WholeQuote, gettext_lazy("Take a quote back"))
def withdraw_one_quote(request: HttpRequest, number: Id, said: Versioned, response: HttpResponse) -> dict[str, Any]:
    """It holds no more. 409 when the customer was faster."""
    withdraw_quote(selling(request, number), by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("POST", "/quotes/{number}/order", "sell", WholeOrder, gettext_lazy("Make an order of an accepted quote"), status=201)
def order_quote(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Once: the same order again where there is one."""
    return whole_order(request.user, order_from_quote(selling(request, number), by=request.user).pk)

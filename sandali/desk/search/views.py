"""Search: customers, organisations, deals, orders, quotes, cases and pages from one box; the palette takes a part of the same page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sandali.cases.actions.adding import PREVIEW
from sandali.cases.models import ON_US
from sandali.cases.queries import case_page, in_box
from sandali.cases.search import Hit, find_hits
from sandali.company.permissions import may
from sandali.customers.access import customers_for, organisations_for
from sandali.customers.models import Organisation
from sandali.customers.queries import named_like
from sandali.customers.search import find_customers
from sandali.desk.customers.paging import read_number
from sandali.desk.customers.pieces import case_line, highlighted, records
from sandali.desk.customers.rows import CaseRow, CustomerRow, case_row, customer_rows
from sandali.desk.entering import staff
from sandali.desk.sales.deal_rows import deal_line
from sandali.desk.sales.quote_rows import quote_line, quote_words
from sandali.desk.sales.rows import order_line, order_words
from sandali.desk.search.places import find_places, places_for
from sandali.kit.excerpts import Piece, excerpt
from sandali.kit.htmx import asked_by_htmx, asked_part, page
from sandali.kit.text import fold
from sandali.sales.search import find_deals, find_orders, find_quotes

MOST_TYPED: Final = 200
IN_PALETTE: Final = 6
ON_PAGE: Final = 20
CUSTOMERS_ON_PAGE: Final = 5
PAPERS_IN_PALETTE, PAPERS_ON_PAGE, PAPERS_ALONE = 3, 3, 50  # of each kind


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that was found, and its subject and the words around what matched, in pieces and as HTML."""

    row: CaseRow
    pieces: list[Piece]
    subject_pieces: list[Piece]

    @property
    def marked(self) -> SafeString:
        """The words with what matched marked."""
        return highlighted(self.pieces)

    @property
    def subject(self) -> SafeString:
        """The subject with what matched marked."""
        return highlighted(self.subject_pieces)


@staff()
def search(request: HttpRequest) -> HttpResponse:
    """Everything that the words find and the person may see."""
    query = " ".join(request.GET.get("q", "").split())[:MOST_TYPED]
    if asked_by_htmx(request) and asked_part(request) == "palette-results":
        context = in_palette(request.user, query)
    elif query and request.GET.get("show") == "papers":
        context = {"query": query, "papers": [paper for part in found_papers(request.user, query, PAPERS_ALONE) for paper in part], "is_first": True}
    else:
        context = on_page(request.user, query, read_number(request.GET.get("below", "")))
    return page(request, "desk/search/search.html", context, part=("palette-results", "found-cases"))


def in_palette(person: Any, query: str) -> dict[str, Any]:
    """A few of each for the palette; before anything is typed, what waits for one longest and the places to go."""
    if not query:
        waiting = case_page(in_box(person, "mine").filter(state__in=ON_US), sort="due", most=IN_PALETTE)
        return {"query": "", "cases": [FoundCase(case_row(case, with_customer=True), [], [Piece(case.subject)]) for case in waiting], "places": places_for(person)}
    return {
        "query": query,
        "customers": found_customers(person, query, IN_PALETTE)[:IN_PALETTE],
        "organisations": found_organisations(person, query, IN_PALETTE),
        "cases": found_cases(find_hits(person, query, most=IN_PALETTE).hits, query),
        "papers": [paper for part in found_papers(person, query, PAPERS_IN_PALETTE) for paper in part],
        "places": find_places(person, query),
        "all_url": f"{reverse('search')}?{urlencode({'q': query})}",
    }


def on_page(person: Any, query: str, below: int | None) -> dict[str, Any]:
    """The whole results; `below` goes on to older messages."""
    if not query:
        return {"query": "", "places": places_for(person)}
    found = find_hits(person, query, most=ON_PAGE, below=below)
    papers = found_papers(person, query, PAPERS_ON_PAGE + 1) if below is None else []
    customers = found_customers(person, query, CUSTOMERS_ON_PAGE + 1) if below is None else []
    organisations = found_organisations(person, query, CUSTOMERS_ON_PAGE + 1) if below is None else []
    older = urlencode({"q": query, "below": found.below or ""})
    return {
        "query": query,
        "records": records(customers[:CUSTOMERS_ON_PAGE]),
        "organisations": organisations[:CUSTOMERS_ON_PAGE],
        "more_organisations": f"{reverse('organisations')}?{urlencode({'q': query})}" if len(organisations) > CUSTOMERS_ON_PAGE else "",
        "papers": [paper for part in papers for paper in part[:PAPERS_ON_PAGE]],
        "more_papers": f"{reverse('search')}?{urlencode({'q': query, 'show': 'papers'})}" if any(len(part) > PAPERS_ON_PAGE for part in papers) else "",
        "more_customers": f"{reverse('customers')}?{urlencode({'q': query})}" if len(customers) > CUSTOMERS_ON_PAGE else "",
        "cases": found_lines(found_cases(found.hits, query)),
        "more_cases": f"{reverse('search')}?{older}" if found.below else "",
        "places": find_places(person, query) if below is None else [],
        "is_first": below is None,
    }


def found_customers(person: Any, query: str, most: int) -> list[CustomerRow]:
    """Customers that match, as rows."""
    numbers = find_customers(query, most=most) if may(person, "see_customers") else []
    known = customers_for(person).select_related("organisation").prefetch_related("identities", "tags").in_bulk(numbers)
    return customer_rows(known[number] for number in numbers if number in known)


def found_organisations(person: Any, query: str, most: int) -> list[Organisation]:
    """Organisations in whose name all the words stand, by their names; none for words of which nothing is left when they are folded."""
    return list(named_like(organisations_for(person), query).order_by("folded", "pk")[:most]) if fold(query) else []


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A deal, an order or a quote that was found: for the palette a few words, for the page its line."""

    url: str
    icon: str
    words: str
    customer: str
    line: SafeString


def found_papers(person: Any, query: str, most: int) -> list[list[FoundPaper]]:
    """Deals, then orders, then quotes that have this number or say these words, `most` of each; none for who sees no sales."""
    if not may(person, "see_sales"):
        return []
    orders = [FoundPaper(reverse("order", args=[one.pk]), "shopping-bag", order_words(one), str(one.customer), order_line(one)) for one in find_orders(person, query, most=most)]
    quotes = [FoundPaper(reverse("quote", args=[one.pk]), "file-text", quote_words(one), str(one.deal.customer), quote_line(one)) for one in find_quotes(person, query, most=most)]
    deals = [FoundPaper(reverse("deal", args=[one.pk]), "target", one.title, str(one.customer), deal_line(one)) for one in find_deals(person, query, most=most)]
    return [deals, orders, quotes]


def found_cases(hits: list[Hit], query: str) -> list[FoundCase]:
    """Hits as rows with what matched; a case found by its subject shows its latest words."""
    return [
        FoundCase(
            case_row(hit.case, with_customer=True),
            excerpt(hit.message.text, query) if hit.message else latest_words(hit.case.preview),
            excerpt(hit.case.subject, query, length=len(hit.case.subject), before=len(hit.case.subject)),
        )
        for hit in hits
    ]


def latest_words(preview: str) -> list[Piece]:
    """The beginning of the latest message; it says so where it was cut."""
    return [Piece(f"{preview}…" if len(preview) == PREVIEW else preview)] if preview else []


def found_lines(cases: list[FoundCase]) -> SafeString:
    """Found cases as the lines of the results page."""
    lines = (case_line(found.row, subject=found.subject_pieces, pieces=found.pieces) for found in cases)
    return format_html_join("\n", "{}", ((line,) for line in lines))

"""A customer opens a signed link: GET shows, POST acts (mail scanners open links; nothing may happen by that)."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt

from sandali.channels.handing_out import PURPOSE as HANDED_OUT
from sandali.customers.wishing import PAGE as WISHES
from sandali.kit.signed_links import Link, read_link
from sandali.portal.confirmation import confirmation
from sandali.portal.handed_out import handed_out
from sandali.portal.quote import quote
from sandali.portal.understanding import understanding
from sandali.portal.wishes import wishes
from sandali.resolution.confirmation.question import PURPOSE
from sandali.resolution.understanding.offering import PURPOSE as UNDERSTANDING
from sandali.sales.actions.quotes import PURPOSE as QUOTE

# Purpose → view(request, link).
PAGES: dict[str, Callable[[HttpRequest, Link], HttpResponseBase]] = {
    PURPOSE: confirmation, UNDERSTANDING: understanding, WISHES: wishes, HANDED_OUT: handed_out, QUOTE: quote,
}  # fmt: skip


@csrf_exempt  # whoever has the link may act by it, and nobody else knows it; mail programs' browsers often keep no cookie
def link(request: HttpRequest, purpose: str, token: str) -> HttpResponseBase:
    """Show the page that the link is for. A wrong or old link gets one kind page, the same for every reason."""
    found = read_link(purpose, token)
    page = PAGES.get(purpose)
    if found is None or page is None:
        answer: HttpResponseBase = TemplateResponse(request, "portal/no_link.html", status=404)
    else:
        answer = page(request, found)
    # The token must not travel on in a Referer, nor stay in a cache (RELIABILITY I11).
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""Where a customer reads a quote and says yes or no: GET shows, POST acts. Staff who are signed in cannot say it for them."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.company.models import Company
from sandali.company.queries import display_for
from sandali.kit.dates import current_display, displayed
from sandali.kit.digits import localize_digits
from sandali.kit.secrets import mac, mac_ok
from sandali.kit.signed_links import Link
from sandali.kit.text import clean
from sandali.sales.actions.quotes import LONGEST_WORD, sales_rules, take_answer, today_here
from sandali.sales.models import Quote, QuoteState
from sandali.sales.queries import sums_in

PAGE: Final = "quote-page"  # what a form of this page carries: mail scanners post what they find without having read it
READ: Final = (QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.DECLINED)  # a draft, or what was taken back, is nobody's to read
SAYS: Final = {"accept": True, "decline": False}


def quote(request: HttpRequest, link: Link) -> HttpResponse:
    """The page of one quote."""
    found = Quote.objects.select_related("deal__customer__organisation").filter(pk=link.number, state__in=READ).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return shown(request, found)
    if request.user.is_authenticated:
        return shown(request, found, error="ours", status=403)
    if not mac_ok(request.POST.get("page", ""), PAGE, found.pk):
        return shown(request, found, error="which", status=422)
    if not consume(request, action="quote"):
        return shown(request, found, error="often", status=429)
    says, word = request.POST.get("says", ""), clean(request.POST.get("word", "")).strip()
    if says not in SAYS or len(word) > LONGEST_WORD:
        return shown(request, found, error="long" if len(word) > LONGEST_WORD else "which", status=422)
    take_answer(found, SAYS[says], word=word)
    answer = HttpResponseRedirect(request.path + "#said")
    answer.status_code = 303
    return answer


def shown(request: HttpRequest, found: Quote, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page as it stands now, in the customer's language. Nothing on it is loaded from elsewhere (E10)."""
    company: Company = request.company  # type: ignore[attr-defined]
    display, language = display_for(None, company), found.deal.customer.language
    language = language if language in ("fa", "en") else company.language
    calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
    with override(language), displayed(language, display.zone, calendar, toman=company.show_toman):
        lines, total = sums_in(found)
        context: dict[str, Any] = {
            "company": company,
            "quote": found,
            "words": _("Quote %(number)s") % {"number": localize_digits(found.number, current_display().language)},
            "lines": lines,
            "total": total,
            "head": sales_rules().head,
            "stands": stands(found),
            "typed": request.POST.get("word", ""),
            "error": error,
            "path": request.path,
            "page": mac(PAGE, found.pk),
        }
        answer = HttpResponse(render_to_string("portal/quote.html", context), status=status)
    answer["Content-Language"] = language
    return answer


def stands(found: Quote) -> str:
    """accepted, declined, over (its last day is past), or open."""
    if found.state in (QuoteState.ACCEPTED, QuoteState.DECLINED):
        return str(found.state)
    return "over" if found.valid_until < today_here() else "open"

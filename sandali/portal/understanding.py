"""Where a customer says whether we understand them: GET shows, POST acts. Staff who are signed in cannot say it for them."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import override

from sandali.cases.contact import language_of
from sandali.cases.models import Aside
from sandali.cases.threads import living
from sandali.company.models import Company
from sandali.company.queries import display_for
from sandali.kit.dates import displayed
from sandali.kit.secrets import mac, mac_ok
from sandali.kit.signed_links import Link
from sandali.kit.text import clean
from sandali.resolution.models import Heard, Offer
from sandali.resolution.understanding.offering import LONGEST_WORD, take_correction, take_right

PAGE: Final = "understanding-page"  # what a form of this page carries: mail scanners post what they find without having read it


def understanding(request: HttpRequest, link: Link) -> HttpResponse:
    """The page of what we understood, as it was put to them."""
    offer = Offer.objects.select_related("case__customer").filter(pk=link.number).first()
    if offer is None or living(offer.case).aside == Aside.SPAM:
        raise Http404
    if request.method != "POST":
        return shown(request, offer)
    if request.user.is_authenticated:
        return shown(request, offer, error="ours", status=403)
    if not mac_ok(request.POST.get("page", ""), PAGE, offer.pk):
        return shown(request, offer, error="which", status=422)
    if not consume(request, action="understanding"):
        return shown(request, offer, error="often", status=429)
    word, says = clean(request.POST.get("word", "")).strip(), request.POST.get("says", "")
    if len(word) > LONGEST_WORD:
        return shown(request, offer, error="long", status=422)
    if says == "other" and not word:
        return shown(request, offer, error="word", status=422)
    if says == "right" and not word:
        take_right(offer)
    elif says in ("right", "other"):
        take_correction(offer, word)  # whoever writes beside a yes has something to add
    else:
        return shown(request, offer, error="which", status=422)
    answer = HttpResponseRedirect(request.path + "#said")
    answer.status_code = 303
    return answer


def shown(request: HttpRequest, offer: Offer, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page as it stands now, in the customer's language. What was taken back is shown to nobody."""
    company: Company = request.company  # type: ignore[attr-defined]
    language, display = language_of(offer.case), display_for(None, company)
    calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
    context: dict[str, Any] = {
        "company": company,
        "stands": "gone" if offer.state == Heard.WITHDRAWN else offer.state,
        "text": offer.text,
        "subject": offer.case.subject,
        "by": offer.by.name,
        "at": offer.at,
        "answered_at": offer.answered_at,
        "word": offer.word,
        "typed": request.POST.get("word", ""),
        "error": error,
        "path": request.path,
        "page": mac(PAGE, offer.pk),
    }
    with override(language), displayed(language, display.zone, calendar):
        page = HttpResponse(render_to_string("portal/understanding.html", context), status=status)
    page["Content-Language"] = language
    return page

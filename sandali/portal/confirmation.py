"""Where a customer says whether their matter is settled: GET shows, POST acts. Staff who are signed in cannot say it for them."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from sandali.cases.contact import language_of
from sandali.cases.models import Aside, Case, State
from sandali.channels.kinds import KINDS
from sandali.company.models import Company
from sandali.company.queries import display_for
from sandali.customers.proving import prove_by_link
from sandali.kit.dates import displayed
from sandali.kit.markdown import to_html
from sandali.kit.secrets import mac, mac_ok
from sandali.kit.signed_links import Link
from sandali.kit.text import clean
from sandali.resolution.confirmation.confirming import take_no, take_yes
from sandali.resolution.confirmation.question import last_answer
from sandali.resolution.models import RUNNING, Asking, Way

MOST_TYPED: Final = 20_000
PAGE: Final = "confirmation-page"  # what a form of this page carries: nobody has a session here, and mail scanners post what they find


def confirmation(request: HttpRequest, link: Link) -> HttpResponse:
    """The page of one question."""
    asking = Asking.objects.select_related("case__customer").filter(pk=link.number).first()
    if asking is None or asking.case.aside == Aside.SPAM:
        raise Http404
    case = living(asking.case)
    if request.method != "POST":
        return shown(request, asking, case)
    if request.user.is_authenticated:
        return shown(request, asking, case, error="ours", status=403)
    if not mac_ok(request.POST.get("page", ""), PAGE, asking.pk):
        return shown(request, asking, case, error="which", status=422)  # whatever posts without having read the page
    if not consume(request, action="confirmation"):
        return shown(request, asking, case, error="often", status=429)
    word, says = clean(request.POST.get("word", "")).strip(), request.POST.get("says", "")
    if len(word) > MOST_TYPED:
        return shown(request, asking, case, error="long", status=422)
    if says == "yes":
        take_yes(asking, way=Way.LINK, word=word)
        note_whose_link(asking)
    elif says == "no":
        take_no(asking, word=word)
        note_whose_link(asking)
    else:
        return shown(request, asking, case, error="which", status=422)
    answer = HttpResponseRedirect(request.path + "#said")
    answer.status_code = 303
    return answer


def note_whose_link(asking: Asking) -> None:
    """Only the address to which the question went was sent this link: it is theirs. A letter with such a link has no copies."""
    sent = asking.delivery or (asking.message.delivery if asking.message is not None else None)
    if sent is not None and sent.to_value:
        prove_by_link(asking.case.customer, kind=KINDS[sent.channel.kind].can.reaches, value=sent.to_value)


def living(case: Case) -> Case:
    """The case in which a merged one lives on."""
    while case.aside == Aside.MERGED and case.merged_into is not None:
        case = case.merged_into
    return case


def shown(request: HttpRequest, asking: Asking, case: Case, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page as the matter stands now, in the customer's language."""
    company: Company = request.company  # type: ignore[attr-defined]
    language, display = language_of(case), display_for(None, company)
    calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
    answer = last_answer(case)
    context: dict[str, Any] = {
        "company": company,
        "stands": stands(asking, case),
        "said_at": asking.ended_at,
        "is_second_look": asking.is_second_look,
        "subject": case.subject,
        "answered_at": answer.at if answer is not None else None,
        "answer": SafeString(to_html(answer.text, language=language)) if answer is not None else "",  # nh3 cleaned it
        "typed": request.POST.get("word", ""),
        "error": error,
        "path": request.path,
        "page": mac(PAGE, asking.pk),
    }
    with override(language), displayed(language, display.zone, calendar):
        page = HttpResponse(render_to_string("portal/confirmation.html", context), status=status)
    page["Content-Language"] = language
    return page


def stands(asking: Asking, case: Case) -> str:
    """How the page speaks: "asked", "settled" (they said yes), "lapsed", or "ours" (we are working on it)."""
    if case.state == State.CONFIRMED:
        return "asked" if asking.is_second_look and asking.state in RUNNING else "settled"
    if case.state == State.ANSWERED and asking.state in RUNNING:
        return "asked"
    return "lapsed" if case.state in (State.LAPSED, State.ANSWERED) else "ours"

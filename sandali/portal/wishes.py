"""A customer's own page: how and when they want to be reached, and what they agree to. GET shows, POST acts."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.ratelimit import consume
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import override

from sandali.company.actions.overtaken import Overtaken
from sandali.company.models import Company
from sandali.company.queries import display_for
from sandali.customers.contact import NOTHING, Known, contact_rules, known_of
from sandali.customers.models import Customer, Given, Purpose
from sandali.customers.queries import living_customer
from sandali.customers.wishing import keep_wishes, say_consent
from sandali.kit.dates import displayed
from sandali.kit.secrets import mac, mac_ok
from sandali.kit.signed_links import Link
from sandali.portal.wish_forms import OwnWishForm

PAGE: Final = "wishes-page"  # what a form of this page carries: mail scanners post what they find without having read it


def wishes(request: HttpRequest, link: Link) -> HttpResponse:
    """The page of one customer."""
    customer = living_customer(link.number)
    if customer is None:
        raise Http404
    company: Company = request.company  # type: ignore[attr-defined]
    display = display_for(None, company)
    # What is being chosen shows in the language that is known until then.
    language = customer.language if customer.language in ("fa", "en") else company.language
    calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
    with override(language), displayed(language, display.zone, calendar):
        answer = answered(request, customer)
    answer["Content-Language"] = language
    return answer


def answered(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Show the page, or do what it asks."""
    known = known_of([customer]).get(customer.pk, NOTHING)
    agrees = agreements(known)
    if request.method != "POST":
        return shown(request, customer, OwnWishForm(known.wishes, agrees), known, is_said="said" in request.GET)
    form = OwnWishForm(known.wishes, agrees, request.POST)
    if request.user.is_authenticated:
        return shown(request, customer, form, known, error="ours", status=403)
    if not mac_ok(request.POST.get("page", ""), PAGE, customer.pk):
        return shown(request, customer, form, known, error="which", status=422)
    if not consume(request, action="wishes"):
        return shown(request, customer, form, known, error="often", status=429)
    if not form.is_valid():
        return shown(request, customer, form, known, status=422)
    try:
        keep(customer, form, agrees)
    except Overtaken:
        customer.refresh_from_db()
        fresh = known_of([customer]).get(customer.pk, NOTHING)
        return shown(request, customer, OwnWishForm(fresh.wishes, agreements(fresh)), fresh, error="overtaken", status=409)
    answer = HttpResponseRedirect(f"{request.path}?said=1#said")
    answer.status_code = 303
    return answer


@transaction.atomic
def keep(customer: Customer, form: OwnWishForm, agrees: dict[str, bool]) -> None:
    """What they say, in their own name; of what they agree to only what changed is a new word of theirs. Raises Overtaken."""
    keep_wishes(customer, by=None, version=form.cleaned_data["version"], **form.wishes())
    for purpose, is_given in form.agreed().items():
        if is_given != agrees[purpose]:
            say_consent(customer, purpose, is_given=is_given, how=Given.PAGE, by=None)


def agreements(known: Known) -> dict[str, bool]:
    """Purpose → whether we may, by their word or by what holds until they say one."""
    rules = contact_rules()
    spoken = {purpose.value: known.agrees(purpose.value, "") for purpose in Purpose}
    return {purpose: said if said is not None else purpose not in rules.asks_first for purpose, said in spoken.items()}


def shown(
    request: HttpRequest, customer: Customer, form: OwnWishForm, known: Known, *, error: str = "", is_said: bool = False, status: int = 200
) -> HttpResponse:
    """The page as it stands. Nothing of their cases, notes or other addresses is on it: whoever has the link may be another."""
    context: dict[str, Any] = {
        "company": request.company,  # type: ignore[attr-defined]
        "form": form,
        "error": error,
        "is_said": is_said,
        "changed_at": known.wishes.changed_at if known.wishes is not None else None,
        "path": request.path,
        "page": mac(PAGE, customer.pk),
    }
    return HttpResponse(render_to_string("portal/wishes.html", context), status=status)

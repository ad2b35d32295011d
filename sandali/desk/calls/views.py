"""The log of calls, the calls at one's own telephone, and calling a customer by a press."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import access_case
from sandali.cases.actions.answering import AgainstWishes
from sandali.cases.actions.calls import place_call, put_away
from sandali.cases.call_queries import BOXES, call_at, call_log, calls_at, placing_channel
from sandali.cases.models import Case
from sandali.channels.adapter import Refused, TryLater
from sandali.channels.kinds import CALL_KINDS
from sandali.channels.models import Channel
from sandali.company.permissions import may
from sandali.customers.access import access_customer, access_identity
from sandali.customers.models import Identity, IdentityKind
from sandali.desk.calls.rows import cards_of, case_named, log_rows
from sandali.desk.customers.paging import cursor, read_cursor
from sandali.desk.entering import staff, stays_here
from sandali.kit.dates import current_display
from sandali.kit.htmx import asked_by_htmx, done, page
from sandali.kit.page_addresses import reverse
from sandali.kit.phones import show_phone

PAGE: Final = 30
BOX_WORDS: Final = {"all": gettext_lazy("All calls"), "mine": gettext_lazy("My calls"), "missed": gettext_lazy("Missed calls")}


@staff("see_customers")
def calls(request: HttpRequest) -> HttpResponse:
    """Who called, when, for how long, and who answered, the newest first."""
    box = request.GET.get("box", "all")
    box = box if box in BOXES else "all"
    found = call_log(request.user, box=box, before=read_cursor(request.GET.get("after", "")), most=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = f"{reverse('calls')}?{urlencode({'box': box, 'after': cursor(last.began_at, last.pk)})}" if last is not None else ""
    context = {
        "rows": log_rows(found[:PAGE], request.user),
        "more": more,
        "box": box,
        "connect_url": "" if found else connect_url(request.user),
        "tabs": [(words, f"{reverse('calls')}?box={name}", name == box) for name, words in BOX_WORDS.items()],
    }
    return page(request, "desk/calls/log.html", context, part=["call-rows"])


def connect_url(person: Any) -> str:
    """Where somebody who keeps the channels connects a telephone system; nowhere for others, and where there is one."""
    if not may(person, "manage_channels") or Channel.objects.filter(kind__in=CALL_KINDS).exists():
        return ""
    return f"{reverse('settings_channel_new')}?kind=telephone"


@staff("see_customers")
def ringing(request: HttpRequest) -> HttpResponse:
    """The calls at one's own telephone, for the page that is open; as a page of its own it is the log."""
    if not asked_by_htmx(request):
        return HttpResponseRedirect(reverse("calls"))
    return page(request, "desk/calls/ringing.html", {"ringing": ringing_for(request.user)}, part="calls")


def ringing_for(person: Any) -> list[Any]:
    """The cards of the calls at somebody's telephone; nothing is asked for who has none."""
    found = calls_at(person) if person.extension else []
    return cards_of(found, person) if found else []


@staff("see_customers", methods=("POST",))
def putting_away(request: HttpRequest, number: int) -> HttpResponse:
    """Not on my screen any more."""
    put_away(call_at(request.user, number), by=request.user)
    return done(request, reverse("calls_ringing") if asked_by_htmx(request) else next_of(request, reverse("calls")))


@staff("answer_cases", methods=("GET", "POST"))
def calling(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """Call a customer: one's own telephone rings first. Where they do not want to be called, the reason is asked for."""
    customer = access_customer(request.user, number)
    address = access_identity(request.user, number, identity, to="see")
    if address.kind != IdentityKind.PHONE or address.claimed_by:
        raise Identity.DoesNotExist
    asked = request.POST.get("case") or request.GET.get("case") or ""
    case = access_case(request.user, found.pk, to="answer") if (found := case_named(request.user, asked)) is not None else None
    back = reverse("case", args=[case.pk]) if case is not None else reverse("customer", args=[number])
    channel = placing_channel(request.user)
    problem, wishes = "", ""
    if channel is None:
        problem = _("Nobody can call from here: you need an extension, and a telephone system that takes calls.")
    elif request.method == "POST":
        try:
            place_call(address.value, customer, by=request.user, channel=channel, case=case, reason=request.POST.get("reason", ""))
        except AgainstWishes as against:
            wishes = str(against)
        except (Refused, TryLater) as trouble:
            problem = trouble.reason
        else:
            return done(request, back, _("Your telephone rings. Pick it up, and the customer is called."), leave=True)
    return calling_page(request, customer=customer, address=address, case=case, back=back, problem=problem, wishes=wishes)


def calling_page(request: HttpRequest, *, case: Case | None, problem: str, wishes: str, **more: Any) -> HttpResponse:
    """Whom one is about to call, why it did not come about, and what they wished."""
    if problem and request.method == "POST":
        messages.warning(request, problem)
    context = {**more, "case": case, "problem": problem, "wishes": wishes, "reason": request.POST.get("reason", "")}
    context["shown"] = show_phone(more["address"].value, current_display().language)
    return page(request, "desk/calls/calling.html", context, status=422 if problem or wishes else None)


def next_of(request: HttpRequest, usual: str) -> str:
    """Where somebody was; never another site."""
    wanted = request.POST.get("next", "")
    return wanted if stays_here(wanted) else usual

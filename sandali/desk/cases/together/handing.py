"""Handing a case over: the brief that is proposed, the offer, the answer to it, and what waits for oneself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, access_offer
from sandali.cases.actions import handover as actions
from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Case, Handover
from sandali.cases.together import handed_to, known_of
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.desk.cases.acts import shown
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.cases.inside.forms import doer_of
from sandali.desk.cases.together.forms import HandoverForm
from sandali.desk.entering import staff
from sandali.kit.dates import show_moment
from sandali.kit.failures import failure
from sandali.kit.htmx import cleaned, done, page

GIVE, LIST = "desk/cases/together/give.html", "desk/cases/together/handovers.html"
MOST_LISTED = 50


def proposed_brief(case: Case) -> str:
    """A brief from what the case holds: what the customer wants, what was answered last, what is still open. Its giver edits it."""
    known = known_of(case)
    wants = preview_of(known.wants)
    lines = [_("What the customer wants: %(subject)s") % {"subject": known.subject or wants}]
    if known.subject and wants:
        lines.append(wants)
    if known.answered and known.answered_at is not None:
        when = show_moment(known.answered_at, "short")
        lines += ["", _("What we answered last (%(when)s):") % {"when": when}, preview_of(known.answered)]
    else:
        lines += ["", _("We have not answered yet.")]
    if known.tasks:
        lines += ["", _("What is still open:"), *(f"- {title} ({who})" for title, who in known.tasks)]
    return "\n".join(lines)


@staff("handle_cases", methods=("GET", "POST"))
def handover(request: HttpRequest, number: int) -> HttpResponse:
    """Offer the case to a colleague or a department, with a brief."""
    case = access_case(request.user, number, to="handle")
    form = HandoverForm(request.POST or None, initial={"brief": proposed_brief(case)}, case=case, person=request.user)
    values = cleaned(form, request)
    if values is not None:
        doer = doer_of(values["to"])
        try:
            offer = actions.offer_case(case, values["brief"], by=request.user, person=doer["owner"], department=doer["department"])
        except actions.CannotHandOver as problem:
            form.add_error(None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        except Overtaken:
            messages.warning(request, _("This case is being handed over already. Withdraw that first, or wait for the answer."))
            return done(request, reverse("case", args=[number]), leave=True)
        except (Department.DoesNotExist, Person.DoesNotExist):
            return failure(request, 400)
        else:
            messages.success(request, _("The case is offered to %(to)s. Until they accept, it stays with its owner.") % {"to": actions.name_of_receiver(offer)})
            return done(request, filter_of(request).case_url(number), leave=True)
    wanted = filter_of(request)
    return page(request, GIVE, {"case": case, "number": number_of(case), "form": form, "filter": wanted, "back_url": wanted.case_url(number)})


def answered(request: HttpRequest, number: int, act: Callable[[Handover], Any], said: str) -> HttpResponse:
    """Answer the open hand-over of a case, and show the case; when it is not open any more that is said."""
    offer = access_offer(request.user, number)
    try:
        act(offer)
    except Overtaken:
        messages.warning(request, _("This hand-over is not open any more. This is how the case stands now."))
        return shown(request, number, status=409)
    except actions.CannotHandOver as problem:
        messages.warning(request, str(problem))
        return shown(request, number, status=422)
    messages.success(request, said)
    return shown(request, number, whole=True)


@staff("handle_cases", methods=("POST",))
def acceptance(request: HttpRequest, number: int) -> HttpResponse:
    """Become the case's owner."""
    return answered(
        request, number, lambda offer: actions.accept_handover(offer, by=request.user), _("The case is yours. Its brief stands at its top.")
    )


@staff("handle_cases", methods=("POST",))
def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Say no, and why."""
    word = request.POST.get("word", "")
    return answered(
        request, number, lambda offer: actions.decline_handover(offer, word, by=request.user), _("Declined. Your colleague was told why.")
    )


@staff("handle_cases", methods=("POST",))
def handover_withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the case after all."""
    access_case(request.user, number, to="handle")
    return answered(request, number, lambda offer: actions.withdraw_handover(offer, by=request.user), _("The case is not handed over any more."))


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A case that waits for one's answer."""

    url: str
    title: str
    customer: str
    by: str
    to: str
    at: datetime
    brief: str
    mine: bool


def offer_row(offer: Handover, person: Any) -> OfferRow:
    """One row of the list."""
    case = offer.case
    return OfferRow(
        reverse("case", args=[case.pk]), case.subject or case.preview, str(case.customer), offer.by.name, actions.name_of_receiver(offer),
        offer.at, preview_of(offer.brief), offer.to_person_id == person.pk,
    )  # fmt: skip


@staff("see_cases")
def handovers(request: HttpRequest) -> HttpResponse:
    """The cases that are being handed to the person, or to their departments."""
    rows = [offer_row(offer, request.user) for offer in handed_to(request.user)[:MOST_LISTED]]
    return page(request, LIST, {"rows": rows}, part=["handovers-list"])

"""The page with the texts that a provider takes when a conversation is over: choose one, fill in its places, send it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions import CannotAnswer, reply
from sandali.cases.contact import Outward, Way, best_way, open_channels, ways_of
from sandali.cases.models import Case, Message
from sandali.channels.adapter import Approved
from sandali.channels.kinds import APPROVED_KINDS
from sandali.channels.models import ApprovedText
from sandali.customers.queries import identities_of
from sandali.desk.cases.beside import shown_address
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.entering import staff
from sandali.desk.wishes.composing import wished_now
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import done, page
from sandali.kit.text import clean

PAGE = "desk/cases/approved.html"
LONGEST_VALUE = 600


@dataclass(frozen=True, slots=True)
class Choice:
    """One text, with what was typed into its places."""

    text: ApprovedText
    places: tuple[tuple[str, str], ...]  # (its number as it is read, what was typed)
    is_chosen: bool = False

    @property
    def shown(self) -> str:
        """The text with its places as one reads them."""
        return filled(self.text.text, tuple(f"[{number}]" for number, _typed in self.places))


@staff("answer_cases", methods=("GET", "POST"))
def approved(request: HttpRequest, number: int) -> HttpResponse:
    """The texts by which this customer can be answered, and sending one."""
    case = access_case(request.user, number, to="answer")
    way = way_of(case)
    texts = list(ApprovedText.objects.filter(channel=way.channel)) if way is not None else []
    refused, status = "", None
    if request.method == "POST":
        try:
            message = send(request, case, way, texts)
        except CannotAnswer as problem:
            refused, status = str(problem), 422
        else:
            undo = reverse("message_withdrawal", args=[number, message.pk])
            toasts.success(request, _("The text is on its way."), extra_tags=f"undo:{undo}")
            return done(request, filter_of(request).case_url(number), leave=True)
    context: dict[str, Any] = {
        "case": case, "number": number_of(case), "choices": [choice_of(text, request) for text in in_order(texts, case)], "refused": refused,
        "address": shown_address(way.identity) if way is not None else "", "channel": way.channel if way is not None else None,
        "key": clean(request.POST.get("key", ""))[:60] or uuid.uuid4().hex, "back_url": filter_of(request).case_url(number),
        "approved_url": request.get_full_path(), "wished": wished_now(case, request),
    }  # fmt: skip
    return page(request, PAGE, context, status=status)


def way_of(case: Case) -> Way | None:
    """The account that such a text reaches: where they are, else another one of theirs."""
    best = best_way(case)
    if best is not None and best.channel.kind in APPROVED_KINDS:
        return best
    channels = [channel for channel in open_channels() if channel.kind in APPROVED_KINDS]
    return next(iter(ways_of(case, identities_of(case.customer_id), channels)), None)


def in_order(texts: list[ApprovedText], case: Case) -> list[ApprovedText]:
    """Those in the customer's language first."""
    return sorted(texts, key=lambda text: (not text.language.startswith(case.customer.language or "?"), text.name, text.language))


def choice_of(text: ApprovedText, request: HttpRequest) -> Choice:
    """A text as it stands in the page; what was typed comes back."""
    chosen = request.POST.get("text") == str(text.pk)
    typed = request.POST.getlist("value") if chosen else []
    values = [clean(typed[number])[:LONGEST_VALUE] if number < len(typed) else "" for number in range(text.places)]
    language = current_display().language
    return Choice(text, tuple((localize_digits(number, language), value) for number, value in enumerate(values, start=1)), chosen)


def send(request: HttpRequest, case: Case, way: Way | None, texts: list[ApprovedText]) -> Message:
    """Send the text that was chosen, by the way that takes it. Raises CannotAnswer with a sentence."""
    found = next((text for text in texts if request.POST.get("text") == str(text.pk)), None)
    key = clean(request.POST.get("key", ""))[:60]
    if way is None or found is None or not key:
        raise CannotAnswer(_("This text is not there any more. Please choose another one."))
    values = tuple(" ".join(value.split()) for _number, value in choice_of(found, request).places)
    if not all(values):
        raise CannotAnswer(_("Please fill in every place of the text."))
    outward = Outward(way.channel.pk, way.identity.pk, request.POST.get("against_reason", "").strip()[:300])
    said = Approved(found.name, found.language, values)
    return reply(case, filled(found.text, values), by=request.user, dedupe_key=f"{request.user.pk}:{case.pk}:{key}", outward=outward, approved=said)


def filled(text: str, values: tuple[str, ...]) -> str:
    """The text as the customer reads it. In one pass, so that nothing is looked for in what was typed."""
    pieces = text.split("{{")
    made = [pieces[0]]
    for piece in pieces[1:]:
        place, closed, rest = piece.partition("}}")
        number = int(place) - 1 if place.isascii() and place.isdigit() else -1
        made.append(f"{values[number]}{rest}" if closed and 0 <= number < len(values) else f"{{{{{piece}")
    return "".join(made)

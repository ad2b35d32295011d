"""Promises in the composer: the line by hand, what is read while one writes, and what a sent form says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions import CannotAnswer
from sandali.desk.cases.timing.forms import sentences
from sandali.desk.entering import staff
from sandali.desk.promises.forms import LineForm
from sandali.desk.promises.words import due_words
from sandali.kit.dates import current_display, show_date
from sandali.kit.fields import DateInput
from sandali.kit.text import clean, fold
from sandali.resolution.promises.offers import LONGEST_WORDS, Offer, offers_in
from sandali.resolution.promises.saying import Said
from sandali.resolution.promises.sorry import sorry_again

MOST_WORDS = 40  # accepted or refused in one form


@dataclass(frozen=True, slots=True)
class TypedLine:
    """The line as typed so far."""

    open: bool = False
    what: str = ""
    day: str = ""
    clock: str = ""

    @property
    def day_input(self) -> SafeString:
        """The day, with a calendar that begins today."""
        today = timezone.now().astimezone(current_display().zone).date()
        attributes = {"class": "input day-input", "id": "promise-day", "placeholder": _("By which day")}
        return DateInput(attrs=attributes, earliest=today).render("promise_day", self.day)


def typed_line(request: HttpRequest) -> TypedLine:
    """The line of a form that comes back, or an empty one."""
    if request.method != "POST" or "promise_what" not in request.POST:
        return TypedLine()
    what, day, clock = (clean(request.POST.get(f"promise_{name}", ""))[:300] for name in ("what", "day", "clock"))
    return TypedLine("promise_open" in request.POST, what, day[:40], clock[:40])


def said_of_promises(request: HttpRequest) -> Said:
    """What a sent form says of promises. Raises CannotAnswer with a sentence where the line makes no sense."""
    accepted, refused = (words_in(request, name) for name in ("promise", "no_promise"))
    line = typed_line(request)
    if not line.open:
        return Said(accepted, refused)
    form = LineForm({"what": line.what, "day": line.day, "clock": line.clock})
    if not form.is_valid():
        raise CannotAnswer(sentences(form))
    return Said(accepted, refused, form.cleaned_data["what"], form.cleaned_data["due"])


def words_in(request: HttpRequest, name: str) -> tuple[str, ...]:
    """The words that are ticked."""
    return tuple(clean(words)[:LONGEST_WORDS] for words in request.POST.getlist(name)[:MOST_WORDS])


@staff("answer_cases", methods=("POST",))
def reading(request: HttpRequest, number: int) -> HttpResponse:
    """What is being written, read: times that could be promises, and a word where sorry is said again without progress."""
    case = access_case(request.user, number, to="answer")
    text, now = request.POST.get("text", ""), timezone.now()
    accepted, refused = ({fold(words) for words in words_in(request, name)} for name in ("promise", "no_promise"))
    before = sorry_again(text, case)
    context = {
        "offers": [shown(offer, accepted, refused, now) for offer in offers_in(text, case, now=now)],
        "sorry": _("We said sorry here on %(day)s, and nothing has moved since. What is different now?") % {"day": show_date(before, "short")} if before else "",
    }
    return HttpResponse(render_to_string("desk/promises/offers.html", context, request))


def shown(offer: Offer, accepted: set[str], refused: set[str], now: Any) -> dict[str, Any]:
    """One offer as a chip."""
    return {
        "words": offer.words,
        "when": due_words(offer.due, now),
        "reason": offer.reason,
        "is_accepted": offer.key in accepted,
        "is_refused": offer.key in refused,
    }

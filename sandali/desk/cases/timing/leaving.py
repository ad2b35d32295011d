"""When an answer is to leave, as the composer's form says it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions import CannotAnswer
from sandali.cases.models import Message
from sandali.desk.cases.timing.choices import day_words
from sandali.desk.cases.timing.forms import WhenForm, sentences

ON_DAY = "day"  # the button beside the day and the time


def asked_leaving(request: HttpRequest) -> datetime | None:
    """The moment at which the answer shall leave; None when it leaves now. Raises CannotAnswer with a sentence.

    Somebody who filled in a day and pressed Enter meant that day: what leaves too late can be sent now, but never taken back."""
    words = later_words(request)
    if not words:
        return in_their_hours(request)
    day, _comma, clock = words.partition(",")
    form = WhenForm({"until": "", "day": day, "clock": clock} if _comma else {"until": words})
    if not form.is_valid():
        raise CannotAnswer(sentences(form))
    moment: datetime = form.cleaned_data["moment"]
    return moment


def in_their_hours(request: HttpRequest) -> datetime | None:
    """The beginning of the customer's hours, where the form leaves the answer to them; None where they have begun by now."""
    try:
        moment = datetime.fromisoformat(request.POST.get("their_hours", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and moment > timezone.now() else None


def later_words(request: HttpRequest) -> str:
    """What the form says of leaving later: a moment as ISO, "day,clock" as typed, or "". An answer sent despite what came
    meanwhile leaves when it was to leave before."""
    chosen, typed = request.POST.get("later", ""), [request.POST.get(name, "").strip() for name in ("later_day", "later_clock")]
    if request.POST.get("despite"):
        return request.POST.get("later_again", "")
    if chosen and chosen != ON_DAY:
        return chosen
    return ",".join(typed) if chosen == ON_DAY or any(typed) else ""


def on_its_way(message: Message) -> str:
    """What is said after sending."""
    if message.leaves_at is not None and message.leaves_at > timezone.now():
        return _("The answer will be sent %(moment)s.") % {"moment": day_words(message.leaves_at)}
    return _("The answer is on its way.")

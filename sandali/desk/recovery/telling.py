"""The letter to everybody who complained of a cause: who they are, what is written, and how far it has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.company.permissions import NotAllowed, may
from sandali.desk.entering import staff
from sandali.desk.recovery.causes import access_cause
from sandali.desk.recovery.forms import area, words
from sandali.kit.components.pieces import number as shown_number
from sandali.kit.dates import show_time
from sandali.kit.htmx import cleaned, done, page
from sandali.resolution.models import Cause, Reached, Telling
from sandali.resolution.recovery.actions import NoWords
from sandali.resolution.recovery.telling import (
    GRACE,
    Listener,
    NothingToTell,
    begin_telling,
    by_day,
    listeners,
    out_of_reach,
    progress,
    told_rows,
    withdraw_telling,
)

WRITE, SENT = "desk/recovery/telling.html", "desk/recovery/telling_letter.html"
MOST_ROWS: Final = 500
WHY_NOT: Final = {
    "told": gettext_lazy("was told already"),
    "no-address": gettext_lazy("no address that we can write to"),
    "paused": gettext_lazy("their address takes no mail at the moment"),
    "never": gettext_lazy("they never want to be written to by the ways that we have"),
    "withdrawn": gettext_lazy("they do not want messages that we begin"),
    "quiet": gettext_lazy("waits until the night is over"),
    "hours": gettext_lazy("waits for the hours in which they want to be reached"),
    "often": gettext_lazy("waits, as they had several messages from us these days"),
    "merged": gettext_lazy("the case lives on in another one"),
    "spam": gettext_lazy("the case is spam"),
    "other-cause": gettext_lazy("the case has another cause now"),
    "moved": gettext_lazy("the house was brought in from an archive before it was their turn"),
    "no-right": gettext_lazy("its writer may not answer there any more"),
    "error": gettext_lazy("something went wrong; it is in the log"),
}
TONES: Final = {Reached.PLANNED: "", Reached.TOLD: "ok", Reached.NOT_TOLD: "warn"}


class LetterForm(forms.Form):
    """The letter."""

    text = forms.CharField(label=gettext_lazy("Your letter"), max_length=5_000, widget=area(9))

    def clean_text(self) -> str:
        """Words."""
        return words(self.cleaned_data["text"])


def refuse_silent(request: HttpRequest) -> None:
    """Raises NotAllowed for who keeps causes and may answer nobody."""
    if not may(request.user, "answer_cases"):
        raise NotAllowed


@staff("manage_causes", methods=("GET", "POST"))
def telling(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody with a case of this cause, and the letter to them."""
    refuse_silent(request)
    found, _branch = access_cause(number)
    form = LetterForm(request.POST or None, auto_id="telling-%s")
    values = cleaned(form, request)
    if values is None:
        return write_page(request, found, form)
    chosen = numbers_in(request.POST.getlist("customer"))
    if request.POST.get("rest") and request.POST.get("shown"):
        chosen |= {one.case.customer_id for one in listeners(found, request.user)} - numbers_in(request.POST.get("shown", "").split(","))
    try:
        made = begin_telling(found, values["text"], by=request.user, key=request.POST.get("key", ""), customers=chosen)
    except (NoWords, NothingToTell):
        form.add_error(None, _("Nobody is chosen who could be told. Choose at least one, of a cause that is mended."))
        return write_page(request, found, form, status=422)
    soon = made.starts_at - made.at <= GRACE
    said = _("The letter goes out in two minutes. Until then it can be taken back.") if soon else _("It is night: the letter goes out in the morning. Until then it can be taken back.")
    return done(request, reverse("cause_letter", args=[number, made.pk]), said, leave=True)


def numbers_in(texts: Iterable[str]) -> set[int]:
    """The numbers among what was posted."""
    return {int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 18}


def write_page(request: HttpRequest, found: Cause, form: LetterForm, *, status: int | None = None) -> HttpResponse:
    """The page on which it is written."""
    people = listeners(found, request.user)
    reachable = [one for one in people if not one.why_not]
    typed = form.data.getlist("customer") if form.is_bound else None  # type: ignore[attr-defined]
    away, shown = out_of_reach(found, request.user), people[:MOST_ROWS]
    rest = sum(not one.why_not for one in people[MOST_ROWS:])
    context = {
        "cause": found,
        "form": form,
        "key": request.POST.get("key", "") or uuid.uuid4().hex,
        "people": [listener_row(one, typed) for one in shown],
        "rest": rest,
        "rest_words": ngettext("And %(number)s more who complained of it", "And %(number)s more who complained of it", rest) % {"number": shown_number(rest)} if rest else "",
        "rest_chosen": typed is None or bool(request.POST.get("rest")),
        "shown": ",".join(str(one.case.customer_id) for one in shown) if rest else "",
        "reachable": len(reachable),
        "away": ngettext("%(number)s case is out of your reach.", "%(number)s cases are out of your reach.", away) % {"number": shown_number(away)} if away else "",
        "cause_url": reverse("cause", args=[found.pk]),
    }
    return page(request, WRITE, context, status=status)


def listener_row(one: Listener, typed: list[str] | None) -> dict[str, Any]:
    """One customer on the list."""
    who = one.case.customer_id
    return {
        "one": one,
        "case": one.case,
        "chosen": not one.why_not and (typed is None or str(who) in typed),
        "why_not": str(WHY_NOT[one.why_not]) if one.why_not else "",
        "cases": ngettext("%(number)s case", "%(number)s cases", one.cases) % {"number": shown_number(one.cases)} if one.cases > 1 else "",
    }


def access_telling(number: int, telling: int) -> Telling:
    """One letter about a cause. Raises Telling.DoesNotExist."""
    return Telling.objects.select_related("cause", "by").get(pk=telling, cause=number)


def waits_until(found: Telling, now: datetime) -> str:
    """When a letter leaves that can still be taken back, as a sentence; "" for any other."""
    if found.starts_at <= now or found.withdrawn_at is not None:
        return ""
    if found.starts_at - now > GRACE:
        return _("Nobody gets a message at night. Nothing has been sent yet; it goes out in the morning, at %(time)s.") % {"time": show_time(found.starts_at)}
    return _("Nothing has been sent yet. It goes out at %(time)s.") % {"time": show_time(found.starts_at)}


def rests_until(found: Telling, now: datetime) -> str:
    """When a letter goes on that the night came over, as a sentence; ""."""
    morning = by_day(now)
    if found.ended_at is not None or found.starts_at > now or morning == now:
        return ""
    return _("Nobody gets a message at night. It continues at %(time)s.") % {"time": show_time(morning)}


@staff("manage_causes")
def letter(request: HttpRequest, number: int, telling: int) -> HttpResponse:
    """How far a letter has come; `telling-progress` is the part that renews itself while it is on its way, `telling-more` the next rows."""
    refuse_silent(request)
    found, now = access_telling(number, telling), timezone.now()
    counts, rows = progress(found), told_rows(found, request.user, after=request.GET.get("after", ""), most=MOST_ROWS + 1)
    last = rows[MOST_ROWS - 1] if len(rows) > MOST_ROWS else None
    context = {
        "telling": found,
        "cause": found.cause,
        "counts": counts,
        "share": round(100 * (counts["all"] - counts["planned"]) / counts["all"]) if counts["all"] else 0,
        "progress": _("%(told)s of %(all)s have been told.") % {"told": shown_number(counts["told"]), "all": shown_number(counts["all"])},
        "waits": waits_until(found, now),
        "rests": rests_until(found, now),
        "rows": [{"row": row, "label": Reached(row.state).label, "tone": TONES[Reached(row.state)], "why": str(WHY_NOT.get(row.why, ""))} for row in rows[:MOST_ROWS]],
        "more_url": f"{reverse('cause_letter', args=[number, telling])}?after={last.state},{last.pk}" if last is not None else "",
        "letter_url": reverse("cause_letter", args=[number, telling]),
        "withdrawal_url": reverse("cause_letter_withdrawal", args=[number, telling]),
    }
    return page(request, SENT, context, part=["telling-progress", "telling-more"])


@staff("manage_causes", methods=("POST",))
def withdrawal(request: HttpRequest, number: int, telling: int) -> HttpResponse:
    """Take it back before anything leaves."""
    refuse_silent(request)
    found = access_telling(number, telling)
    said = _("The letter was taken back. Nobody was told.") if withdraw_telling(found, by=request.user) else _("It is too late: the letter is leaving already.")
    return done(request, reverse("cause_letter", args=[number, telling]), said, leave=True)

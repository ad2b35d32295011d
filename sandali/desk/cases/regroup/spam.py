"""Spam: marking a case, bringing it back, the list of what lies there, and blocking who sent it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, reach
from sandali.cases.actions.spam import block_sender, mark_spam, unmark_spam
from sandali.cases.models import Case, Direction, Message
from sandali.cases.regrouping import MOST_SHOWN, spam_for
from sandali.cases.senders import CannotBlock
from sandali.company.permissions import may
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.cases.paging import asked_after
from sandali.desk.cases.regroup.blocking import why_not
from sandali.desk.entering import staff
from sandali.kit.htmx import done, page


@staff("see_cases")
def spam_list(request: HttpRequest) -> HttpResponse:
    """The spam that the person may see, the latest first; `spam-rows` is the part with the next page."""
    return page(request, "desk/cases/regroup/spam.html", listed(request.user, request.GET), part=["spam-rows"])


def listed(person: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """A page of the list, and where the next one begins."""
    found = spam_for(person, after=asked_after(asked), most=MOST_SHOWN + 1)
    last: tuple[datetime, int] | None = (found[MOST_SHOWN - 1].last_message_at, found[MOST_SHOWN - 1].pk) if len(found) > MOST_SHOWN else None
    shown = found[:MOST_SHOWN]
    handled = set(Case.objects.filter(reach(person, "handle_cases"), pk__in=[one.pk for one in shown]).values_list("pk", flat=True))
    return {
        "rows": [(one, number_of(one), one.pk in handled) for one in shown],
        "more": f"{reverse('spam')}?after={last[0].isoformat().replace('+', '%2B')},{last[1]}" if last else "",
        "may_block": may(person, "block_senders"),
    }


@staff("handle_cases", methods=("POST",))
def spam(request: HttpRequest, number: int) -> HttpResponse:
    """It is rubbish. `block` may say "sender" or "domain": then their mail is kept out from now on, for who may say so."""
    case = access_case(request.user, number, to="handle")
    block = request.POST.get("block", "")
    refused = ""
    if block in ("sender", "domain") and may(request.user, "block_senders"):
        refused = blocked(case, block, request.user)
    mark_spam(case, by=request.user)
    if refused:
        messages.warning(request, refused)
    stays = filter_of(request).case_url(number)  # so that the list it came from, and the next case of it, are where they were
    return done(request, stays, _("The case is in spam."), reverse("case_spam_removal", args=[number]), leave=True)


def blocked(case: Case, block: str, person: Any) -> str:
    """Block who wrote the case; returns why not, as a sentence, "" when it was done."""
    wrote = Message.objects.filter(case=case, direction=Direction.IN).exclude(from_value="").order_by("-pk")
    address = wrote.values_list("from_value", flat=True).first() or ""
    try:
        block_sender(address if block == "sender" else f"@{address.rpartition('@')[2]}", by=person)
    except CannotBlock as problem:
        return why_not(problem)
    return ""


@staff("handle_cases", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """It is none: the case stands where it stood."""
    case = access_case(request.user, number, to="handle")
    unmark_spam(case, by=request.user)
    return done(request, filter_of(request).case_url(number), _("The case is back where it stood."), leave=True)

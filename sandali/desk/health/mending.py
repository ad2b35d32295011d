"""Putting many records right at once, each act with a way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.actions.bulk import access_change, change_cases, restore_cases
from sandali.cases.actions.bulk_plans import classifying
from sandali.cases.models import Kind
from sandali.customers.access import access_customer
from sandali.customers.mending import (
    MOST_AT_ONCE,
    access_confirmation,
    access_correction,
    confirm_details,
    correct_addresses,
    restore_addresses,
    unconfirm_details,
)
from sandali.desk.cases.lists.bulk import MOST_NAMED, say
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import done


def list_of(code: str) -> str:
    """The list that an act belongs to."""
    return reverse("report_record_check", args=[code])


def ticked(request: HttpRequest) -> list[str]:
    """What was chosen, as far as one act goes."""
    return request.POST.getlist("record")[:MOST_AT_ONCE]


@staff("handle_cases", methods=("POST",))
def kinds(request: HttpRequest) -> HttpResponse:
    """One kind for the cases that were ticked ("12:3" each: number and version)."""
    wanted, chosen = request.POST.get("kind", ""), {}
    for value in ticked(request):
        number, _colon, version = value.partition(":")
        if (pk := read_number(number)) is not None:
            chosen[pk] = read_number(version)
    if not chosen or wanted not in Kind.values:
        messages.warning(request, _("Please tick some cases, then choose what they were."))
        return done(request, list_of("no_kind"), leave=True)
    outcome = change_cases(chosen, classifying("kind", wanted), by=request.user)
    say(request, outcome, undo="report_record_kinds_undoing")
    return done(request, list_of("no_kind"), leave=True)


@staff("handle_cases", methods=("POST",))
def kinds_undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back; `number` is its event."""
    restored, all_of_them = restore_cases(access_change(request.user, number), by=request.user)
    return taken_back(request, restored, all_of_them, "no_kind")


def taken_back(request: HttpRequest, restored: int, all_of_them: int, code: str) -> HttpResponse:
    """Say how many are as before, and show the list again."""
    if restored == all_of_them:
        messages.success(request, _("Everything is as it was before."))
    else:
        said = _("%(restored)s of %(all)s are as they were before. The others were changed by somebody since, and stay.")
        messages.warning(request, said % {"restored": figure(restored), "all": figure(all_of_them)})
    return done(request, list_of(code), leave=True)


@staff("edit_customers", methods=("POST",))
def corrections(request: HttpRequest) -> HttpResponse:
    """Write what was meant in the place of the misspelt addresses that were ticked."""
    chosen = [pk for value in ticked(request) if (pk := read_number(value)) is not None]
    outcome = correct_addresses(chosen, by=request.user)
    if outcome.event is not None:
        said = ngettext("%(number)s address was corrected.", "%(number)s addresses were corrected.", outcome.changed)
        undo = reverse("report_record_corrections_undoing", args=[outcome.event.pk])
        messages.success(request, said % {"number": figure(outcome.changed)}, extra_tags=f"undo:{undo}")
    if outcome.taken:
        names = " · ".join(isolated(one) for one in outcome.taken[:MOST_NAMED])
        messages.warning(request, _("Left as they are, because somebody else has the right address already. Perhaps they are one person: %(people)s") % {"people": names})
    if not chosen:
        messages.warning(request, _("Please tick the addresses first."))
    return done(request, list_of("misspelt"), leave=True)


@staff("edit_customers", methods=("POST",))
def corrections_undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back; `number` is its event."""
    event = access_correction(request.user, number)
    return taken_back(request, restore_addresses(event, by=request.user), int(event.data["count"]), "misspelt")


@staff("edit_customers", methods=("POST",))
def details(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody made sure that what is known of a customer still holds."""
    person: Any = request.user
    event = confirm_details(access_customer(person, number, to="edit"), by=person)
    undo = reverse("customer_details_undoing", args=[event.pk])
    return done(request, list_of("unchecked"), _("Noted: the details still hold."), undo=undo, leave=True)


@staff("edit_customers", methods=("POST",))
def details_undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take that back; `number` is its event."""
    back = unconfirm_details(access_confirmation(request.user, number), by=request.user)
    said = _("Taken back.") if back else _("Somebody has confirmed them again since, and that stays.")
    return done(request, list_of("unchecked"), said, leave=True)

"""Policies with the exceptions to them, and situations: settings pages, and one page of a policy that everybody may read."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed, may
from sandali.desk.cases.head import number_of
from sandali.desk.cases.paging import asked_after
from sandali.desk.entering import staff
from sandali.desk.exceptions.forms import PolicyForm, SituationForm, version_of
from sandali.desk.exceptions.words import joined
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.components.pieces import number as shown_number
from sandali.kit.htmx import done, page
from sandali.resolution.exceptions.actions import (
    CannotExcept,
    PolicyTaken,
    answer_proposal,
    end_situation,
    keep_policy,
    keep_situation,
)
from sandali.resolution.exceptions.queries import (
    all_policies,
    all_situations,
    behind,
    may_answer_proposal,
    open_proposals,
)
from sandali.resolution.models import Policy, Proposal, Situation

MOST_EXCEPTIONS: Final = 50


@staff("manage_policies")
def policies(request: HttpRequest) -> HttpResponse:
    """Every policy, every situation, and what exceptions say about policies."""
    now = timezone.now()
    rows = [
        {
            "situation": one, "url": reverse("settings_situation", args=[one.pk]), "is_running": one.is_running(now), "is_over": one.ends_at is not None and one.ends_at <= now,
            "cases": counted(one.cases), "policies": joined([policy.name for policy in one.policies.all()]),
        }
        for one in all_situations()
    ]  # fmt: skip
    context = {"policies": all_policies(), "situations": rows, "proposals": open_proposals()}
    return settings_page(request, "policies/list.html", context)


def counted(cases: int) -> str:
    """So many cases."""
    return ngettext("%(count)s case", "%(count)s cases", cases) % {"count": shown_number(cases)}


def keeping(request: HttpRequest, standing: Policy | None) -> HttpResponse:
    """The form of a policy."""
    form = PolicyForm(standing, request.POST or None)
    status = save(
        request, form,
        lambda: keep_policy(standing, by=request.user, version=None if standing is None else version_of(form), **form.values()),
        {PolicyTaken: "name"},
    )  # fmt: skip
    if status == SAVED:
        return done(request, reverse("settings_policies"), _("Saved."), leave=True)
    return settings_page(request, "policies/policy.html", {"form": form, "policy": standing}, status=status)


@staff("manage_policies", methods=("GET", "POST"))
def new_policy(request: HttpRequest) -> HttpResponse:
    """A policy more."""
    return keeping(request, None)


@staff("manage_policies", methods=("GET", "POST"))
def edit_policy(request: HttpRequest, number: int) -> HttpResponse:
    """What a policy says."""
    return keeping(request, Policy.objects.filter(pk=number).get())


@staff("see_cases")
def policy(request: HttpRequest, number: int) -> HttpResponse:
    """One policy: what it says, the exceptions to it that the reader may see, and whether it should change."""
    return policy_page(request, Policy.objects.select_related("owner", "department").filter(pk=number).get())


def policy_page(request: HttpRequest, found: Policy, *, error: str = "", status: int | None = None) -> HttpResponse:
    """The page of a policy; `exceptions-more` is the next exceptions."""
    rows = behind(found, request.user, after=asked_after(request.GET), most=MOST_EXCEPTIONS + 1)
    last = rows[MOST_EXCEPTIONS - 1] if len(rows) > MOST_EXCEPTIONS else None
    exceptions = [
        {
            "reason": one.reason or (one.situation.name if one.situation else ""), "customer": str(one.case.customer), "case": number_of(one.case),
            "url": reverse("case", args=[one.case_id]), "by": one.by.name, "at": one.at,
        }
        for one in rows[:MOST_EXCEPTIONS]
    ]  # fmt: skip
    asked = Proposal.objects.filter(policy=found).select_related("answered_by").order_by("-pk")
    context: dict[str, Any] = {
        "policy": found, "exceptions": exceptions,
        "more_url": f"{reverse('policy', args=[found.pk])}?{urlencode({'after': f'{last.at.isoformat()},{last.pk}'})}" if last is not None else "",
        "proposal": asked.filter(answered_at=None).first(), "answers": asked.filter(answered_at__isnull=False)[:5],
        "may_answer": may_answer_proposal(request.user, found), "may_edit": may(request.user, "manage_policies"), "error": error,
    }  # fmt: skip
    return page(request, "desk/exceptions/policy.html", context, part="exceptions-more", status=status)


@staff("see_cases", methods=("POST",))
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """The answer whether a policy changes, with a word for those who made the exceptions."""
    found = Policy.objects.select_related("owner", "department").filter(pk=number).get()
    if not may_answer_proposal(request.user, found):
        raise NotAllowed
    asked = Proposal.objects.filter(policy=found, answered_at=None).first()
    if asked is None:
        return done(request, reverse("policy", args=[number]), _("This was answered already."), leave=True)
    try:
        answer_proposal(asked, request.POST.get("word", ""), is_changed=request.POST.get("becomes") == "changed", by=request.user)
    except CannotExcept as problem:
        return policy_page(request, found, error=str(problem), status=422)
    except Overtaken:
        return done(request, reverse("policy", args=[number]), _("This was answered already."), leave=True)
    return done(request, reverse("policy", args=[number]), _("Your answer stands on the policy."), leave=True)


def declaring(request: HttpRequest, standing: Situation | None) -> HttpResponse:
    """The form of a situation."""
    form = SituationForm(standing, request.POST or None)
    status = save(
        request, form, lambda: keep_situation(standing, by=request.user, version=None if standing is None else version_of(form), **form.values())
    )
    if status == SAVED:
        return done(request, reverse("settings_policies") + "#situations", _("Saved. It stands on the cases that it affects."), leave=True)
    context: dict[str, Any] = {"form": form, "situation": standing}
    if standing is not None:
        context |= {"is_over": standing.ends_at is not None and standing.ends_at <= timezone.now(), "cases": counted(standing.affected.count())}
    return settings_page(request, "policies/situation.html", context, status=status)


@staff("manage_policies", methods=("GET", "POST"))
def new_situation(request: HttpRequest) -> HttpResponse:
    """Something happened."""
    return declaring(request, None)


@staff("manage_policies", methods=("GET", "POST"))
def situation(request: HttpRequest, number: int) -> HttpResponse:
    """One situation."""
    return declaring(request, Situation.objects.filter(pk=number).get())


@staff("manage_policies", methods=("POST",))
def ending(request: HttpRequest, number: int) -> HttpResponse:
    """It is over; with ?back=1 it goes on after all."""
    back = "back" in request.GET
    end_situation(Situation.objects.filter(pk=number).get(), by=request.user, is_over=not back)
    undo = None if back else f"{reverse('settings_situation_ending', args=[number])}?back=1"
    said = _("The situation goes on.") if back else _("The situation is over; its policies apply again.")
    return done(request, reverse("settings_policies") + "#situations", said, undo, leave=True)

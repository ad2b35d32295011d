"""What is done with an entry: archived, found right or out of date, inserted in an answer, an earlier text brought back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.company.actions import Overtaken
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.knowledge.forms import VerdictForm
from sandali.desk.knowledge.rows import entry_url
from sandali.kit.htmx import asked_by_htmx, asked_part, done
from sandali.knowledge.access import access_entry, access_revision
from sandali.knowledge.actions import (
    archive_entry,
    bring_entry_back,
    check_entry,
    judge_entry,
    restore_revision,
    use_entry,
)
from sandali.knowledge.filling import UnknownPlaces


@staff("write_knowledge", methods=("POST",))
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it no longer; it can be brought back."""
    archive_entry(access_entry(request.user, number, to="write"), by=request.user)
    return done(request, reverse("knowledge"), _("It was archived."), undo=reverse("knowledge_restoration", args=[number]), leave=True)


@staff("write_knowledge", methods=("POST",))
def restoration(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it again."""
    bring_entry_back(access_entry(request.user, number, to="write"), by=request.user)
    return done(request, entry_url(number), _("It is back."), leave=True)


@staff("write_knowledge", methods=("POST",))
def check(request: HttpRequest, number: int) -> HttpResponse:
    """It is still right."""
    check_entry(access_entry(request.user, number, to="write"), by=request.user)
    return done(request, entry_url(number), _("Noted: still right."), leave=True)


@staff("see_knowledge", methods=("POST",))
def verdicts(request: HttpRequest, number: int) -> HttpResponse:
    """Was it right? Asked on the entry's page and in the picker, whose list comes back there."""
    entry = access_entry(request.user, number)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return done(request, entry_url(number), leave=True)
    judge_entry(entry, by=request.user, **form.cleaned_data)
    said = _("Thank you. It is noted.") if form.cleaned_data["is_right"] else _("Thank you. Who wrote it is told.")
    if asked_by_htmx(request) and asked_part(request) == "fact-results":
        case = read_number(request.POST.get("case", ""))
        return done(request, reverse("knowledge_pick") + (f"?case={case}" if case else ""), said)
    return done(request, entry_url(number), said, leave=True)


@staff("see_knowledge", methods=("POST",))
def uses(request: HttpRequest, number: int) -> HttpResponse:
    """It was put into an answer on a case."""
    entry = access_entry(request.user, number)
    case = read_number(request.POST.get("case", ""))
    if case is None:
        return HttpResponse(status=422)
    use_entry(entry, by=request.user, case_number=access_case(request.user, case).pk)
    return HttpResponse(status=204)


@staff("write_knowledge", methods=("POST",))
def revision_restoration(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    """Let an earlier text stand again; the one before it stays among the revisions."""
    earlier = access_revision(request.user, number, revision, to="write")
    version = read_number(request.POST.get("version", ""))
    try:
        restore_revision(earlier, by=request.user, version=version or 0)
        said = _("The earlier text stands again.")
    except (Overtaken, UnknownPlaces) as refused:
        said = str(refused)
    return done(request, entry_url(number), said, leave=True)

"""The help page: articles for everybody, in the company's language. Nothing here asks who reads it, so caches may keep it."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from sandali.company.models import Company
from sandali.company.queries import display_for
from sandali.kit.dates import displayed
from sandali.kit.markdown import to_html, to_text
from sandali.knowledge.access import access_public_entry, public_entries
from sandali.knowledge.actions import judge_entry
from sandali.knowledge.models import Entry
from sandali.knowledge.queries import latest_changed, matching

MOST_TYPED: Final = 200
SHOWN: Final = 100
FRESH_FOR: Final = "public, max-age=300"


def articles(request: HttpRequest) -> HttpResponse:
    """Every article for everybody, or those that hold the words."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    company: Company = request.company  # type: ignore[attr-defined]
    query = " ".join(request.GET.get("q", "").split())[:MOST_TYPED]
    entries = public_entries(company.language)
    found = latest_changed(matching(entries, query) if query else entries, most=SHOWN)
    rows = [{"title": entry.title, "text": first_words(entry), "url": reverse("help_article", args=[entry.pk])} for entry in found]
    return shown(company, "portal/help.html", {"rows": rows, "query": query, "help_url": reverse("help")})


def article(request: HttpRequest, number: int) -> HttpResponse:
    """One article, and the question whether it helped."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    company: Company = request.company  # type: ignore[attr-defined]
    entry = public_entry(number, company)
    context = {
        "title": entry.title,
        "html": SafeString(to_html(entry.text, language=entry.language)),  # nh3 cleaned it
        "changed_at": entry.changed_at,
        "is_thanked": request.GET.get("said") == "1",
        "help_url": reverse("help"),
        "verdicts_url": reverse("help_verdicts", args=[number]),
    }
    return shown(company, "portal/help_article.html", context)


@csrf_exempt  # the page is the same for everybody and kept by caches, so it holds no token; nobody is signed in for this
def verdicts(request: HttpRequest, number: int) -> HttpResponse:
    """A reader says whether it helped. Counted up to a limit for an address; beyond it, the same thanks and no count."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    entry = public_entry(number, request.company)  # type: ignore[attr-defined]
    helped = request.POST.get("helped", "")
    if helped in ("yes", "no") and consume(request, action="help_verdict"):
        judge_entry(entry, is_right=helped == "yes", word=request.POST.get("word", ""))
    answer = HttpResponseRedirect(reverse("help_article", args=[number]) + "?said=1#said")
    answer.status_code = 303
    return answer


def public_entry(number: int, company: Company) -> Entry:
    """One article for everybody. Raises Http404: an article of ours alone does not exist here."""
    try:
        return access_public_entry(number, company.language)
    except Entry.DoesNotExist as missing:
        raise Http404 from missing


def first_words(entry: Entry) -> str:
    """The first paragraph, for the list."""
    first = to_text(entry.text[:2000]).split("\n\n", 1)[0]
    return first if len(first) <= 180 else first[:180].rsplit(" ", 1)[0] + "…"


def shown(company: Company, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page in the company's language, made without the request: no session, no token, no cookie comes into it."""
    display = display_for(None, company)
    with override(display.language), displayed(display.language, display.zone, display.calendar):
        answer = HttpResponse(render_to_string(template, {"company": company, **context}))
    answer["Cache-Control"] = FRESH_FOR
    answer["Content-Language"] = display.language
    return answer

"""The list of what we know, the page of one entry, writing and changing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.company.queries import open_departments
from sandali.desk.customers.paging import cursor, read_cursor, read_number
from sandali.desk.entering import staff
from sandali.desk.knowledge.facts import Facts, about, asked_case, public_address
from sandali.desk.knowledge.forms import EditForm, EntryForm, first_values, merged
from sandali.desk.knowledge.rows import ICONS, entry_row, entry_url
from sandali.kit.htmx import cleaned, done, page
from sandali.kit.markdown import to_html
from sandali.knowledge.access import access_entry, entries_for
from sandali.knowledge.actions import change_entry, write_entry
from sandali.knowledge.advice import looks_like_a_letter
from sandali.knowledge.filling import PLACES, UnknownPlaces
from sandali.knowledge.models import Entry, EntryKind
from sandali.knowledge.queries import (
    fitting,
    latest_changed,
    latest_revisions,
    latest_verdicts,
    matching,
    tally,
    use_counts,
)

PAGE: Final = 30
MOST_TYPED: Final = 200
STATES: Final = ("stale", "doubted", "archived")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to: words, a kind, a department's id, a state of STATES; `case` travels along."""

    q: str = ""
    kind: str = ""
    department: int | None = None
    state: str = ""
    case: int | None = None

    def url(self, after: str = "") -> str:
        """The list's address with this filter."""
        wanted = {"q": self.q, "kind": self.kind, "department": self.department, "state": self.state, "case": self.case, "after": after}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse("knowledge") + (f"?{query}" if query else "")

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.q or self.kind or self.department or self.state)


def read_filter(asked: QueryDict) -> Filter:
    """The filter of an address; what is not understood narrows nothing."""
    kind, state = asked.get("kind", ""), asked.get("state", "")
    return Filter(
        q=asked.get("q", "").strip()[:MOST_TYPED],
        kind=kind if kind in EntryKind.values else "",
        department=read_number(asked.get("department", "")),
        state=state if state in STATES else "",
        case=read_number(asked.get("case", "")),
    )


def narrowed(person: Any, wanted: Filter) -> QuerySet[Entry]:
    """The entries of a filter that the person may see."""
    entries = entries_for(person, archived=wanted.state == "archived")
    if wanted.kind:
        entries = entries.filter(kind=wanted.kind)
    if wanted.department:
        entries = entries.filter(department=wanted.department)
    if wanted.state == "stale":
        entries = entries.filter(check_due_at__lte=timezone.now())
    elif wanted.state == "doubted":
        entries = entries.filter(doubted_at__isnull=False)
    return matching(entries, wanted.q) if wanted.q else entries


@staff("see_knowledge")
def knowledge(request: HttpRequest) -> HttpResponse:
    """The list, or its next rows. With a case, what fits it stands above."""
    wanted, now = read_filter(request.GET), timezone.now()
    case = asked_case(request.user, request.GET.get("case", ""))
    after = read_cursor(request.GET.get("after", ""))
    shown = latest_changed(narrowed(request.user, wanted), after=after, most=PAGE + 1)
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    fits = fitting(entries_for(request.user), about(case)) if case is not None and not wanted.is_set and after is None else []
    uses = use_counts([entry.pk for entry in [*shown[:PAGE], *fits]], now=now)
    context = {
        "filter": wanted,
        "case": case,
        "fits": [entry_row(entry, now=now, uses=uses.get(entry.pk, 0), case=wanted.case) for entry in fits],
        "rows": [entry_row(entry, now=now, uses=uses.get(entry.pk, 0), query=wanted.q, case=wanted.case) for entry in shown[:PAGE]],
        "more": wanted.url(cursor(last.changed_at, last.pk)) if last else "",
        "is_first": after is None,
        "kinds": kind_tabs(wanted),
        "states": [("stale", _("Due for a check")), ("doubted", _("Reported out of date")), ("archived", _("Archived"))],
        "departments": list(open_departments()),
        "may_write": may(request.user, "write_knowledge"),
    }
    return page(request, "desk/knowledge/list.html", context, part=("knowledge-list", "knowledge-rows"))


def kind_tabs(wanted: Filter) -> list[tuple[str, str, bool]]:
    """(words, address, is chosen) of the tabs."""
    kinds = [("", _("Everything")), (EntryKind.FACT, _("Facts")), (EntryKind.ARTICLE, _("Articles"))]
    return [(words, replace(wanted, kind=str(kind)).url(), wanted.kind == kind) for kind, words in kinds]


@staff("see_knowledge")
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: what it says, whether it is right, where it was used, and every text it had."""
    found = access_entry(request.user, number)
    case = asked_case(request.user, request.GET.get("case", ""))
    return page(request, "desk/knowledge/entry.html", entry_context(request, found, case), part=("entry-verdicts", "entry-revisions"))


def entry_context(request: HttpRequest, found: Entry, case: Any = None) -> dict[str, Any]:
    """What the page of an entry shows."""
    now = timezone.now()
    is_fact = found.kind == EntryKind.FACT
    facts = Facts(request.user, request.company, case)  # type: ignore[attr-defined]
    return {
        "entry": found,
        "case": case,
        "is_fact": is_fact,
        "icon_name": ICONS[EntryKind(found.kind)],
        "html": "" if is_fact else SafeString(to_html(found.text, language=found.language)),  # nh3 cleaned it
        "filled": facts.filled(found) if is_fact and case is not None else "",
        "is_stale": found.is_stale(now) and found.archived_at is None,
        "is_letter": is_fact and looks_like_a_letter(found.text),
        "public_url": public_address(found) if found.is_public and found.archived_at is None else "",
        "tally": tally(found, now=now),
        "verdicts": latest_verdicts(found),
        "revisions": latest_revisions(found),
        "may_write": may(request.user, "write_knowledge"),
        "url": entry_url(found.pk, case.pk if case is not None else None),
    }


@staff("write_knowledge", methods=("GET", "POST"))
def new_entry(request: HttpRequest) -> HttpResponse:
    """Write a fact or an article down."""
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = asked if asked in EntryKind.values else EntryKind.FACT.value
    first = {"language": request.company.language, "title": request.GET.get("title", "")[:160]}  # type: ignore[attr-defined]
    form = EntryForm(request.POST if request.method == "POST" else None, person=request.user, kind=kind, initial=first)
    if cleaned(form, request) is not None:
        try:
            made = write_entry(by=request.user, kind=kind, **form.values())
            return done(request, entry_url(made.pk), _("It was written down."), leave=True)
        except UnknownPlaces as unknown:
            refuse_places(request, form, unknown)
    return show_form(request, form, kind)


@staff("write_knowledge", methods=("GET", "POST"))
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change an entry. Who was overtaken sees how it stands now beside what they wrote; nothing that was typed is lost."""
    found = access_entry(request.user, number, to="write")
    given = request.POST if request.method == "POST" else None
    form = EditForm(given, person=request.user, kind=found.kind, entry=found, initial=first_values(found))
    values = cleaned(form, request)
    if values is not None:
        try:
            change_entry(found, by=request.user, version=values["version"], **form.changes())
            return done(request, entry_url(number), _("Saved."), leave=True)
        except UnknownPlaces as unknown:
            refuse_places(request, form, unknown)
        except Overtaken as overtaken:
            form = merged(form, overtaken.current, request.user)
            return show_form(request, form, found.kind, entry=overtaken.current, overtaken=True)
    return show_form(request, form, found.kind, entry=found)


def refuse_places(request: HttpRequest, form: EntryForm, unknown: UnknownPlaces) -> None:
    """Say below the text which places nothing fills, and which there are."""
    known = ", ".join(f"{{{{{name}}}}}" for name in places())
    form.add_error("text", f"{unknown} " + _("There are: %(names)s.") % {"names": known})
    request.form_is_wrong = True  # type: ignore[attr-defined]


def places() -> list[str]:
    """The names of places in the language of the reader."""
    latin = (get_language() or "en")[:2] != "fa"
    return [name for name in PLACES if name.isascii() == latin]


def show_form(request: HttpRequest, form: EntryForm, kind: str, *, entry: Entry | None = None, overtaken: bool = False) -> HttpResponse:
    """The form; overtaken, with how the entry stands now (409)."""
    context = {
        "form": form,
        "kind": kind,
        "is_fact": kind == EntryKind.FACT,
        "entry": entry,
        "overtaken": overtaken,
        "places": [f"{{{{{name}}}}}" for name in places()],
    }
    return page(request, "desk/knowledge/form.html", context, status=409 if overtaken else None)

"""Rows of people who are here already or look like somebody: told with the evidence, and after a trial decided on one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.access import customers_for
from sandali.customers.duplicates.likeness import rules
from sandali.desk.duplicates.words import said, sureness
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.kit.dates import current_display
from sandali.kit.digits import format_number
from sandali.kit.htmx import done
from sandali.transfer.access import access_import
from sandali.transfer.actions import NotNow, decide_rows
from sandali.transfer.models import (
    ONE_BY_ONE,
    Alike,
    Choice,
    Import,
    ImportLine,
    ImportState,
    Known,
    Outcome,
    choices_of,
)
from sandali.transfer.work import MOST_CHOSEN

PAGE: Final = 20
ROW: Final = "row-"
LOOKS: Final = Q(percent__gt=0)
# What the page shows: those who look like somebody, who is here by an address or a number, and what was decided, once it is done.
SHOWN: Final = {"alike": Q(outcome__in=ONE_BY_ONE) & LOOKS, "known": Q(outcome__in=ONE_BY_ONE) & ~LOOKS, "chosen": Q(outcome=Outcome.CHOSEN)}


def people_of(one: Import) -> QuerySet[ImportLine]:
    """The rows of people of an import, those that are about somebody here."""
    return one.lines.exclude(number=None).filter(outcome__in=(*ONE_BY_ONE, Outcome.CHOSEN))


@staff("import_data")
def people(request: HttpRequest, number: int) -> HttpResponse:
    """The rows, in their order, by pages; `show` is one of SHOWN."""
    one = access_import(request.user, number)
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else "alike" if people_of(one).filter(SHOWN["alike"]).exists() else "known"
    after = request.GET.get("after", "")
    found = people_of(one).filter(SHOWN[show]).order_by("row", "pk")
    if after.isascii() and after.isdigit():
        found = found.filter(row__gt=int(after[:9]))
    lines = list(found[: PAGE + 1])
    url = f"{reverse('settings_import_people', args=[one.pk])}?show="
    context = {
        "import": one, "rows": rows_of(one, lines[:PAGE], request.user), "more": f"{url}{show}&after={lines[PAGE - 1].row}" if len(lines) > PAGE else "",
        "show": show, "after": after, "tabs": tabs(one, url, show), "is_open": one.state == ImportState.CHECKED, "unlisted": unlisted(one), "most": MOST_CHOSEN,
    }  # fmt: skip
    return settings_page(request, "imports/people.html", context, part="people-rows")


def tabs(one: Import, url: str, show: str) -> list[tuple[str, str, bool]]:
    """What can be shown: (words, address, whether it is)."""
    words = [("alike", _("Look like somebody here")), ("known", _("Here already"))]
    return [(label, f"{url}{name}", name == show) for name, label in [*words, *([("chosen", _("Decided by you"))] if one.state not in (ImportState.CHECKED, ImportState.PLANNED) else [])]]


def unlisted(one: Import) -> int:
    """Of how many rows of a trial nothing is decided singly, as there are more than so many."""
    counted = sum(one.counts.get(name, 0) for name in ("known", "alike", "aside"))
    return max(0, counted - MOST_CHOSEN) if one.state == ImportState.CHECKED else 0


def rows_of(one: Import, lines: list[ImportLine], person: Any) -> list[dict[str, Any]]:
    """Lines as the page shows them, with whom they are about and what may be decided."""
    numbers = {line.number for line in lines}
    names = {customer.pk: str(customer) for customer in customers_for(person).filter(pk__in=numbers)}
    likely, language = rules().likely_from, current_display().language
    return [
        {
            "line": line, "name": names.get(line.number) or _("Customer %(number)s") % {"number": format_number(line.number or 0, language)},
            "url": reverse("customer", args=[line.number]), "sure": sureness(line.percent, likely) if line.percent else None,
            "evidence": said(line.evidence), "field": f"{ROW}{line.row}", "choices": options(one, line),
        }
        for line in lines
    ]  # fmt: skip


def options(one: Import, line: ImportLine) -> list[tuple[str, Any, bool]]:
    """What may be decided of a row: (value, words, whether it is); the first is what holds for all."""
    chosen = one.chosen.get(str(line.row), [""])[0]
    usual = Alike(one.alike).label if line.percent else Known(one.known).label
    return [("", _("As for the others: %(choice)s") % {"choice": usual}, not chosen), *((each.value, each.label, each.value == chosen) for each in choices_of(line))]


@staff("import_data", methods=("POST",))
def choices(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on the rows of the page that was posted."""
    one = access_import(request.user, number)
    try:
        decide_rows(one, posted(request.POST.items()))
        message = _("Saved.")
    except NotNow as problem:
        message = str(problem)
    show, after = request.POST.get("show", ""), request.POST.get("after", "")
    place = f"&after={after}" if after.isascii() and after.isdigit() else ""
    return done(request, f"{reverse('settings_import_people', args=[one.pk])}?show={show if show in SHOWN else 'alike'}{place}", message, leave=True)


def posted(fields: Iterable[tuple[str, str]]) -> Mapping[int, str]:
    """Row → what was chosen, of the fields of the page."""
    rows = ((name.removeprefix(ROW), value) for name, value in fields if name.startswith(ROW))
    return {int(row): value for row, value in rows if row.isascii() and row.isdigit() and len(row) < 10 and (value in Choice.values or not value)}

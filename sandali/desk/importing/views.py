"""Imports: a file, what is understood of it, a trial, the run, what became of its rows, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.queries import home_region
from sandali.desk.entering import staff
from sandali.desk.importing.forms import OWN, FileForm, PlanForm
from sandali.desk.importing.rows import import_row, preview_row, standing, together
from sandali.desk.settings.saving import settings_page
from sandali.kit.dates import current_display
from sandali.kit.downloads import download_headers
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done
from sandali.kit.sheets import csv_lines
from sandali.transfer import actions
from sandali.transfer.access import access_import, imports_for
from sandali.transfer.actions import NotNow
from sandali.transfer.bundles import bundle_of
from sandali.transfer.models import ASIDE, BUSY, Import, Subject
from sandali.transfer.reading import NotReadable
from sandali.transfer.taking.fields import fields_in
from sandali.transfer.work import sample, table_of

PAGE = 30
FIRST_ROWS = 5
LOOKED_AT = 50


@staff("import_data", methods=("GET", "POST"))
def imports(request: HttpRequest) -> HttpResponse:
    """One's own imports, the newest first, and a file to begin another."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
    given = cleaned(form, request)
    if given is not None:
        found, refused = actions.begin_together([(file, file.name) for file in given["file"]], by=request.user)
        if found:
            for name, why in refused:
                messages.warning(request, not_taken(name, why))
            return done(request, at(found[0]), leave=True)
        for name, why in refused:
            form.add_error("file", not_taken(name, why) if len(refused) > 1 else why)
        request.form_is_wrong = True
    before = request.GET.get("before", "")
    mine = imports_for(request.user)
    if before.isascii() and before.isdigit():
        mine = mine.filter(pk__lt=int(before[:18]))
    rows = list(mine[: PAGE + 1])
    more = f"{reverse('settings_imports')}?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    context = {"form": form, "rows": [import_row(one) for one in rows[:PAGE]], "more": more}
    return settings_page(request, "imports/list.html", context, part="import-rows")


def not_taken(name: str, why: str) -> str:
    """What is said of a file that was chosen with others and cannot be read."""
    return _("%(file)s was not taken. %(why)s") % {"file": f"\u2068{name}\u2069", "why": why}


def at(one: Import) -> str:
    """The page of an import."""
    return reverse("settings_import", args=[one.pk])


@staff("import_data")
def one_import(request: HttpRequest, number: int) -> HttpResponse:
    """Where an import stands; the page of one that runs asks for this part again and again."""
    one = access_import(request.user, number)
    if asked_by_htmx(request) and asked_part(request) == "import-state" and one.state not in BUSY:
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = at(one)
        return answer
    return import_page(request, one)


def import_page(request: HttpRequest, one: Import, form: PlanForm | None = None) -> HttpResponse:
    """The page; as long as nothing was taken, with the form and the first rows as they will be."""
    context: dict[str, Any] = {"import": one, "form": form, **standing(one), **together(one)}
    if context["may_plan"]:
        try:
            table, rows, drafts = sample(one, LOOKED_AT)
        except (NotReadable, FileNotFoundError) as problem:
            context |= {"may_plan": False, "unreadable": str(problem) if isinstance(problem, NotReadable) else _("The file is not there any more.")}
        else:
            region, language, fields = home_region(), current_display().language, fields_in(one.plan)
            context["asks_unit"] = one.subject == Subject.DEALS or any(field.currency == "IRR" for field in fields.values())
            context["preview"] = [preview_row(draft, region, language, fields) for draft in drafts[:FIRST_ROWS]]
            context["form"] = form or PlanForm(one, table, [cells for _line, cells in rows])
    return settings_page(request, "imports/import.html", context, part="import-state")


@staff("import_data", methods=("POST",))
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the columns mean; the first rows show at once what that does."""
    one = access_import(request.user, number)
    try:
        table, rows, _drafts = sample(one, LOOKED_AT)
        form = PlanForm(one, table, [cells for _line, cells in rows], request.POST)
        if cleaned(form, request) is None:
            return import_page(request, one, form)
        values = form.values()
        source = values.pop("source")
        actions.change_plan(one, **values, source=actions.unknown_source(table) if source == OWN else source)
    except (NotNow, NotReadable, FileNotFoundError) as problem:
        return done(request, at(one), str(problem) if not isinstance(problem, FileNotFoundError) else _("The file is not there any more."), leave=True)
    return done(request, at(one), _("Saved."), leave=True)


def act(request: HttpRequest, number: int, do: Callable[[Import], object], message: str, *, to_list: bool = False) -> HttpResponse:
    """Do something with an import, and say so; or why it cannot be."""
    one = access_import(request.user, number)
    url = reverse("settings_imports") if to_list else at(one)
    try:
        do(one)
    except NotNow as problem:
        return done(request, at(one), str(problem), leave=True)
    return done(request, url, message, leave=True)


@staff("import_data", methods=("POST",))
def trial(request: HttpRequest, number: int) -> HttpResponse:
    """Try all rows; nothing is written."""
    return act(request, number, actions.check_import, "")


@staff("import_data", methods=("POST",))
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Take the rows, or go on where it stopped."""
    return act(request, number, lambda one: actions.start_import(one, by=request.user), "")


@staff("import_data", methods=("POST",))
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Take the rows of all files that were chosen together, one file after the other."""
    return act(request, number, lambda one: actions.start_together(actions.to_begin(bundle_of(one)), by=request.user), "")


@staff("import_data", methods=("POST",))
def stopping(request: HttpRequest, number: int) -> HttpResponse:
    """Take no further row."""
    return act(request, number, actions.stop_import, _("Stopped."))


@staff("import_data", methods=("POST",))
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take everything out again that it brought."""
    return act(request, number, actions.undo_import, "")


@staff("import_data", methods=("POST",))
def order_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take out again what all files brought that were chosen together, the last one first."""
    return act(request, number, lambda one: actions.undo_together(actions.to_undo(bundle_of(one))), "")


@staff("import_data", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Forget it."""
    return act(request, number, actions.remove_import, _("The import is forgotten."), to_list=True)


@staff("import_data", methods=("POST",))
def forgetting(request: HttpRequest, number: int) -> HttpResponse:
    """Forget the file now; what was brought in stays."""
    return act(request, number, lambda one: actions.forget_file(one, by=request.user), _("The file is forgotten."))


@staff("import_data")
def mending(request: HttpRequest, number: int) -> HttpResponse:
    """The rows that were not taken, in their own columns with the reason beside, to mend and bring in again (K2)."""
    one = access_import(request.user, number)
    try:
        table = table_of(one)
    except NotReadable as problem:
        return done(request, at(one), str(problem), leave=True)
    except FileNotFoundError as gone:
        raise Import.DoesNotExist from gone
    headers = download_headers(f"rows-to-mend-{one.pk}.csv", "text/csv; charset=utf-8")
    return StreamingHttpResponse(csv_lines([*table.names, _("Why it was not taken")], rows_to_mend(one, table)), headers=headers | {"Cache-Control": "private, no-store"})


def rows_to_mend(one: Import, table: Any) -> Iterator[list[str]]:
    """The file once more beside the lines about it, both in order: memory stays flat."""
    lines = one.lines.filter(outcome__in=ASIDE).order_by("row", "pk").values_list("row", "column", "reason").iterator(chunk_size=1000)
    line = next(lines, None)
    for row, (_line, cells) in enumerate(table.rows()):
        reasons: list[str] = []
        while line is not None and line[0] <= row:
            if line[0] == row:
                reasons.append(f"{line[1]}: {line[2]}" if line[1] else line[2])
            line = next(lines, None)
        if reasons:
            width = len(table.names)
            yield [*cells[:width], *[""] * (width - len(cells)), " | ".join(reasons)]
        if line is None:
            return

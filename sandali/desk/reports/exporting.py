"""Exports: a small one at once, a large one as a file that a notice leads to."""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from sandali.cases.exporting import (
    FORMATS,
    MOST_AT_ONCE,
    access_export,
    header,
    note_export,
    path_of,
    rows_of,
    said,
    write_file,
)
from sandali.cases.jobs import write_export
from sandali.cases.measures import cases_behind
from sandali.desk.entering import staff
from sandali.desk.reports.asking import read_question
from sandali.desk.reports.listing import read_figure
from sandali.kit.dates import current_display
from sandali.kit.downloads import download_headers
from sandali.kit.htmx import done
from sandali.kit.sheets import csv_lines

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@staff("export_cases", methods=("POST",))
def report_exports(request: HttpRequest) -> HttpResponse:
    """Export the cases behind a figure; who took what is written down first."""
    person: Any = request.user
    question, figure = read_question(request.POST, person), read_figure(request.POST.get("figure", ""))
    format = request.POST.get("format", "")
    format = format if format in FORMATS else "csv"
    cases = cases_behind(person, question.asked, figure)
    count = cases.count()
    note_export(person, question.asked, figure, format=format, count=count)
    if count > MOST_AT_ONCE:
        name = f"{secrets.token_hex(16)}.{format}"
        write_export.enqueue(person.pk, said(question.asked, figure), format=format, name=name)
        return done(request, question.url(), _("The export is being written. A notice tells you when it is ready."))
    name = file_name(question.period.first.isoformat(), question.period.last.isoformat(), format)
    if format == "csv":
        return handed_out(StreamingHttpResponse(csv_lines(header(), rows_of(cases, current_display().zone))), name, format)
    with TemporaryDirectory(prefix="sandali-export-") as folder:
        path = Path(folder) / name
        write_file(person, cases, path, format)
        # Open, it lives on until it is sent, though its name is gone with the folder.
        return handed_out(FileResponse(path.open("rb")), name, format)


@staff("export_cases")
def report_export(request: HttpRequest, number: int) -> HttpResponse:
    """A large export that is ready, for whoever asked for it."""
    event = access_export(request.user, number)
    format = str(event.data["format"]).lower()
    asked = event.data["asked"]
    return handed_out(FileResponse(path_of(event).open("rb")), file_name(asked["start"][:10], asked["end"][:10], format), format)


def file_name(first: str, last: str, format: str) -> str:
    """What a file is called: by its days, in ASCII, so that every system takes it."""
    return f"cases-{first}-{last}.{format}"


def handed_out(answer: Any, name: str, format: str) -> HttpResponse:
    """An answer that is saved as a file and never shown on our origin."""
    for header_name, value in download_headers(name, TYPES[format]).items():
        answer[header_name] = value
    answer["Content-Type"] = TYPES[format]
    answer["Cache-Control"] = "private, no-store"
    return answer

"""The customers of a segment as a file, for whoever may take customers out of the house: a large one by a job and a notice."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.exports import access_written, name_for
from sandali.customers.events import SEGMENT_EXPORT_READY
from sandali.customers.jobs import export_segment
from sandali.customers.segments.exporting import FORMATS, MOST_AT_ONCE, note_export, write_table
from sandali.customers.segments.queries import access_segment, members_of
from sandali.desk.entering import staff
from sandali.desk.reports.exporting import handed_out
from sandali.kit.htmx import done


@staff("export_customers", methods=("POST",))
def exports(request: HttpRequest, number: int) -> HttpResponse:
    """Who took whom is written down first. A large file is written by a job, and a notice leads to it."""
    person: Any = request.user
    segment = access_segment(person, number)
    format = request.POST.get("format", "")
    format = format if format in FORMATS else "csv"
    found = members_of(person, segment)
    count, name = found.order_by().count(), f"segment-{segment.pk}.{format}"
    note_export(segment, by=person, format=format, count=count)
    if count > MOST_AT_ONCE:
        export_segment.enqueue(person.pk, segment.pk, format=format, name=name_for(format))
        return done(request, reverse("segment", args=[number]), _("The export is being written. A notice tells you when it is ready."), leave=True)
    with TemporaryDirectory(prefix="sandali-export-") as folder:
        path = Path(folder) / name
        write_table(path, found, format)
        # Open, it lives on until it is sent, though its name is gone with the folder.
        return handed_out(FileResponse(path.open("rb")), name, format)


@staff("export_customers")
def segment_export(request: HttpRequest, number: int) -> HttpResponse:
    """A large export that is ready, for whoever asked for it."""
    event, path = access_written(request.user, SEGMENT_EXPORT_READY, number)
    return handed_out(FileResponse(path.open("rb")), str(event.data["called"]), path.suffix[1:])

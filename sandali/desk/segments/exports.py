"""The customers of a segment as a file, for whoever may take customers out of the house."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.segments.exporting import FORMATS, MOST_EXPORTED, WIDTHS, header, note_export, rows_of
from sandali.customers.segments.queries import access_segment, members_of
from sandali.desk.entering import staff
from sandali.desk.reports.exporting import handed_out
from sandali.kit.components.pieces import number as figure
from sandali.kit.dates import current_display
from sandali.kit.htmx import done
from sandali.kit.sheets import csv_lines, write_xlsx


@staff("export_customers", methods=("POST",))
def exports(request: HttpRequest, number: int) -> HttpResponse:
    """Who took whom is written down first. Too many for one file are refused with the way out."""
    segment = access_segment(request.user, number)
    format = request.POST.get("format", "")
    format = format if format in FORMATS else "csv"
    found = members_of(request.user, segment)
    count = found.order_by().count()
    if count > MOST_EXPORTED:
        messages.warning(request, _("A file takes up to %(most)s customers. One more condition makes the segment smaller.") % {"most": figure(MOST_EXPORTED)})
        return done(request, reverse("segment", args=[number]), leave=True)
    note_export(segment, by=request.user, format=format, count=count)
    display, name = current_display(), f"segment-{segment.pk}.{format}"
    rows = rows_of(found, display.zone)
    if format == "csv":
        return handed_out(StreamingHttpResponse(csv_lines(header(), rows)), name, format)
    with TemporaryDirectory(prefix="sandali-export-") as folder:
        path = Path(folder) / name
        write_xlsx(path, header(), rows, title=_("Customers"), widths=WIDTHS, from_right=display.language in ("fa", "ar"))
        # Open, it lives on until it is sent, though its name is gone with the folder.
        return handed_out(FileResponse(path.open("rb")), name, format)

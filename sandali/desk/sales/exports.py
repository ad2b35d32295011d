"""Orders, their lines, their payments and deals as a file, for whoever may take customers out of the house: a large one by a job and a notice."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.company.exports import access_written, name_for
from sandali.company.permissions import NotAllowed, may
from sandali.desk.entering import staff
from sandali.desk.reports.exporting import handed_out
from sandali.desk.sales.asked_deals import asked_deals
from sandali.desk.sales.deals import show_list
from sandali.desk.sales.forms import ExportForm
from sandali.desk.sales.orders import asked_box, box_url, show_orders
from sandali.kit.htmx import cleaned, done
from sandali.sales.events import SALES_EXPORT_READY
from sandali.sales.exporting import FORMATS, MOST_AT_ONCE, note_export, write_table
from sandali.sales.exporting_later import days_said, found_by
from sandali.sales.jobs import write_export


@staff("export_customers", methods=("POST",))
def order_exports(request: HttpRequest) -> HttpResponse:
    """The orders of a box, their lines or their payments."""
    box, form = asked_box(request.POST), ExportForm(request.POST, of_orders=True)
    values = cleaned(form, request)
    if values is None:
        return show_orders(request, box, form)
    table = values["table"]
    return taken(request, table, {"box": box}, f"{table}-{box}", form, box_url(box), box=box) or show_orders(request, box, form)


@staff("export_customers", methods=("POST",))
def deal_exports(request: HttpRequest) -> HttpResponse:
    """The deals of a list."""
    asked, form = asked_deals(request.POST), ExportForm(request.POST)
    if cleaned(form, request) is None:
        return show_list(request, asked, form)
    fields = dict(asked.fields())
    return taken(request, "deals", asked.said(), f"deals-{asked.state}", form, asked.url(), **fields) or show_list(request, asked, form)


def taken(request: HttpRequest, table: str, words: dict[str, Any], name: str, form: ExportForm, back: str, **asked: str) -> HttpResponse | None:
    """The file, after it was written down who took it; a large one comes by a notice. For none at all the form says so and None comes back."""
    person: Any = request.user
    if not may(person, "see_sales"):
        raise NotAllowed
    words = {**words, **days_said(form.days())}
    found = found_by(person, table, words)
    count = found.order_by().count()
    if not count:
        form.add_error("last", _("Nothing stands there in these days."))
        request.form_is_wrong = True  # type: ignore[attr-defined]
        return None
    format = request.POST.get("format", "")
    format = format if format in FORMATS else "csv"
    note_export(table, by=person, format=format, count=count, **asked, **{"first": "", "last": ""} | days_said(form.days()))
    if count > MOST_AT_ONCE:
        write_export.enqueue(person.pk, table, words, format=format, name=name_for(format), called=f"{name}.{format}")
        return done(request, back, _("The export is being written. A notice tells you when it is ready."), leave=True)
    with TemporaryDirectory(prefix="sandali-export-") as folder:
        path = Path(folder) / f"{name}.{format}"
        write_table(path, table, found, format)
        # Open, it lives on until it is sent, though its name is gone with the folder.
        return handed_out(FileResponse(path.open("rb")), path.name, format)


@staff("export_customers")
def sale_export(request: HttpRequest, number: int) -> HttpResponse:
    """A large export that is ready, for whoever asked for it."""
    event, path = access_written(request.user, SALES_EXPORT_READY, number)
    if not may(request.user, "see_sales"):
        raise NotAllowed
    return handed_out(FileResponse(path.open("rb")), str(event.data["called"]), path.suffix[1:])

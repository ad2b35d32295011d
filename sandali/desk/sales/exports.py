"""Orders, their lines, their payments and deals as a file, for whoever may take customers out of the house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.company.permissions import NotAllowed, may
from sandali.desk.entering import staff
from sandali.desk.reports.exporting import handed_out
from sandali.desk.sales.asked_deals import asked_deals
from sandali.desk.sales.deals import show_list
from sandali.desk.sales.forms import ExportForm
from sandali.desk.sales.orders import asked_box, show_orders
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import cleaned
from sandali.sales.exporting import (
    FORMATS,
    MOST_EXPORTED,
    deals_asked,
    lines_asked,
    note_export,
    orders_asked,
    payments_asked,
    write_table,
)

ASKED: dict[str, Callable[..., QuerySet[Any]]] = {"orders": orders_asked, "lines": lines_asked, "payments": payments_asked}


@staff("export_customers", methods=("POST",))
def order_exports(request: HttpRequest) -> HttpResponse:
    """The orders of a box, their lines or their payments."""
    box, form = asked_box(request.POST), ExportForm(request.POST, of_orders=True)
    values = cleaned(form, request)
    if values is None:
        return show_orders(request, box, form)
    table = values["table"]
    found = ASKED[table](request.user, box, form.days())
    return taken(request, table, found, f"{table}-{box}", form, box=box) or show_orders(request, box, form)


@staff("export_customers", methods=("POST",))
def deal_exports(request: HttpRequest) -> HttpResponse:
    """The deals of a list."""
    asked, form = asked_deals(request.POST), ExportForm(request.POST)
    if cleaned(form, request) is None:
        return show_list(request, asked, form)
    found = deals_asked(request.user, asked.state, form.days(), asked.pipeline, asked.stage, asked.conditions())
    return taken(request, "deals", found, f"deals-{asked.state}", form, **dict(asked.fields())) or show_list(request, asked, form)


def taken(request: HttpRequest, table: str, found: QuerySet[Any], name: str, form: ExportForm, **asked: str) -> HttpResponse | None:
    """The file, after it was written down who took it. For none at all, and too many for one file, the form says why and None comes back."""
    if not may(request.user, "see_sales"):
        raise NotAllowed
    count = found.order_by().count()
    if not count or count > MOST_EXPORTED:
        refused = _("A file takes up to %(most)s rows. Choose fewer days, and take several.") % {"most": figure(MOST_EXPORTED)}
        form.add_error("last", refused if count else _("Nothing stands there in these days."))
        request.form_is_wrong = True  # type: ignore[attr-defined]
        return None
    format = request.POST.get("format", "")
    format, days = format if format in FORMATS else "csv", form.days()
    dated = {"first": days.first.isoformat() if days.first else "", "last": days.last.isoformat() if days.last else ""}
    note_export(table, by=request.user, format=format, count=count, **asked, **dated)
    with TemporaryDirectory(prefix="sandali-export-") as folder:
        path = Path(folder) / f"{name}.{format}"
        write_table(path, table, found, format)
        # Open, it lives on until it is sent, though its name is gone with the folder.
        return handed_out(FileResponse(path.open("rb")), path.name, format)

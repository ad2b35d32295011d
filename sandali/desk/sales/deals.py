"""Deals: the board, the list, the forecast, opening one."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.desk.cases.paging import asked_after
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.remedies.words import money
from sandali.desk.sales.asked_deals import STATES, AskedDeals, asked_deals, asked_pipeline
from sandali.desk.sales.deal_forms import NewDealForm
from sandali.desk.sales.deal_rows import columns_of, deal_line
from sandali.desk.sales.forms import ExportForm, today
from sandali.desk.sales.orders import who
from sandali.desk.sales.warnings import before_selling
from sandali.kit.components.pieces import number as shown
from sandali.kit.components.regions import show_more
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, page
from sandali.kit.markup_text import format_html, format_html_join
from sandali.kit.periods import Almanac, name_of, period_of
from sandali.sales.access import customer_to_sell, place_for
from sandali.sales.actions.common import NotSellable, currency_now
from sandali.sales.actions.deals import open_deal
from sandali.sales.board import (
    Month,
    board,
    deal_page,
    deals_from,
    deals_in,
    forecast,
    pipelines,
    whole_of,
)
from sandali.sales.models import DealState, Pipeline

PAGE: Final = 30


def board_context(request: HttpRequest, pipeline: Pipeline, known: list[Pipeline]) -> dict[str, Any]:
    """What the board of a pipeline shows."""
    currency, person = currency_now(), request.user
    return {
        "pipeline": pipeline,
        "columns": columns_of(person, board(person, pipeline, currency), currency),
        "tabs": [(one.name, f"{reverse('deals')}?pipeline={one.pk}", one.pk == pipeline.pk) for one in known],
        "may_sell": may(person, "sell"),
    }


@staff("see_sales")
def deals(request: HttpRequest) -> HttpResponse:
    """The board of a pipeline: its open deals by stage."""
    known = pipelines()
    pipeline = asked_pipeline(request.GET, known) or (known[0] if known else None)
    if pipeline is None:
        return page(request, "desk/sales/board.html", {"may_manage": may(request.user, "manage_sales")})
    return page(request, "desk/sales/board.html", board_context(request, pipeline, known), part=("board",))


@staff("see_sales")
def deal_list(request: HttpRequest) -> HttpResponse:
    """Deals in a state, the latest first. `more` is the part with the next rows."""
    return show_list(request, asked_deals(request.GET))


def show_list(request: HttpRequest, asked: AskedDeals, export_form: ExportForm | None = None) -> HttpResponse:
    """The list; the form of an export comes back with what was typed."""
    found = deal_page(deals_in(request.user, asked.state, asked.pipeline, asked.stage, **asked.conditions()), after=asked_after(request.GET), most=PAGE + 1)
    rows = format_html_join("", "{}", ((deal_line(one),) for one in found[:PAGE]))
    address = asked.url()
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = show_more(url=f"{address}&{urlencode({'after': f'{last.state_at.isoformat()},{last.pk}'})}", target="more") if last else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    tabs = [{"label": label, "url": f"{reverse('deal_list')}?state={name}", "current": name == asked.state} for name, label in STATES.items()]
    context = {
        "rows": rows,
        "more": more,
        "tabs": tabs,
        "narrowed": asked.words(),
        "all_url": AskedDeals(asked.state).url(),
        "may_sell": may(request.user, "sell"),
        "export_form": (export_form or ExportForm()) if may(request.user, "export_customers") else None,
        "export_fields": asked.fields(),
    }
    return page(request, "desk/sales/deal_list.html", context)


# --- Opening one -----------------------------------------------------------------------------------------------------
def case_asked(request: HttpRequest) -> Case | None:
    """The case out of which a deal is made, when the person sees it."""
    asked = read_number(request.POST.get("case", "") or request.GET.get("case", ""))
    return cases_for(request.user).select_related("customer").filter(pk=asked).first() if asked else None


def first_values(case: Case | None, customer: int) -> dict[str, Any]:
    """What is known already of a deal that is opened: of a case its subject, and what it was about."""
    if case is None:
        return {"customer": customer}
    return {"customer": customer, "case": case.pk, "title": case.subject[:160], "note": case.preview}


@staff("sell", methods=("GET", "POST"))
def deal_new(request: HttpRequest) -> HttpResponse:
    """Open a deal: for a customer, or out of a case, whose customer and subject it takes along."""
    case = case_asked(request)
    customer = case.customer if case is not None else customer_to_sell(request.user, read_number(request.POST.get("customer", "") or request.GET.get("customer", "")))
    if not pipelines():
        return done(request, reverse("deals"), leave=True)
    if customer is None:
        return who(request, here=reverse("deal_new"), heading=_("New deal"))
    form = NewDealForm(request.POST or None, currency=currency_now(), initial=first_values(case, customer.pk))
    if cleaned(form, request) is not None:
        values = {name: value for name, value in form.values().items() if name in ("title", "amount", "expected_on", "note")}
        department = place_for(request.user, case.department_id if case is not None else None)
        try:
            made = open_deal(customer, by=request.user, stage=form.stage(), department=department, case=case.pk if case is not None else None, **values)
            return done(request, reverse("deal", args=[made.pk]), _("The deal is open."), leave=True)
        except NotSellable as problem:
            form.add_error(None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    context = {"form": form, "customer": customer, "case": case, "known": format_html_join("", "{}", ((deal_line(one, of_one=True),) for one in deals_from(request.user, case.pk))) if case is not None else ""}
    return page(request, "desk/sales/deal_new.html", {**context, **before_selling(request.user, customer)})


# --- The forecast ----------------------------------------------------------------------------------------------------
@staff("see_sales")
def deal_forecast(request: HttpRequest) -> HttpResponse:
    """What open deals let expect, month by month of the reader's calendar, by stages and never by people."""
    known, currency, display = pipelines(), currency_now(), current_display()
    pipeline = asked_pipeline(request.GET, known)
    almanac = Almanac(display.calendar)
    found = forecast(request.user, almanac=almanac, today=today(), currency=currency, pipeline=pipeline)
    most = max((one.amount for one in found.months), default=0)

    def row(month: Month, words: str) -> dict[str, Any]:
        return {"words": words, "count": shown(month.count), "amount": money(month.amount, currency), "weighted": money(month.weighted, currency), "month": month}

    here = reverse("deal_forecast")
    context = {
        "months": [row(one, name_of(period_of("month", one.first, almanac), display)) for one in found.months],
        "whole": row(whole_of([*found.months, found.undated, found.overdue]), _("Total")),
        "undated": row(found.undated, _("Without a date")),
        "overdue": row(found.overdue, _("Was expected before today")),
        "most": most,
        "others": localize_digits(found.other_currencies, display.language) if found.other_currencies else "",
        "tabs": [(_("All pipelines"), here, pipeline is None), *((one.name, f"{here}?pipeline={one.pk}", one == pipeline) for one in known)],
    }
    return page(request, "desk/sales/forecast.html", context)


__all__ = ["DealState", "board_context", "deal_forecast", "deal_list", "deal_new", "deals"]

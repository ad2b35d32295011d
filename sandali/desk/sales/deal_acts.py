"""One deal: its page, and everything that is done with it. Of two who move it at once, the second is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.sales.deal_forms import DealForm, LossForm, OwnerForm, StepForm, stage_choices
from sandali.desk.sales.deal_rows import state_chip, when_chips
from sandali.desk.sales.deals import board_context
from sandali.desk.sales.forms import PlaceForm, today
from sandali.desk.sales.quote_rows import quote_line
from sandali.desk.sales.rows import order_line
from sandali.desk.sales.warnings import before_selling
from sandali.kit.components.pieces import number as shown_number
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page
from sandali.kit.markup_text import format_html_join
from sandali.sales.access import access_deal, may_sell, orders_for
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.deals import (
    change_deal,
    finish_step,
    give_deal,
    lose_deal,
    move_deal,
    plan_step,
    rehouse_deal,
    reopen_deal,
    return_deal,
    win_deal,
)
from sandali.sales.board import pipelines, stages_offered
from sandali.sales.models import Deal, DealState
from sandali.sales.queries import order_page


@staff("see_sales")
def deal(request: HttpRequest, number: int) -> HttpResponse:
    """One deal: what may be sold, how far it is, what comes next, its quotes and orders, and how it moved."""
    return show_deal(request, access_deal(request.user, number))


def show_deal(request: HttpRequest, found: Deal, *, status: int | None = None, **forms: Any) -> HttpResponse:
    """Its page; `forms` come back with what was typed."""
    person, version = request.user, {"version": found.version}
    sells = may_sell(person, found)
    orders = order_page(orders_for(person).filter(deal=found).order_by("-created_at", "-pk"))
    case = cases_for(person).filter(pk=found.case).first() if found.case else None
    context = {
        "deal": found,
        "state_chip": state_chip(found),
        "chips": when_chips(found, today()),
        "chance": shown_number(found.chance),
        "case": case,
        "case_words": _("Case %(number)s") % {"number": shown_number(case.pk)} if case is not None else "",
        "may_sell": sells,
        "is_open": found.state == DealState.OPEN,
        "stages": [(pk, words) for pk, words in stage_choices(stages_offered()) if pk != str(found.stage_id)],
        "quotes": format_html_join("", "{}", ((quote_line(one),) for one in found.quotes.order_by("-pk"))),
        "orders": format_html_join("", "{}", ((order_line(one, of_one=True),) for one in orders)),
        "moves": list(found.moves.select_related("before", "stage", "by")),
        "is_late": found.next_on is not None and found.next_on < today(),
        "step_form": StepForm(initial={"step": found.next_step, "on": found.next_on, **version}),
        "loss_form": LossForm(initial=version),
        "owner_form": OwnerForm(initial={"person": str(found.owner_id or ""), **version}),
        "place_form": PlaceForm(person=person, row=found) if sells else None,
        **before_selling(person, found.customer),
        **forms,
    }
    return page(request, "desk/sales/deal.html", context, status=status)


def acted(request: HttpRequest, number: int, act: Callable[[Deal], Any], said: str, undo: str | None = None, **forms: Any) -> HttpResponse:
    """Do it, and show the deal; what cannot be done says why, a lost race how it stands now, and what was typed stays."""
    found = access_deal(request.user, number, to="sell")
    for form in forms.values():
        if cleaned(form, request) is None:
            return show_deal(request, found, **forms)
    try:
        act(found)
    except NotSellable as problem:
        messages.warning(request, str(problem))
        return show_deal(request, found, status=422, **forms)
    except Overtaken:
        found = access_deal(request.user, number)
        messages.warning(request, _("Somebody else changed this in the meantime. This is how it stands now; please choose again."))
        for form in forms.values():
            form.data = {**form.data.dict(), "version": str(found.version)}
        return show_deal(request, found, status=409, **forms)
    return done(request, reverse("deal", args=[number]), said, undo, leave=True)


@staff("sell", methods=("GET", "POST"))
def deal_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change what stands of it. Who was overtaken sees it, and a second save goes through."""
    found = access_deal(request.user, number, to="sell")
    form, status = DealForm.of(found, request.POST or None), None
    if cleaned(form, request) is not None:
        try:
            change_deal(found, by=request.user, **form.values())
            return done(request, reverse("deal", args=[number]), _("Saved."), leave=True)
        except NotSellable as problem:
            form.add_error(None, str(problem))
            status = 422
        except Overtaken as overtaken:
            status = 409
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return page(request, "desk/sales/deal_edit.html", {"form": form, "deal": found}, status=status)


# --- Along the pipeline ----------------------------------------------------------------------------------------------
@staff("sell", methods=("POST",))
def deal_stage(request: HttpRequest, number: int) -> HttpResponse:
    """To another stage: from the board (htmx, or a button there) or from the deal's page (`from` says which).

    Who was overtaken sees where it stands now, and chooses: leave it there, or move it all the same."""
    found = access_deal(request.user, number, to="sell")
    wanted = next((one for one in stages_offered() if one.pk == read_number(request.POST.get("stage", ""))), None)
    on_board = request.POST.get("from") == "board"
    if wanted is None:
        return on_the_board(request, found, status=422) if on_board else show_deal(request, found, status=422)
    try:
        move_deal(found, wanted, by=request.user, version=asked_version(request))
    except Overtaken:
        now = access_deal(request.user, number)
        lost = {"overtaken": now, "wanted": wanted, "from_board": on_board}
        return on_the_board(request, now, status=409, **lost) if on_board else show_deal(request, now, status=409, **lost)
    if on_board and asked_by_htmx(request):
        return on_the_board(request, found)
    words = _("It stands in “%(stage)s” now.") % {"stage": wanted.name}
    back = f"{reverse('deals')}?pipeline={found.stage.pipeline_id}" if on_board else reverse("deal", args=[number])
    return done(request, back, words, leave=True)


def on_the_board(request: HttpRequest, found: Deal, *, status: int | None = None, **lost: Any) -> HttpResponse:
    """The board on which a deal stands, as a part for htmx or as a page."""
    known = pipelines()
    pipeline = next((one for one in known if one.pk == found.stage.pipeline_id), found.stage.pipeline)
    context = {**board_context(request, pipeline, known), **lost}
    if asked_by_htmx(request):
        return fragments(request, "desk/sales/board.html", "board", context=context, swap="outerMorph", status=status)
    return page(request, "desk/sales/board.html", context, status=status)


@staff("sell", methods=("POST",))
def deal_win(request: HttpRequest, number: int) -> HttpResponse:
    """They buy."""
    version, undo = asked_version(request), reverse("deal_reopening", args=[number])
    return acted(request, number, lambda found: win_deal(found, by=request.user, version=version), _("The deal is won."), undo)


@staff("sell", methods=("POST",))
def deal_loss(request: HttpRequest, number: int) -> HttpResponse:
    """They do not buy, and why."""
    form, undo = LossForm(request.POST), reverse("deal_reopening", args=[number])
    return acted(
        request, number,
        lambda found: lose_deal(found, form.reason(), by=request.user, version=form.cleaned_data["version"], words=form.cleaned_data["words"]),
        _("It is written down why."), undo, loss_form=form,
    )  # fmt: skip


@staff("sell", methods=("POST",))
def deal_reopening(request: HttpRequest, number: int) -> HttpResponse:
    """It is not over after all."""
    return acted(request, number, lambda found: reopen_deal(found, by=request.user, version=asked_version(request)), _("The deal is open again."))


@staff("sell", methods=("POST",))
def deal_owner(request: HttpRequest, number: int) -> HttpResponse:
    """Let it be somebody else's."""
    form = OwnerForm(request.POST)
    return acted(request, number, lambda found: give_deal(found, form.person(), by=request.user, version=form.cleaned_data["version"]), _("Given."), owner_form=form)


@staff("sell", methods=("POST",))
def deal_department(request: HttpRequest, number: int) -> HttpResponse:
    """Let it be another department's, in which the person sells too."""
    form = PlaceForm(request.POST, person=request.user, row=access_deal(request.user, number, to="sell"))
    return acted(
        request, number, lambda found: rehouse_deal(found, form.place(), by=request.user, version=form.cleaned_data["version"]),
        _("It belongs to the other department now."), form.way_back("deal_department_undoing", number), place_form=form,
    )  # fmt: skip


@staff("sell", methods=("POST",))
def deal_department_undoing(request: HttpRequest, number: int) -> HttpResponse:
    """It stays where it was after all."""
    return acted(request, number, lambda found: return_deal(found, by=request.user), _("It belongs where it did before."))


@staff("sell", methods=("POST",))
def deal_step(request: HttpRequest, number: int) -> HttpResponse:
    """What is done next, and on which day."""
    form = StepForm(request.POST)

    def plan(found: Deal) -> None:
        plan_step(found, form.cleaned_data["step"], form.cleaned_data["on"], by=request.user, version=form.cleaned_data["version"])

    return acted(request, number, plan, _("Planned. Whose deal it is hears of it that morning."), step_form=form)


@staff("sell", methods=("POST",))
def deal_step_completion(request: HttpRequest, number: int) -> HttpResponse:
    """The next step is done."""
    return acted(request, number, lambda found: finish_step(found, by=request.user, version=asked_version(request)), _("Done. What comes next?"))

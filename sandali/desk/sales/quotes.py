"""Quotes: written for a deal, sent with an answer of a case, read on paper, and made an order once the customer accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import access_case, cases_for, reach
from sandali.cases.actions import CannotAnswer
from sandali.cases.actions.quoting import send_quote
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version
from sandali.desk.entering import staff
from sandali.desk.sales.forms import today
from sandali.desk.sales.lines import PaperForm, Written, shown_number
from sandali.desk.sales.quote_rows import quote_words, state_chip
from sandali.desk.sales.warnings import before_selling
from sandali.kit.fields import JalaliDateField
from sandali.kit.htmx import cleaned, done, page
from sandali.sales.access import access_deal, access_quote, may_sell
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.quotes import (
    draft_quote,
    link_of,
    order_from_quote,
    release_quote,
    sales_rules,
    withdraw_quote,
    write_quote,
)
from sandali.sales.models import Order, Quote, QuoteState
from sandali.sales.queries import products_offered, sums_in

MOST_CASES: Final = 8


class QuoteForm(PaperForm):
    """What stands beside the lines of a quote."""

    terms = forms.CharField(label=gettext_lazy("Terms"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_until"] = JalaliDateField(label=_("Holds until"), earliest=today(), latest=today() + timedelta(days=730))


class SendingForm(forms.Form):
    """In which case the quote goes out, and with which words."""

    text = forms.CharField(label=gettext_lazy("Your words"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, cases: list[Case], **options: Any) -> None:
        super().__init__(data, **options)
        said = _("Case %(number)s: %(subject)s")
        choices = [(str(one.pk), said % {"number": shown_number(one.pk), "subject": one.subject or one.preview or "…"}) for one in cases]
        self.fields["case"] = forms.ChoiceField(label=_("In which case"), choices=choices)
        self.order_fields(["case", "text"])


@staff("sell", methods=("POST",))
def deal_quotes(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a quote for a deal."""
    made = draft_quote(access_deal(request.user, number, to="sell"), by=request.user)
    return done(request, reverse("quote_lines", args=[made.pk]), leave=True)


@staff("see_sales")
def quote(request: HttpRequest, number: int) -> HttpResponse:
    """One quote: what is offered, how it stands, and what the customer said."""
    return show_quote(request, access_quote(request.user, number))


def show_quote(request: HttpRequest, found: Quote, *, status: int | None = None) -> HttpResponse:
    """Its page."""
    lines, total = sums_in(found)
    case = cases_for(request.user).filter(pk=found.case).first() if found.case else None
    context = {
        "quote": found,
        "deal": found.deal,
        "words": quote_words(found),
        "state_chip": state_chip(found),
        "lines": lines,
        "total": total,
        "may_sell": may_sell(request.user, found.deal),
        "is_over": found.valid_until < today() and found.state == QuoteState.SENT,
        "case": case,
        "case_words": _("Case %(number)s") % {"number": shown_number(case.pk)} if case is not None else "",
        "link": link_of(found) if found.state == QuoteState.SENT else "",
        "order": Order.objects.filter(quote=found).first(),
        **before_selling(request.user, found.deal.customer),
    }
    return page(request, "desk/sales/quote.html", context, status=status)


@staff("sell", methods=("GET", "POST"))
def quote_lines(request: HttpRequest, number: int) -> HttpResponse:
    """What is offered, until when and on which terms. What the customer has stays as they have it."""
    found = access_quote(request.user, number, to="sell")
    if found.state != QuoteState.DRAFT:
        return done(request, reverse("quote", args=[number]), _("It went to the customer, so it stays as it is."), leave=True)
    written, status = Written(request, found, QuoteForm, terms=found.terms, valid_until=found.valid_until), None
    if request.method == "POST" and not written.asks_more:
        read, status = written.read(), 422
        if read is not None:
            beside = {name: written.form.cleaned_data[name] for name in ("version", "terms", "valid_until")}
            try:
                write_quote(found, read[0], by=request.user, discount=read[1], **beside)
                return done(request, reverse("quote", args=[number]), _("Saved."), leave=True)
            except NotSellable as problem:
                written.form.add_error(None, str(problem))
            except Overtaken as overtaken:
                status = 409
                written.form.data["version"] = str(overtaken.current.version)
                written.form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    context = {"quote": found, "words": quote_words(found), "written": written, "products": products_offered(), "here": reverse("quote_lines", args=[number]), "back": reverse("quote", args=[number])}
    return page(request, "desk/sales/quote_lines.html", {**context, **before_selling(request.user, found.deal.customer)}, status=status)


@staff("see_sales")
def quote_paper(request: HttpRequest, number: int) -> HttpResponse:
    """The quote as a sheet of paper; the browser prints it, or saves it as PDF."""
    found = access_quote(request.user, number)
    lines, total = sums_in(found)
    return page(request, "desk/sales/quote_paper.html", {"quote": found, "words": quote_words(found), "lines": lines, "total": total, "head": sales_rules().head})


# --- To the customer -------------------------------------------------------------------------------------------------
def cases_to_answer(person: Any, customer: int) -> list[Case]:
    """The customer's latest cases in which the person may answer."""
    found = Case.objects.filter(reach(person, "answer_cases"), customer=customer, aside="")
    return list(found.order_by("-last_message_at", "-pk")[:MOST_CASES])


@staff("sell", methods=("GET", "POST"))
def quote_sending(request: HttpRequest, number: int) -> HttpResponse:
    """Send it with an answer of a case: the link stands below the words. What the answer may not do, the quote does not either."""
    found = access_quote(request.user, number, to="sell")
    if found.state != QuoteState.DRAFT and request.method == "GET":
        return done(request, reverse("quote", args=[number]), _("It went to the customer, so it stays as it is."), leave=True)
    cases = cases_to_answer(request.user, found.deal.customer_id)
    form = SendingForm(request.POST or None, cases=cases, initial={"case": str(found.deal.case or ""), "version": found.version})
    values, status = cleaned(form, request), None
    if values is not None:
        try:
            case = access_case(request.user, int(values["case"]), to="answer")
            send_quote(found, case, values["text"], by=request.user, version=values["version"])
            return done(request, reverse("quote", args=[number]), _("The quote is on its way."), leave=True)
        except (CannotAnswer, NotSellable) as problem:
            form.add_error(None, str(problem))
            status = 422
        except Overtaken:
            messages.warning(request, _("Somebody else changed this in the meantime. This is how it stands now; please choose again."))
            return show_quote(request, access_quote(request.user, number), status=409)
    context = {"form": form, "quote": found, "words": quote_words(found), "cases": cases}
    return page(request, "desk/sales/quote_sending.html", {**context, **before_selling(request.user, found.deal.customer)}, status=status)


@staff("sell", methods=("POST",))
def quote_release(request: HttpRequest, number: int) -> HttpResponse:
    """The link is handed over by hand: it can be copied from the quote's page."""
    return acted(request, number, lambda found: release_quote(found, by=request.user, version=asked_version(request)), _("Its link is below, to be handed over."))


@staff("sell", methods=("POST",))
def quote_withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """It holds no more."""
    return acted(request, number, lambda found: withdraw_quote(found, by=request.user, version=asked_version(request)), _("It holds no more."))


def acted(request: HttpRequest, number: int, act: Any, said: str) -> HttpResponse:
    """Do it, and show the quote; what cannot be done says why, a lost race how it stands now."""
    found = access_quote(request.user, number, to="sell")
    try:
        act(found)
    except NotSellable as problem:
        messages.warning(request, str(problem))
        return show_quote(request, found, status=422)
    except Overtaken:
        messages.warning(request, _("Somebody else changed this in the meantime. This is how it stands now; please choose again."))
        return show_quote(request, access_quote(request.user, number), status=409)
    return done(request, reverse("quote", args=[number]), said, leave=True)


@staff("sell", methods=("POST",))
def quote_order(request: HttpRequest, number: int) -> HttpResponse:
    """What they accepted becomes an order, once."""
    found = access_quote(request.user, number, to="sell")
    try:
        made = order_from_quote(found, by=request.user)
    except NotSellable as problem:
        messages.warning(request, str(problem))
        return show_quote(request, found, status=422)
    return done(request, reverse("order", args=[made.pk]), _("The order has the lines of the quote."), leave=True)

"""The list of pairs, the look through the base, and from how sure on pairs are shown."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.actions import Overtaken
from sandali.customers.access import access_customer, access_pair, access_scan
from sandali.customers.duplicates.likeness import (
    PAGE,
    ask_again,
    change_rules,
    how_many_open,
    last_scan,
    pairs_for,
    rules,
    say_apart,
)
from sandali.customers.duplicates.scanning import LEAST, AlreadyLooking, begin_scan, stop_scan
from sandali.customers.models import Verdict
from sandali.desk.duplicates.words import card_of
from sandali.desk.entering import staff
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits, parse_number
from sandali.kit.htmx import cleaned, done, page

SHOWN: Final = (Verdict.OPEN, Verdict.APART, Verdict.MERGED)
MOST: Final = 99


@staff("merge_customers")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs, the surest first; `show` is a verdict. The parts `duplicate-scan` and `pair-rows` are asked for alone."""
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else Verdict.OPEN
    standing, after = rules(), read_after(request.GET.get("after", ""))
    found = pairs_for(show, after=after, most=PAGE + 1)
    url, last = reverse("duplicates"), found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "pairs": [card_of(pair, standing.likely_from) for pair in found[:PAGE]],
        "more": f"{url}?show={show}&after={last.percent}-{last.pk}" if last else "",
        "show": show,
        "is_first": after is None,
        "tabs": [(Verdict(one).label, f"{url}?show={one}", one == show) for one in SHOWN],
        "scan": last_scan(),
        "rules": standing,
    }
    return page(request, "desk/duplicates/list.html", context, part=("duplicate-scan", "pair-rows"))


def read_after(text: str) -> tuple[int, int] | None:
    """The place in the list that "97-12" stands for; None for what is none."""
    percent, _dash, number = text.partition("-")
    return (int(percent), int(number)) if percent.isdigit() and number.isdigit() and len(percent) < 4 and len(number) < 18 else None


@staff("merge_customers", methods=("POST",))
def scans(request: HttpRequest) -> HttpResponse:
    """Begin to look through the base; one look at a time."""
    try:
        begin_scan(by=request.user)
    except AlreadyLooking:
        return done(request, reverse("duplicates"), _("We are looking already."))
    return done(request, reverse("duplicates"), _("We are looking. You can go on working, the list fills by itself."))


@staff("merge_customers", methods=("POST",))
def scan_stopping(request: HttpRequest, scan: int) -> HttpResponse:
    """Stop looking; what was found stays."""
    stopped = stop_scan(access_scan(request.user, scan), by=request.user)
    return done(request, reverse("duplicates"), _("Stopped. What was found so far stays.") if stopped else _("It had ended already."))


@staff("merge_customers", methods=("POST",))
def apart(request: HttpRequest, number: int) -> HttpResponse:
    """This customer and the one in `with` are not one person."""
    one, wanted = access_customer(request.user, number, to="merge"), read_number(request.POST.get("with", ""))
    if not wanted:
        messages.warning(request, _("There is no such customer."))
        return done(request, reverse("duplicates"), leave=True)
    other = access_customer(request.user, wanted, to="merge")
    if one.pk == other.pk:
        messages.warning(request, _("This is one and the same customer already."))
        return done(request, reverse("duplicates"), leave=True)
    pair = say_apart(one, other, by=request.user)
    return done(request, reverse("duplicates"), _("Noted: two people. We will not ask again."), undo=reverse("pair_reopening", args=[pair.pk]), leave=True)


def read_number(text: str) -> int:
    """A customer's number, 0 (which is nobody's) for what is none."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


@staff("merge_customers", methods=("POST",))
def reopening(request: HttpRequest, pair: int) -> HttpResponse:
    """Take back that two are not one person."""
    ask_again(access_pair(request.user, pair), by=request.user)
    return done(request, reverse("duplicates"), _("The pair is in the list again."), leave=True)


class RulesForm(forms.Form):
    """Two percents, in any digits."""

    shown_from = forms.CharField(label=gettext_lazy("Show pairs from (percent)"), max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    likely_from = forms.CharField(label=gettext_lazy("Call them likely from (percent)"), max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    was = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def clean_shown_from(self) -> int:
        """A percent."""
        return percent(self.cleaned_data["shown_from"])

    def clean_likely_from(self) -> int:
        """A percent."""
        return percent(self.cleaned_data["likely_from"])

    def clean(self) -> dict[str, Any]:
        """What is likely is shown."""
        values = super().clean() or {}
        if not self.errors and values["shown_from"] > values["likely_from"]:
            self.add_error("likely_from", _("This cannot be less than the percent from which pairs are shown."))
        return values


def percent(text: str) -> int:
    """A whole percent between LEAST and MOST, or a ValidationError that says so."""
    try:
        value = int(parse_number(text.strip().rstrip("%٪")))
    except ValueError as wrong:
        raise forms.ValidationError(_("Please write a number.")) from wrong
    if not LEAST <= value <= MOST:
        raise forms.ValidationError(_("Please write a number from %(least)s to %(most)s.") % {"least": shown(LEAST), "most": shown(MOST)})
    return value


def shown(value: int) -> str:
    """A number in the reader's digits."""
    return localize_digits(value, current_display().language)


@staff("merge_customers", methods=("GET", "POST"))
def duplicate_rules(request: HttpRequest) -> HttpResponse:
    """From how sure on pairs are shown, and called likely."""
    standing = rules()
    first = {"shown_from": shown(standing.shown_from), "likely_from": shown(standing.likely_from), "was": str(max(standing.version, 1))}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=first)
    values, status = cleaned(form, request), None
    if values is not None:
        try:
            change_rules(by=request.user, **values)
            return done(request, reverse("duplicates"), _("Saved."), leave=True)
        except Overtaken as overtaken:
            form.data = form.data.copy()
            form.data["was"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
            status = 409
    context = {"form": form, "rules": standing, "pairs": how_many_open(at_least=standing.shown_from), "likely": how_many_open(at_least=standing.likely_from)}
    return page(request, "desk/duplicates/rules.html", context, status=status)

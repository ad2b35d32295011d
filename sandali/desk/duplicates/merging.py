"""Two records side by side: find the other one, choose field by field, put them together. And the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.customers.access import access_customer, customers_for
from sandali.customers.duplicates.likeness import compare, others_like, rules, with_addresses
from sandali.customers.merging import (
    CHOSEN,
    CannotMerge,
    access_merging,
    counted_by_column,
    merge_customers,
    unmerge_customers,
    why_not_merge,
)
from sandali.customers.models import Customer
from sandali.customers.search import find_customers
from sandali.desk.duplicates.pages import read_number
from sandali.desk.duplicates.words import evidence_of, side_of, sureness
from sandali.desk.entering import staff
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import done, page

PAGE: Final = "desk/duplicates/merging.html"
MOST_TYPED, FOUND = 200, 8
LABELS: Final = {
    "name": gettext_lazy("Name"), "organisation_id": gettext_lazy("Organisation"), "job_title": gettext_lazy("Job title"), "city": gettext_lazy("City"),
    "stage": gettext_lazy("Stage"), "language": gettext_lazy("Language"),
}  # fmt: skip
LANGUAGES: Final = {"fa": gettext_lazy("Persian"), "en": gettext_lazy("English"), "ar": gettext_lazy("Arabic")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which the two differ; `takes` is whether the value of the one that goes is chosen."""

    name: str
    label: str
    stays: str
    goes: str
    takes: bool


@staff("merge_customers", methods=("GET", "POST"))
def merging(request: HttpRequest, number: int) -> HttpResponse:
    """Find the other record by `q` (`merging-found` is the part with what was found); with `with` both stand side by side, `keep` lives on.

    Posted: `with`, `keep`, and for each field in which they differ whose value holds."""
    customer = access_customer(request.user, number, to="merge")
    asked = request.POST if request.method == "POST" else request.GET
    wanted = read_number(asked.get("with", ""))
    if not wanted:
        return page(request, PAGE, choosing(request, customer), part=["merging-found"])
    try:
        other = access_customer(request.user, wanted, to="merge")
    except Customer.DoesNotExist:
        return page(request, PAGE, choosing(request, customer, _("There is no such customer.")), status=422)
    if other.pk == customer.pk:
        return page(request, PAGE, choosing(request, customer, why_not_merge(customer, other)), status=422)
    goes, stays = (customer, other) if asked.get("keep", "") == str(other.pk) else (other, customer)
    if request.method == "POST":
        return merged(request, customer, goes, stays)
    return page(request, PAGE, comparing(customer, goes, stays, {}))


def choosing(request: HttpRequest, customer: Customer, wrong: str = "") -> dict[str, Any]:
    """What to choose from: who the words find, else who is like them."""
    query = " ".join(request.GET.get("q", "").split())[:MOST_TYPED]
    if query:
        found = with_addresses(customers_for(request.user).filter(pk__in=find_customers(query, most=FOUND + 1)).exclude(pk=customer.pk))[:FOUND]
    else:
        found = with_addresses(customers_for(request.user).filter(pk__in=[other.pk for other, _percent in others_like(customer, most=FOUND)]))
    return {"customer": customer, "query": query, "found": [side_of(one) for one in found], "wrong": wrong, "merging_url": reverse("customer_merging", args=[customer.pk])}


def comparing(customer: Customer, goes: Customer, stays: Customer, taken: dict[str, str], wrong: str = "") -> dict[str, Any]:
    """Both side by side, what differs, what speaks for and against it, and what will go along."""
    both = with_addresses(Customer.objects.filter(pk__in=[goes.pk, stays.pk])).in_bulk()
    goes, stays = both[goes.pk], both[stays.pk]
    alike, url = compare(goes, stays), reverse("customer_merging", args=[customer.pk])
    words, tone = sureness(alike.percent, rules().likely_from)
    other = goes.pk if stays.pk == customer.pk else stays.pk
    return {
        "customer": customer, "goes": side_of(goes), "stays": side_of(stays), "sides": [side_of(both[number]) for number in sorted(both)],
        "choices": choices(goes, stays, taken), "evidence": evidence_of(alike, side_of(goes), side_of(stays)), "words": words, "tone": tone, "happens": what_goes(goes),
        "other": other, "merging_url": url, "switch_url": f"{url}?with={other}&keep={goes.pk}", "wrong": wrong,
        "apart_url": reverse("customer_apart", args=[customer.pk]),
    }  # fmt: skip


def choices(goes: Customer, stays: Customer, taken: dict[str, str]) -> list[Choice]:
    """The fields in which the two differ. What the one that stays leaves empty is taken from the other, unless somebody chose otherwise."""
    found = []
    for name in CHOSEN:
        mine, theirs = getattr(stays, name), getattr(goes, name)
        if mine != theirs:
            takes = taken[name] == "goes" if name in taken else not mine
            found.append(Choice(name, str(LABELS[name]), words_for(stays, name), words_for(goes, name), takes))
    return found


def words_for(customer: Customer, name: str) -> str:
    """A field as people read it."""
    if name == "organisation_id":
        return str(customer.organisation or "")
    if name == "stage":
        return str(customer.get_stage_display())
    return str(LANGUAGES.get(customer.language, "")) if name == "language" else str(getattr(customer, name))


def what_goes(goes: Customer) -> list[str]:
    """What goes along, counted, in words."""
    counts = counted_by_column(goes)
    said = {
        "customers.Identity.customer_id": lambda n: ngettext("%(number)s address", "%(number)s addresses", n),
        "cases.Case.customer_id": lambda n: ngettext("%(number)s case with its messages", "%(number)s cases with their messages", n),
        "cases.Call.customer_id": lambda n: ngettext("%(number)s call", "%(number)s calls", n),
        "customers.CustomerNote.customer_id": lambda n: ngettext("%(number)s note", "%(number)s notes", n),
        "resolution.Promise.customer_id": lambda n: ngettext("%(number)s promise", "%(number)s promises", n),
        "resolution.Remedy.customer_id": lambda n: ngettext("%(number)s remedy", "%(number)s remedies", n),
        "customers.Consent.customer_id": lambda n: ngettext("%(number)s word about consent", "%(number)s words about consent", n),
        "customers.Wishes.customer_id": lambda n: _("Their wishes: what one of the two never wants, neither wants from then on"),
    }
    language = current_display().language
    lines = [words(counts[column]) % {"number": localize_digits(counts[column], language)} for column, words in said.items() if column in counts]
    rest = sum(count for column, count in counts.items() if column not in said and column != "cases.Message.customer_id")
    return lines + ([ngettext("%(number)s more thing", "%(number)s more things", rest) % {"number": localize_digits(rest, language)}] if rest else [])


def merged(request: HttpRequest, customer: Customer, goes: Customer, stays: Customer) -> HttpResponse:
    """Put them together. A field in which they differ and of which nothing was said (it changed meanwhile) is asked, never settled silently."""
    taken = {name: request.POST[name] for name in CHOSEN if request.POST.get(name) in ("goes", "stays")}
    asked = [one.name for one in choices(goes, stays, {}) if one.name not in taken]
    if asked:
        wrong = _("Please choose for each field what shall hold; something changed in the meantime.")
        return page(request, PAGE, comparing(customer, goes, stays, taken, wrong), status=409)
    try:
        made = merge_customers(goes, stays, by=request.user, take=[name for name, whose in taken.items() if whose == "goes"])
    except CannotMerge as why:
        messages.warning(request, str(why))
        return done(request, reverse("customer", args=[stays.pk]), leave=True)
    said = _("%(goes)s lives on in the record of %(stays)s.") % {"goes": goes, "stays": stays}
    return done(request, reverse("customer", args=[stays.pk]), said, reverse("merging_undoing", args=[stays.pk, made.pk]), leave=True)


@staff("merge_customers", methods=("POST",))
def undoing(request: HttpRequest, number: int, merging: int) -> HttpResponse:
    """Set two records apart again."""
    customer = access_customer(request.user, number, to="merge")
    made = access_merging(customer.pk, merging)
    try:
        unmerge_customers(made, by=request.user)
    except CannotMerge as why:
        messages.warning(request, str(why))
        return done(request, reverse("customer", args=[customer.pk]), leave=True)
    return done(request, reverse("customer", args=[made.source_id]), _("The records are two again. What came in the meantime stays with %(name)s.") % {"name": customer}, leave=True)

"""A case that somebody brought by word of mouth: at the counter, on the phone."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, cases_for
from sandali.cases.actions import CannotAnswer, open_case, record_contact
from sandali.cases.actions.filling import fill_case
from sandali.cases.models import DONE, Case
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.channels.queries import open_channels
from sandali.company.permissions import NotAllowed
from sandali.customers.access import access_customer, customers_for
from sandali.customers.actions import NotAnAddress, Taken, add_customer
from sandali.customers.models import Customer
from sandali.customers.search import find_customers
from sandali.desk.cases.beside import shown_address
from sandali.desk.cases.forms import NewCaseForm
from sandali.desk.comfort.once import case_once, form_key
from sandali.desk.customers.own_fields import PREFIX
from sandali.desk.duplicates.writing import Like, alike, is_somebodys, numbers_of, unseen
from sandali.desk.entering import staff
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page

MOST_FOUND = 8
MOST_OFFERED = 5
NEW = "desk/cases/new.html"


@staff("answer_cases", methods=("GET", "POST"))
def case_new(request: HttpRequest) -> HttpResponse:
    """Choose or write down the customer, say what it is about; the case opens."""
    asked = request.GET.get("customer", "")
    first = {"customer": int(asked)} if asked.isdigit() and len(asked) < 18 else {"phone": request.GET.get("phone", "")[:60]}
    known = customer_asked(request, request.POST.get("customer") or str(first.get("customer", "")))
    form = NewCaseForm(request.POST or None, initial=first, running=matters_of(request.user, known))
    values = cleaned(form, request)
    likes = [] if known is not None else alike(request.POST if request.method == "POST" else first)
    if values is not None and is_new(values) and unseen(likes, request.POST) and not is_somebodys(addresses_in(values)):
        return page(request, NEW, context_of(request, form, likes), status=409)
    if values is not None:
        try:
            number = case_once(request, lambda: write_down(request, values))
        except (CannotAnswer, NotAnAddress) as problem:
            form.add_error(None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        except Taken as taken:
            data = request.POST.copy()
            data["customer"] = str(taken.customer.pk)
            form = NewCaseForm(data, running=matters_of(request.user, customer_asked(request, str(taken.customer.pk))))
            form.add_error(None, _("This address belongs to %(name)s. They are chosen now; please save again.") % {"name": taken.customer})
            request.form_is_wrong = True  # type: ignore[attr-defined]
        else:
            return done(request, reverse("case", args=[number]), said_of(number, values), leave=True)
    context = context_of(request, form, likes)
    if asked_by_htmx(request) and request.method == "POST":
        return fragments(request, NEW, "customer-choice", "new-case", context=context, swap="outerMorph")
    return page(request, NEW, context, part=["customer-choice"])


def is_new(values: dict[str, Any]) -> bool:
    """Whether somebody would be written down who is not here yet."""
    return not values["customer"] and not values["number"]


def addresses_in(values: dict[str, Any]) -> list[tuple[str, str]]:
    """(kind, as typed) of the addresses that were typed."""
    return [(kind, values[kind].strip()) for kind in ("phone", "email") if values[kind].strip()]


def context_of(request: HttpRequest, form: NewCaseForm, likes: list[Like]) -> dict[str, Any]:
    """The form, the customer chosen so far, those found by what was typed, and who may be the one that is written down."""
    query = request.GET.get("q", "").strip()
    found = customers_for(request.user).prefetch_related("identities").filter(pk__in=find_customers(query, most=MOST_FOUND)) if query else []
    return {
        "form": form,
        "key": form_key(request) or uuid.uuid4().hex,
        "query": query,
        "likes": likes,
        "seen": numbers_of(likes),
        "choosing": True,
        "found": [(one, first_address(one)) for one in found],
        "chosen": customer_asked(request, str(form["customer"].value() or "")),
    }


def first_address(customer: Customer) -> str:
    """How somebody is reached, so that two of one name are told apart. Their identities are loaded."""
    return next((shown_address(one) for one in customer.identities.all()), "")


def said_of(number: int, values: dict[str, Any]) -> str:
    """What was done, in words."""
    shown = {"number": localize_digits(str(number), get_language() or "en")}
    return _("It is written down in case %(number)s.") % shown if values["number"] else _("The case is open.")


def customer_asked(request: HttpRequest, number: str) -> Customer | None:
    """The customer with this number, None for none that the person may see."""
    return customers_for(request.user).filter(pk=int(number)).first() if number.isdigit() and len(number) < 18 else None


def matters_of(person: Any, customer: Customer | None) -> list[tuple[str, str]]:
    """The customer's matters that go on, for a choice: what somebody comes back about is no new one."""
    language = get_language() or "en"
    said = _("Case %(number)s: %(subject)s")
    found = running_cases(person, customer) if customer is not None else []
    return [(str(case.pk), said % {"number": localize_digits(str(case.pk), language), "subject": case.subject or case.preview or "…"}) for case in found]


def running_cases(person: Any, customer: Customer) -> list[Case]:
    """The customer's cases that are not done, the newest first, as far as the person may write in them."""
    cases = cases_for(person, lent=False).filter(customer=customer, aside="").exclude(state__in=DONE).order_by("-last_message_at", "-pk")
    return [case for case in cases[:MOST_OFFERED] if may_write(person, case)]


def may_write(person: Any, case: Case) -> bool:
    """Whether the person may write down a visit there."""
    try:
        access_case(person, case.pk, to="answer")
    except (Case.DoesNotExist, NotAllowed):
        return False
    return True


@transaction.atomic
def write_down(request: HttpRequest, values: dict[str, Any]) -> Case:
    """Customer, case and what was said, all or nothing; in a case that goes on, where one was chosen. Raises CannotAnswer, NotAnAddress, Taken."""
    channel = counter()
    if values["number"]:
        case = access_case(request.user, values["number"], to="answer")
    else:
        case = open_case(customer_of(request, values), by=request.user, subject=values["subject"], channel=channel, kind=values["kind"])
        if own := {int(name.removeprefix(PREFIX)): value for name, value in values.items() if name.startswith(PREFIX) and value is not None}:
            fill_case(case, own, by=request.user)
    record_contact(case, values["text"], by=request.user, direction=values["direction"], channel=channel, at=values["at"])
    return case


def customer_of(request: HttpRequest, values: dict[str, Any]) -> Customer:
    """The customer chosen, else a new one."""
    if values["customer"]:
        return access_customer(request.user, values["customer"])
    return add_customer(by=request.user, name=values["name"], identities=addresses_in(values))


def counter() -> Channel | None:
    """The door for what is written down by hand."""
    return next((channel for channel in open_channels() if channel.kind in KINDS and KINDS[channel.kind].can.by_hand), None)

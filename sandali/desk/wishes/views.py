"""One customer's wishes and consent, the company's rules, and the page that people look for who look for campaigns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.customers.access import access_customer
from sandali.customers.contact import NOTHING, contact_rules, known_of, wishes_of
from sandali.customers.models import Consent, Customer, Given, Purpose
from sandali.customers.queries import identities_of
from sandali.customers.wishing import change_contact_rules, keep_wishes, rules_version, say_consent
from sandali.desk.entering import SIGNED_IN, staff
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.desk.wishes.forms import ConsentForm, DeskWishForm, RulesForm
from sandali.desk.wishes.words import pieces_of
from sandali.kit.htmx import cleaned, done, page
from sandali.portal.wish_words import way_name
from sandali.portal.wishes import agreements

MOST_WORDS = 200


@staff("see_customers")
def customer_wishes(request: HttpRequest, number: int) -> HttpResponse:
    """How somebody wants to be reached, what they agreed to, and the forms for who may edit them."""
    customer = access_customer(request.user, number)
    return shown(request, customer, wish_form(customer), ConsentForm())


def wish_form(customer: Customer, data: Any = None) -> DeskWishForm:
    """The form of somebody's wishes as they stand."""
    return DeskWishForm(wishes_of(customer), identities_of(customer.pk), data)


@staff("edit_customers", methods=("POST",))
def customer_wishes_change(request: HttpRequest, number: int) -> HttpResponse:
    """Keep their wishes. Who was overtaken sees it, and a second save goes through."""
    customer = access_customer(request.user, number, to="edit")
    form = wish_form(customer, request.POST)
    values = cleaned(form, request)
    if values is None:
        return shown(request, customer, form, ConsentForm())
    try:
        keep_wishes(customer, by=request.user, version=values["version"], **form.wishes())
    except Overtaken as other:
        form.data = form.data.copy()
        form.data["version"] = str(other.current.version if other.current is not None else 0)
        form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
        return shown(request, customer, form, ConsentForm(), status=409)
    return done(request, reverse("customer", args=[number]), _("Saved. It applies to everybody who writes to them."), leave=True)


@staff("edit_customers", methods=("POST",))
def customer_consents(request: HttpRequest, number: int) -> HttpResponse:
    """One more word of theirs; what they said before stays in the history."""
    customer = access_customer(request.user, number, to="edit")
    form = ConsentForm(request.POST)
    values = cleaned(form, request)
    if values is None:
        return shown(request, customer, wish_form(customer), form)
    say_consent(customer, values.pop("purpose"), by=request.user, **values)
    return done(request, reverse("customer_wishes", args=[number]) + "#consent", _("Their word is written down."), leave=True)


def shown(request: HttpRequest, customer: Customer, form: DeskWishForm, consent: ConsentForm, *, status: int | None = None) -> HttpResponse:
    """The page of one customer's wishes."""
    known = known_of([customer]).get(customer.pk, NOTHING)
    context = {
        "customer": customer,
        "form": form,
        "consent_form": consent,
        "may_edit": may(request.user, "edit_customers"),
        "pieces": list(pieces_of(known.wishes)) if known.wishes is not None else [],
        "wishes": known.wishes,
        "purposes": standing(agreements(known)),
        "words": [word_of(row) for row in words_of(customer)],
        "consents_url": reverse("customer_consents", args=[customer.pk]),
    }
    return page(request, "desk/wishes/customer.html", context, status=status)


def standing(agrees: dict[str, bool]) -> list[tuple[str, bool]]:
    """(purpose in words, whether we may) of each."""
    return [(str(Purpose(purpose).label), said) for purpose, said in agrees.items()]


def words_of(customer: Customer) -> list[Consent]:
    """What they said, the newest first."""
    return list(Consent.objects.filter(customer=customer).select_related("by").order_by("-pk")[:MOST_WORDS]) if customer.has_wishes else []


def word_of(row: Consent) -> dict[str, Any]:
    """One word of theirs in the history."""
    return {
        "row": row,
        "purpose": Purpose(row.purpose).label,
        "way": way_name(row.way),
        "how": Given(row.how).label,
        "case_url": reverse("case", args=[row.case]) if row.case else "",
    }


@staff("manage_asking", methods=("GET", "POST"))
def contact_settings(request: HttpRequest) -> HttpResponse:
    """Quiet hours, the ceiling, and for what a yes is needed first."""
    standing_rules = contact_rules()
    form = RulesForm(standing_rules, rules_version(), request.POST or None)
    status = save(request, form, lambda: change_contact_rules(form.rules(), by=request.user, was=form.cleaned_data["was"]))
    if status == SAVED:
        return done(request, reverse("settings_contact"), _("Saved."), leave=True)
    return settings_page(request, "contact.html", {"form": form}, status=status)


@staff(SIGNED_IN)
def campaigns(request: HttpRequest) -> HttpResponse:
    """There is no tool for promotion; here stands why, and what helps instead."""
    may_see = {right: may(request.user, right) for right in ("manage_causes", "manage_policies", "write_knowledge", "see_customers", "manage_asking")}
    return page(request, "desk/wishes/campaigns.html", {"may_see": may_see})

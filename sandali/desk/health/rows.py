"""Records at fault as rows: what it is, what is wrong with it, and where it is put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.permissions import may
from sandali.customers.mending import meant, misspelt_addresses
from sandali.customers.models import Customer
from sandali.desk.customers.own_fields import PREFIX
from sandali.desk.sentences import isolated
from sandali.health.checks import About, Check
from sandali.health.checks.missing import required_fields
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import localize_digits


@dataclass(frozen=True, slots=True)
class Row:
    """A record: its name and page, a word about it, and where it is mended. `chosen` is the value of its
    tick where many are mended at once, `post` the address of an act of one press."""

    title: str
    url: str
    note: str = ""
    mend: str = ""
    mend_url: str = ""
    chosen: str = ""
    post: str = ""


# What the rows of a kind need of other tables.
RELATED: dict[str, tuple[str, ...]] = {
    About.CUSTOMER: ("organisation",), About.CASE: ("customer",), About.DEAL: ("customer",), About.PAIR: ("one", "other"),
}  # fmt: skip


def rows_of(check: Check, records: Sequence[Any], person: Any) -> list[Row]:
    """The rows of a page of records, in as many questions for thirty as for one."""
    match check.about:
        case About.CUSTOMER:
            return customer_rows(check.code, records, person)
        case About.CASE:
            return [case_row(check.code, one) for one in records]
    make = {About.ORGANISATION: organisation_row, About.DEAL: deal_row, About.ENTRY: entry_row, About.PERSON: person_row, About.PAIR: pair_row}[check.about]
    return [make(one, person) for one in records]


def fetched(check: Check, records: QuerySet[Any]) -> QuerySet[Any]:
    """With what the rows need."""
    return records.select_related(*RELATED.get(check.about, ()))


def customer_rows(code: str, customers: Sequence[Customer], person: Any) -> list[Row]:
    """Customers, each with its own word and way."""
    edits = may(person, "edit_customers")
    slips = {}
    if code == "misspelt":
        slips = {one.customer_id: one for one in misspelt_addresses().filter(customer__in=customers).order_by("-pk")}
    wanted = next(iter(required_fields()), None) if code == "no_field" else None
    return [customer_row(code, one, slips.get(one.pk), wanted, edits=edits) for one in customers]


def customer_row(code: str, one: Customer, slip: Any, wanted: Any, *, edits: bool) -> Row:
    """One customer. Who may not edit is led to the record and not to a form."""
    url = reverse("customer", args=[one.pk])
    edit = reverse("edit_customer", args=[one.pk])
    note = str(one.organisation or one.city or "")
    match code:
        case "no_address" | "refused" | "no_phone":
            mend, to = _("Add an address"), f"{url}#customer-identities"
        case "forbidden":
            mend, to = _("Look at their wishes"), reverse("customer_wishes", args=[one.pk])
        case "no_name":
            mend, to = _("Write the name"), f"{edit}?begin=name"
        case "no_field":
            mend, to = _("Fill it"), f"{edit}?begin={PREFIX}{wanted.pk}" if wanted else edit
        case "quiet_lead":
            note = _("last contact %(day)s") % {"day": show_date(one.last_contact, "medium")} if one.last_contact else _("no contact known")
            mend, to = _("Change the stage"), f"{edit}?begin=stage"
        case "unchecked":
            since = one.checked_at or one.created_at
            said = _("confirmed %(day)s") if one.checked_at else _("known since %(day)s")
            note, mend, to = said % {"day": show_date(since, "medium")}, _("Something changed"), edit
        case _:
            mend, to = _("To the customer"), url
    if slip is not None:
        said = _("%(wrong)s, probably %(right)s") % {"wrong": f"\u2066{slip.value}\u2069", "right": f"\u2066{meant(slip.value)}\u2069"}
        return Row(str(one), url, said, _("To the customer"), f"{url}#customer-identities", chosen=str(slip.pk) if edits else "")
    post = reverse("customer_details", args=[one.pk]) if code == "unchecked" and edits else ""
    return Row(str(one), url, note, mend if edits else "", to if edits else "", post=post)


def case_row(code: str, one: Any) -> Row:
    """A case by its subject, with its customer."""
    number = _("Case %(number)s") % {"number": localize_digits(one.pk, current_display().language)}
    url = reverse("case", args=[one.pk])
    chosen = f"{one.pk}:{one.version}" if code == "no_kind" else ""
    return Row(one.subject or one.preview or number, url, f"{isolated(one.customer)} · {number}", _("Open the case"), url, chosen=chosen)


def organisation_row(one: Any, person: Any) -> Row:
    """An organisation by its name."""
    mend = reverse("edit_organisation", args=[one.pk]) if may(person, "edit_customers") else ""
    return Row(one.name, reverse("organisation", args=[one.pk]), isolated(one.website), _("Edit") if mend else "", mend)


def deal_row(one: Any, person: Any) -> Row:
    """A deal, with its step that is overdue."""
    url = reverse("deal", args=[one.pk])
    overdue = _("%(customer)s · overdue since %(day)s") % {"customer": isolated(one.customer), "day": show_date(one.next_on, "medium")} if one.next_on else str(one.customer)
    return Row(one.title, url, overdue, _("Plan the next step") if may(person, "sell") else "", f"{url}#next" if may(person, "sell") else "")


def entry_row(one: Any, person: Any) -> Row:
    """A fact or an article."""
    url = reverse("knowledge_entry", args=[one.pk])
    since = one.doubted_at or one.check_due_at
    return Row(one.title, url, _("since %(day)s") % {"day": show_date(since, "medium")}, _("Look at it"), url)


def person_row(one: Any, person: Any) -> Row:
    """A colleague's account."""
    url = reverse("settings_person", args=[one.pk])
    return Row(one.name, url, _("made %(day)s") % {"day": show_date(one.joined_at, "medium")}, _("Open the account"), url)


def pair_row(one: Any, person: Any) -> Row:
    """A pair of customers."""
    url = f"{reverse('customer_merging', args=[one.one_id])}?with={one.other_id}"
    percent = _("%(percent)s%% sure") % {"percent": localize_digits(one.percent, current_display().language)}
    return Row(f"{isolated(one.one)} · {isolated(one.other)}", url, percent, _("Compare"), url)

"""Customers and cases as rows of a page: plain values, so that templates only place them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sandali.cases.models import Case, State
from sandali.channels.kinds import ACCOUNTS
from sandali.customers.models import Customer, Identity, IdentityKind, Proof, Stage
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import localize_digits
from sandali.kit.page_addresses import reverse
from sandali.kit.phones import show_phone

STAGE_TONES: Final = {Stage.CONTACT: "", Stage.LEAD: "info", Stage.CUSTOMER: "brand", Stage.FORMER: ""}
STATE_TONES: Final = {
    State.NEW: "info", State.OPEN: "warn", State.WAITING: "", State.SNOOZED: "violet", State.ANSWERED: "brand",
    State.CONFIRMED: "ok", State.LAPSED: "",
}  # fmt: skip
IDENTITY_ICONS: Final[dict[str, str]] = {IdentityKind.EMAIL: "mail", IdentityKind.PHONE: "phone"}
MOST_SHOWN = 2
NUMBER: Final = re.compile(r"\+?[0-9]{4,15}")


@dataclass(frozen=True, slots=True)
class Address:
    """An identity as shown, always in an isolated left-to-right piece. `href` writes to or calls it."""

    pk: int
    text: str
    icon: str
    href: str
    kind: str
    suspect: str
    claimed: bool = False
    is_main: bool = False
    proof: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer in a list. `more` counts the addresses that are not in `addresses`."""

    pk: int
    name: str
    url: str
    job_title: str
    organisation: str
    organisation_url: str
    stage: str
    tone: str
    addresses: list[Address]
    more: int
    tags: list[str]
    last_contact: datetime | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case (`customer` is "" where the page is about that customer). `number` is in the reader's digits."""

    pk: int
    number: str
    url: str
    subject: str
    preview: str
    state: str
    tone: str
    customer: str
    at: datetime


def address_of(identity: Identity) -> Address:
    """An identity for showing: a telephone number grouped and in the reader's digits, an e-mail address as it was written."""
    if identity.kind == IdentityKind.PHONE:
        shown, href = show_phone(identity.value, current_display().language), f"tel:{identity.value}"
    else:
        shown, href = account_words(str(identity)), f"mailto:{identity.value}" if identity.kind == IdentityKind.EMAIL else ""
    return Address(identity.pk, shown, icon_of_identity(identity.kind), href, kind_of_identity(identity.kind), identity.suspect, bool(identity.claimed_by),
                   identity.is_main, proof_words(identity))


def proof_words(identity: Identity) -> str:
    """How and since when we know that an address is theirs, as a sentence; "" while nobody does."""
    if not identity.proof or identity.proven_at is None:
        return ""
    said = {"what": str(Proof(identity.proof).label), "day": show_date(localtime(identity.proven_at).date())}
    return _("Proven on %(day)s: %(what)s") % said


def account_words(account: str) -> str:
    """An account by the name that people know; one that is a telephone number as such numbers are shown."""
    return show_phone(account, current_display().language) if NUMBER.fullmatch(account) else account


def icon_of_identity(kind: str) -> str:
    """The mark of an address; an account has its channel's."""
    return IDENTITY_ICONS.get(kind) or (ACCOUNTS[kind].card.icon if kind in ACCOUNTS else "at")


def kind_of_identity(kind: str) -> str:
    """What an address is called: a phone, or the channel whose account it is."""
    return str(ACCOUNTS[kind].card.label) if kind in ACCOUNTS else str(dict(IdentityKind.choices).get(kind, kind))


def name_of(customer: Customer, addresses: list[Address]) -> str:
    """What they are called; by their first address while no name is known."""
    return customer.name or (addresses[0].text if addresses else str(customer))


def customer_rows(customers: Iterable[Customer]) -> list[CustomerRow]:
    """Customers (with their organisation, identities and tags loaded) as rows."""
    rows = []
    for customer in customers:
        addresses = [address_of(identity) for identity in customer.identities.all()]
        organisation = customer.organisation
        rows.append(
            CustomerRow(
                customer.pk, name_of(customer, addresses), reverse("customer", [customer.pk]), customer.job_title,
                organisation.name if organisation else "", reverse("organisation", [organisation.pk]) if organisation else "",
                customer.get_stage_display(), STAGE_TONES[Stage(customer.stage)],
                addresses[:MOST_SHOWN], max(len(addresses) - MOST_SHOWN, 0),
                [tag.name for tag in customer.tags.all()], customer.last_contact,
            )  # fmt: skip
        )
    return rows


def case_row(case: Case, *, with_customer: bool = False) -> CaseRow:
    """A case (with its customer loaded when that is to be shown) as a row."""
    return CaseRow(
        case.pk, localize_digits(case.pk, current_display().language), reverse("case", [case.pk]), case.subject, case.preview,
        case.get_state_display(), STATE_TONES[State(case.state)], str(case.customer) if with_customer else "", case.last_message_at,
    )  # fmt: skip


def in_lines(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases by their last message with only what a line shows: a third of the time that whole rows take."""
    return cases.only("customer_id", "subject", "preview", "state", "last_message_at").order_by("-last_message_at", "-pk")


def latest_cases(cases: QuerySet[Case], *, after: tuple[datetime, int] | None, most: int) -> list[Case]:
    """A page of cases as `in_lines`."""
    if after is not None:
        at, number = after
        cases = cases.filter(Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=number))
    return list(in_lines(cases)[:most])

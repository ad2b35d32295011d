"""Whose a case or a note is: by the other program's number of the customer, else by an address; made where nobody is known."""

from __future__ import annotations

from collections.abc import Sequence

from sandali.customers.models import Customer
from sandali.transfer.drafts import Draft
from sandali.transfer.models import Import
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.customers import known_by, take_customers


def as_customer(draft: Draft) -> Draft:
    """The customer of whom a row of something else speaks: what the row itself says is not theirs."""
    whose = Draft(draft.row, draft.line, identities=draft.identities, created_at=draft.created_at)
    whose.values = {name: draft.values[name] for name in ("name", "organisation") if name in draft.values}
    if key := draft.text("customer_key", 120):
        whose.values["key"] = key
    return whose


def owners_of(drafts: Sequence[Draft], taken: Taken, *, making: bool) -> dict[int, Customer]:
    """Row → its customer. `making`: who is not known is made, so that nobody falls off (P01); a bare number is enough."""
    people = {draft.row: as_customer(draft) for draft in drafts}
    named = {row: one for row, one in people.items() if one.identities or one.values.get("key")}
    if making and not taken.is_trial:
        quiet = Taken(Import(pk=taken.of.pk, by_id=taken.of.by_id, name=taken.of.name, source=taken.of.source, known="leave"))
        take_customers(list(named.values()), quiet)
        for name, ids in quiet.made.items():
            taken.made.setdefault(name, []).extend(ids)
        taken.counts["customers"] += quiet.counts["made"]
    known = dict(known_by(list(named.values()), taken))
    numbers = {row: number for row, one in named.items() for mark in reversed(marks(one)) if (number := known.get(mark))}
    customers = Customer.objects.in_bulk(set(numbers.values()))
    return {row: customers[number] for row, number in numbers.items() if number in customers}


def marks(one: Draft) -> list[tuple[str, str]]:
    """The other program's number first, then the addresses."""
    key = one.values.get("key")
    return ([("key", key)] if key else []) + [identity[:2] for identity in one.identities]

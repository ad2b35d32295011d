"""Addresses that customers say are theirs: kept as claimed, and theirs once somebody answers from there what was sent there.
And accounts whose provider says that they are a number which we know."""

from __future__ import annotations

from sandali.cases.threads import case_followed, find_case
from sandali.channels.adapter import Incoming
from sandali.customers.actions import claim_identity, find_customer, prove_claim, prove_identity, show_as
from sandali.customers.models import Customer


def note_claims(incoming: Incoming, customer: Customer) -> None:
    """Keep how the writer says that they can be reached."""
    for one in incoming.claimed:
        claim_identity(customer, kind=one.kind, value=one.value)


def claimant_of(incoming: Incoming, channel: int) -> Customer | None:
    """For a number to which an answer of ours followed a visitor who had claimed it: whose it is, as it went to that number alone.

    For a mail from an address that is nobody's: whose it is, where it answers a mail of ours by its mark and was claimed by the
    customer of that case. The mark went to that address alone."""
    sender = incoming.sender
    if incoming.chat and sender is not None and sender.value == incoming.chat and sender.value.startswith("+"):
        case = case_followed(channel, incoming.chat)
        return case.customer if case is not None and prove_claim(case.customer, kind=sender.kind, value=sender.value) else None
    if incoming.chat or sender is None or incoming.sender_auth == "fail":
        return None
    found = find_case(incoming, None)
    if found is None or not prove_claim(found.case.customer, kind=sender.kind, value=sender.value):
        return None
    return found.case.customer


def known_otherwise(incoming: Incoming) -> Customer | None:
    """Whose a new account or fax number is that comes with a number or name by which somebody is known; it is theirs then."""
    sender = incoming.sender
    for one in (*incoming.also, *incoming.known_by) if sender is not None else ():
        customer = find_customer(one.kind, one.value)
        if customer is not None and sender is not None and prove_identity(customer, kind=sender.kind, value=sender.value):
            show_as(customer, sender.kind, sender.value, sender.shown)
            return customer
    return None

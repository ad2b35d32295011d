"""Addresses that customers say are theirs: kept as claimed, and theirs once somebody answers from there what was sent there."""

from __future__ import annotations

from sandali.cases.threads import find_case
from sandali.channels.adapter import Incoming
from sandali.customers.actions import claim_identity, prove_claim
from sandali.customers.models import Customer


def note_claims(incoming: Incoming, customer: Customer) -> None:
    """Keep how the writer says that they can be reached."""
    for one in incoming.claimed:
        claim_identity(customer, kind=one.kind, value=one.value)


def claimant_of(incoming: Incoming) -> Customer | None:
    """For a mail from an address that is nobody's: whose it is, where it answers a mail of ours by its mark and was claimed by the
    customer of that case. The mark went to that address alone."""
    sender = incoming.sender
    if incoming.chat or sender is None or incoming.sender_auth == "fail":
        return None
    found = find_case(incoming, None)
    if found is None or not prove_claim(found.case.customer, kind=sender.kind, value=sender.value):
        return None
    return found.case.customer

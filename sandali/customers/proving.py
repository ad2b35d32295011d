"""Whether an address is theirs, and how we know; the main one of its kind; an address that was removed comes back.

Nothing here gives an address to somebody else: whose it is, `actions.add_identity` decides, and two records are put together by people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandali.customers import events, search
from sandali.customers.actions import add_identity
from sandali.customers.models import Customer, Identity, Proof
from sandali.history.events import record
from sandali.history.models import Event


def note_proof(kind: str, value: str, proof: str, *, at: datetime | None = None) -> bool:
    """An address has shown by itself that it is theirs (Proof, but not a colleague's word); the first time stands. Returns whether it is new.

    A colleague's word gives way to what the address itself has shown. Inside a transaction of the caller; nothing is told of a mail,
    which stands in the story anyway."""
    known = Identity.objects.filter(kind=kind, value=value, claimed_by=0, proof__in=("", Proof.SAID), suspect="")
    return bool(known.update(proof=proof, proven_at=at or timezone.now(), proven_by=None))


@transaction.atomic
def prove_by_link(customer: Customer, *, kind: str, value: str) -> bool:
    """They opened a link that was sent to this address of theirs alone, and said something there; returns whether that is new."""
    theirs = Identity.objects.filter(customer=customer, kind=kind, value=value, claimed_by=0).first()
    if theirs is None or not note_proof(kind, value, Proof.LINK):
        return False
    record(events.IDENTITY_PROVEN, customer, value=str(theirs))
    return True


@transaction.atomic
def vouch_for_identity(identity: Identity, *, by: Any) -> bool:
    """A colleague says that the address is theirs; returns whether nobody knew so far. One that they only claim is added as theirs first.

    Raises actions.Taken where somebody else is known by it."""
    if identity.claimed_by:
        identity = add_identity(identity.customer, kind=identity.kind, value=identity.value, by=by)
    if not Identity.objects.filter(pk=identity.pk, proof="").update(proof=Proof.SAID, proven_at=timezone.now(), proven_by=by):
        return False
    record(events.IDENTITY_PROVEN_BY_US, identity.customer, by=by, value=str(identity))
    return True


@transaction.atomic
def make_main_identity(identity: Identity, *, by: Any) -> bool:
    """Answers that begin anew take this one of its kind from here on; returns whether it was another. ValueError for a claimed one."""
    if identity.claimed_by:
        raise ValueError("nobody is known by an address that is only claimed")
    Customer.objects.select_for_update(of=("self",)).get(pk=identity.customer_id)  # of two at once one is last
    if Identity.objects.filter(pk=identity.pk, is_main=True).exists():
        return False
    Identity.objects.filter(customer=identity.customer_id, kind=identity.kind, is_main=True).update(is_main=False)
    Identity.objects.filter(pk=identity.pk).update(is_main=True)
    record(events.IDENTITY_MADE_MAIN, identity.customer, by=by, value=str(identity))
    return True


@transaction.atomic
def return_identity(customer: Customer, removal: Event, *, by: Any) -> Identity | None:
    """Bring an address back that was removed (the event of its removal). None where nothing of it is kept.

    Raises actions.Taken where it is somebody else's by now."""
    kind, value = removal.data.get("of_kind"), removal.data.get("raw")
    if not kind or not value:
        return None
    owned = Identity.objects.filter(kind=kind, value=value, claimed_by=0).select_related("customer").first()
    identity = owned or add_identity(customer, kind=kind, value=value, by=by)
    if identity.customer_id != customer.pk:
        add_identity(customer, kind=kind, value=value, by=by)  # says whose it is
    proof = removal.data.get("proof", "")
    if owned is None and proof in Proof.values:
        Identity.objects.filter(pk=identity.pk).update(proof=proof, proven_at=removal.data.get("proven_at"), shown=removal.data.get("value", "")[:254])
    search.index_customer(customer)
    return identity

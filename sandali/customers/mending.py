"""Putting records right: misspelt addresses, many at once and with a way back, and the word that somebody's details still hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sandali.customers import events, search
from sandali.customers.actions import find_customer
from sandali.customers.models import AT_DOMAIN, Customer, Identity, IdentityKind
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.mail_domains import MISSPELT

MOST_AT_ONCE: Final = 100
UNDO_FOR: Final = timedelta(minutes=10)


def misspelt_addresses() -> QuerySet[Identity]:
    """Mail addresses whose domain is a known slip of the hand. One walk along an index; to ask for their kind as well, which their
    domain says, would lead SQLite along every mail address."""
    found = Identity.objects.annotate(at_domain=AT_DOMAIN)
    return found.filter(claimed_by=0, at_domain__in=[f"@{domain}" for domain in MISSPELT])


def meant(value: str) -> str:
    """The address that was meant by a misspelt one; the same where none is known."""
    local, at, domain = value.rpartition("@")
    return f"{local}{at}{MISSPELT.get(domain.lower(), domain)}"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of misspelt addresses: how many are right now, and whose right one is somebody else's already. `event` leads back."""

    changed: int
    taken: list[Customer]
    event: Event | None


@transaction.atomic
def correct_addresses(numbers: Sequence[int], *, by: Any) -> Corrected:
    """Write what was meant in the place of misspelt addresses. Raises ValueError for too many.

    Where somebody is known by the right one already nothing is changed: whether the two are one is a decision of people."""
    if len(numbers) > MOST_AT_ONCE:
        raise ValueError("too many addresses at once")
    taken: list[Customer] = []
    made: list[int] = []
    for identity in misspelt_addresses().filter(pk__in=numbers, customer__erased_at=None).select_related("customer").select_for_update(of=("self",)).order_by("pk"):
        right, customer = meant(identity.value), identity.customer
        if find_customer(IdentityKind.EMAIL, right) is not None:
            taken.append(customer)
            continue
        Identity.objects.filter(pk=identity.pk).update(value=right, shown=right)
        search.index_customer(customer)
        made.append(record(events.IDENTITY_CORRECTED, customer, by=by, value=right, before=identity.value, shown=str(identity)).pk)
    # The addresses stand on their customers' own events alone, where erasing somebody finds them.
    event = record(events.ADDRESSES_CORRECTED, by, by=by, count=len(made), made=made) if made else None
    return Corrected(len(made), taken, event)


@transaction.atomic
def restore_addresses(event: Event, *, by: Any) -> int:
    """Put corrected addresses back as they were written; returns how many. What was changed since stays."""
    back = 0
    for made in Event.objects.filter(pk__in=event.data["made"], kind=events.IDENTITY_CORRECTED.name).order_by("pk"):
        value, right = str(made.data.get("before", "")), str(made.data.get("value", ""))
        identity = Identity.objects.select_related("customer").filter(customer=made.customer_id, kind=IdentityKind.EMAIL, value=right).first()
        if not value or identity is None or find_customer(IdentityKind.EMAIL, value) is not None:
            continue
        Identity.objects.filter(pk=identity.pk).update(value=value, shown=str(made.data.get("shown", value)))
        search.index_customer(identity.customer)
        record(events.IDENTITY_CORRECTED, identity.customer, by=by, value=value, before=right, shown=right)
        back += 1
    return back


@transaction.atomic
def confirm_details(customer: Customer, *, by: Any, at: datetime | None = None) -> Event:
    """Somebody made sure that what is known of a customer still holds. The event remembers when it was last made sure before."""
    before, now = customer.checked_at, at or timezone.now()
    Customer.objects.filter(pk=customer.pk).update(checked_at=now)
    customer.checked_at = now
    return record(events.DETAILS_CONFIRMED, customer, by=by, at=now, since=before.isoformat() if before else "")


def access_correction(by: Any, number: int) -> Event:
    """A correction of one's own, to take it back within UNDO_FOR. Raises Event.DoesNotExist."""
    return Event.objects.get(pk=number, kind=events.ADDRESSES_CORRECTED.name, by=by, at__gte=timezone.now() - UNDO_FOR)


def access_confirmation(by: Any, number: int) -> Event:
    """One's own word that details hold, to take it back within UNDO_FOR. Raises Event.DoesNotExist."""
    return Event.objects.get(pk=number, kind=events.DETAILS_CONFIRMED.name, by=by, at__gte=timezone.now() - UNDO_FOR)


@transaction.atomic
def unconfirm_details(event: Event, *, by: Any) -> bool:
    """Take that back, unless somebody has confirmed them again since; returns whether it was taken back."""
    since = event.data.get("since") or None
    back = Customer.objects.filter(pk=event.subject_id, checked_at=event.at).update(checked_at=datetime.fromisoformat(since) if since else None)
    if back:
        record(events.DETAILS_UNCONFIRMED, Customer.objects.get(pk=event.subject_id), by=by)
    return bool(back)

"""Customers who stand here twice: somebody wrote from another form of an address, somebody was typed again at the counter. And two of one
name who were told apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sandali.company.permissions import Role
from sandali.customers import events, search
from sandali.customers.duplicates.likeness import say_apart
from sandali.customers.duplicates.scanning import begin_scan, look_through
from sandali.customers.models import Customer, Identity
from sandali.demo.acts import Scene
from sandali.history.events import record

TWINS: Final = 4  # customers who are made here
_ARABIC: Final = str.maketrans("یک", "يك")


def write_twice(scene: Scene) -> None:
    """Let it have happened in the last weeks; then everybody was looked through."""
    manager = next(person for person in scene.house.people.values() if person.role == Role.MANAGER)
    agent = next(person for person in scene.house.people.values() if person.role == Role.AGENT)
    known = Customer.objects.filter(identities__kind="phone", name__contains=" ", merged_into=None).filter(identities__kind="email").exclude(city="")
    twice = list(known.distinct().order_by("-pk")[:TWINS])
    for number, customer in enumerate(twice):
        at = scene.period.now - timedelta(days=3 + 4 * number, hours=number)
        scene.happen(at, partial(again, customer, number, at=at, agent=agent, manager=manager))
    scene.happen(scene.period.now, lambda: look_through(begin_scan(by=manager).pk))


def again(customer: Customer, number: int, *, at: datetime, agent: Any, manager: Any) -> None:
    """A second record of somebody: by their mailbox, by a name before another @, or by a number with a digit wrong."""
    mail, phone = (customer.identities.filter(kind=kind).order_by("pk")[0] for kind in ("email", "phone"))
    local, _at, domain = mail.value.partition("@")
    first, _space, family = customer.name.partition(" ")
    others = {"example.com": "example.net"}.get(domain, "example.com")
    name, kind, value = (
        (customer.name.translate(_ARABIC), "email", f"{local}+shop@{domain}"),
        (f"{family} {first}", "email", f"{local}@{others}"),
        (customer.name, "phone", wrong(phone.value)),
        (customer.name, "phone", wrong(phone.value)),
    )[number]
    made = Customer.objects.create(
        name=name, city=customer.city if kind == "phone" else "", language=customer.language, created_at=at, last_contact_at=at
    )
    Identity.objects.create(customer=made, kind=kind, value=value, shown=value, created_at=at)
    search.index_customer(made)
    record(events.CUSTOMER_MET, made, at=at, by=agent if kind == "phone" else None, quiet=True)
    if number == TWINS - 1:
        say_apart(customer, made, by=manager)


def wrong(phone: str) -> str:
    """A number with its last digit wrong."""
    return f"{phone[:-1]}{(int(phone[-1]) + 1) % 10}"

"""The health of the demo's records: a few slips as they happen in any company, and the figures as they stood night by night.

Past figures are counted by the demo's own clock while its past happens, so they are true; they exist only for checks whose records are
all written in that order. Whatever other parts write down later has its first figure today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from sandali.customers.actions import add_identity, edit_customer, named_organisation
from sandali.customers.models import Customer, IdentityKind, Organisation
from sandali.demo.acts import Scene
from sandali.demo.rhythm import Period
from sandali.health.checks import CHECKS
from sandali.health.counting import count_all, count_one
from sandali.health.rules import check_rules

NIGHTS: Final = 90
AT: Final = time(2, 40)
IN_ORDER: Final = ("no_address", "no_name", "no_kind", "no_owner")
SLIPS: Final = ("gmail.con", "yahoo.con", "hotmail.con")  # below a top level that there is none of, so that nobody can own these
QUIET: Final = timedelta(days=35)


def nights(period: Period) -> list[tuple[datetime, int, Callable[[], None]]]:
    """What is counted in each night of the last months, as moments of the demo."""
    today = period.now.astimezone(period.zone).date()
    days = [today - timedelta(days=back) for back in range(NIGHTS, 0, -1)]
    moments = [(datetime.combine(day, AT, period.zone), day) for day in days]
    return [(at, -3, partial(count_night, at)) for at, day in moments if at >= period.start]


def count_night(at: datetime) -> None:
    """The figures of a night, as everything stood then."""
    rules = check_rules()
    for code in IN_ORDER:
        count_one(CHECKS[code], at.date(), rules, now=at)


def leave_faults(scene: Scene) -> None:
    """Slips of the hand in addresses, leads that went quiet, and an organisation that stands there twice."""
    now, by = scene.period.now, next(person for person in scene.house.people.values() if person.role == "agent")
    whole = Customer.objects.filter(merged_into=None, erased_at=None)
    mailed = whole.filter(identities__kind=IdentityKind.EMAIL).order_by("pk").distinct()
    for customer, domain in zip(mailed[20 : 20 + len(SLIPS)], SLIPS, strict=False):
        local = customer.identities.filter(kind=IdentityKind.EMAIL).order_by("pk").values_list("value", flat=True)[0].partition("@")[0]
        add_identity(customer, kind=IdentityKind.EMAIL, value=f"{local}@{domain}", by=by)
    for customer in whole.filter(stage="contact", last_contact_at__lt=now - QUIET).order_by("pk")[:4]:
        edit_customer(customer, by=by, version=customer.version, stage="lead")
    first = Organisation.objects.order_by("pk").first()
    if first is not None:
        twin = named_organisation(f"{first.name} ۲" if scene.house.company.language == "fa" else f"{first.name} 2")
        Organisation.objects.filter(pk=twin.pk if twin is not None else 0).update(website=first.website)


def count_today(scene: Scene) -> None:
    """All figures, as everything stands now."""
    now = scene.period.now
    count_all(now.astimezone(scene.period.zone).date(), check_rules(), now=now)

"""What nobody looked at for too long."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Person
from sandali.company.queries import company_zone
from sandali.customers.models import NEVER, Customer, Stage
from sandali.health.checks.kinds import LATELY, About, Asked, Check, Group, living
from sandali.knowledge.models import Entry
from sandali.sales.models import Deal, DealState


def open_deals(_asked: Asked) -> QuerySet[Deal]:
    """Deals that are neither won nor lost."""
    return Deal.objects.filter(state=DealState.OPEN)


def without_step(asked: Asked) -> QuerySet[Deal]:
    """Open deals with no next step, or whose day passed by more than the limit."""
    return open_deals(asked).filter(Q(next_on=None) | Q(next_on__lt=asked.limit.astimezone(company_zone()).date()))


def leads(_asked: Asked) -> QuerySet[Customer]:
    """Customers who may become buyers."""
    return living().filter(stage=Stage.LEAD)


def quiet_leads(asked: Asked) -> QuerySet[Customer]:
    """Those of them who have not been in touch since the limit; of whom no contact is known, since they came into the house."""
    return leads(asked).filter(last_contact_at__lt=asked.limit).exclude(last_contact_at=NEVER, created_at__gte=asked.limit)


def in_touch(asked: Asked) -> QuerySet[Customer]:
    """Customers who contacted us lately."""
    return living().filter(last_contact_at__gte=asked.now - LATELY)


def unchecked(asked: Asked) -> QuerySet[Customer]:
    """Those of them whose details nobody has said to be right since the limit; of new ones, since they came."""
    return in_touch(asked).filter(Q(checked_at__lt=asked.limit) | Q(checked_at=None, created_at__lt=asked.limit))


def entries(_asked: Asked) -> QuerySet[Entry]:
    """Facts and articles that stand."""
    return Entry.objects.filter(archived_at=None)


def overdue(asked: Asked) -> QuerySet[Entry]:
    """Those whose check was due before the limit, and those of which a colleague says that they are out of date for as long."""
    return entries(asked).filter(Q(check_due_at__lte=asked.limit) | Q(doubted_at__lte=asked.limit))


def people(_asked: Asked) -> QuerySet[Person]:
    """Those of us who may sign in."""
    return Person.objects.filter(is_active=True)


def never_here(asked: Asked) -> QuerySet[Person]:
    """Those of them who joined before the limit and never came."""
    return people(asked).annotate(came=Coalesce("last_login", "seen_at")).filter(came=None, joined_at__lt=asked.limit)


CHECKS: Final = (
    Check(
        "no_step", Group.STALE, About.DEAL, _("Open deals without a next step"),
        _("Nobody knows what happens next, or it should have happened long ago. So deals are lost without anybody losing them."),
        without_step, open_deals, rule=_("Step overdue by more than"), days=7,
    ),
    Check(
        "quiet_lead", Group.STALE, About.CUSTOMER, _("Leads that went quiet"),
        _("Somebody was interested. Either somebody asks them now, or they are no lead any more."),
        quiet_leads, leads, rule=_("No contact for"), days=30,
    ),
    Check(
        "unchecked", Group.STALE, About.CUSTOMER, _("Customers whose details nobody has confirmed"),
        _("They are in touch with us, and yet nobody asked them lately whether their address and telephone number still hold."),
        unchecked, in_touch, rule=_("Not confirmed for"), days=365,
    ),
    Check(
        "overdue_entry", Group.STALE, About.ENTRY, _("Facts and articles that want to be looked at"),
        _("Their day for being checked is past, or a colleague says that they are out of date. Customers may be told what is no longer true."),
        overdue, entries, rule=_("Overdue for at least"), days=1,
    ),
    Check(
        "never_here", Group.STALE, About.PERSON, _("Accounts that nobody ever used"),
        _("The account was made, and nobody has signed in. Help them in, or close it: an unused door is still a door."),
        never_here, people, rule=_("Account older than"), days=14,
    ),
)  # fmt: skip

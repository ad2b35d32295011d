"""What ought to be there and is not."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import DONE, Case, Kind
from sandali.customers.models import (
    Customer,
    CustomField,
    FieldValue,
    Identity,
    IdentityKind,
    Organisation,
    Subject,
)
from sandali.health.checks.kinds import LATELY, YEAR, About, Asked, Check, Group, living
from sandali.resolution.models import CaseCause, CauseLook
from sandali.sales.models import Order


def nameless(_asked: Asked) -> QuerySet[Customer]:
    """Those whose name nobody knows."""
    return living().filter(name="")


def buyers(asked: Asked) -> QuerySet[Customer]:
    """Those who bought within a year."""
    return living().filter(pk__in=Order.objects.filter(bought_at__gte=asked.now - YEAR).values("customer"))


def buyers_without_phone(asked: Asked) -> QuerySet[Customer]:
    """Those of them of whom no telephone number is known."""
    return buyers(asked).filter(~Exists(Identity.objects.filter(customer=OuterRef("pk"), kind=IdentityKind.PHONE)))


def required_fields() -> list[CustomField]:
    """The company's own fields of customers that must be filled."""
    return list(CustomField.objects.filter(subject=Subject.CUSTOMER, is_required=True, archived_at=None))


def asked_of(_asked: Asked) -> QuerySet[Customer]:
    """All of whom something must be known; nobody where no field must be filled."""
    return living() if required_fields() else Customer.objects.none()


def unfilled(_asked: Asked) -> QuerySet[Customer]:
    """Those who lack a value of a field that must be filled."""
    lacking = Q(pk__in=[])
    for field in required_fields():
        lacking |= ~Q(Exists(FieldValue.objects.filter(customer=OuterRef("pk"), field=field)))
    return living().filter(lacking)


def organisations(_asked: Asked) -> QuerySet[Organisation]:
    """All organisations."""
    return Organisation.objects.all()


def empty_organisations(_asked: Asked) -> QuerySet[Organisation]:
    """Those to which nobody belongs."""
    return Organisation.objects.filter(~Exists(living().filter(organisation=OuterRef("pk"))))


def done_lately(asked: Asked) -> QuerySet[Case]:
    """Cases opened lately that we have answered."""
    return Case.objects.filter(aside="", opened_at__gte=asked.now - LATELY, state__in=DONE)


def without_kind(asked: Asked) -> QuerySet[Case]:
    """Those of them of which nobody said what they were."""
    return done_lately(asked).filter(kind="")


def complaints(asked: Asked) -> QuerySet[Case]:
    """Those of them that were complaints."""
    return done_lately(asked).filter(kind=Kind.COMPLAINT)


def without_cause(asked: Asked) -> QuerySet[Case]:
    """Complaints of which nobody wrote down why, nor when to look again."""
    return complaints(asked).filter(~Exists(CaseCause.objects.filter(case=OuterRef("pk"))), ~Exists(CauseLook.objects.filter(case=OuterRef("pk"))))


def waiting(_asked: Asked) -> QuerySet[Case]:
    """Cases that wait for us."""
    return Case.objects.filter(aside="", waiting_since__isnull=False)


def without_owner(asked: Asked) -> QuerySet[Case]:
    """Those of them that nobody has taken for longer than the limit."""
    return waiting(asked).filter(assignee=None, waiting_since__lte=asked.limit)


CHECKS: Final = (
    Check(
        "no_name", Group.MISSING, About.CUSTOMER, _("Customers without a name"),
        _("Nobody can greet them, and whoever looks for them finds them by a number only."), nameless, living,
    ),
    Check(
        "no_phone", Group.MISSING, About.CUSTOMER, _("Buyers without a telephone number"),
        _("They bought within a year, and when something goes wrong with a delivery we cannot call them."), buyers_without_phone, buyers,
    ),
    Check(
        "no_field", Group.MISSING, About.CUSTOMER, _("Customers who lack a field that must be filled"),
        _("You decided that this is asked of everybody. Of these it is not known."), unfilled, asked_of,
    ),
    Check(
        "no_people", Group.MISSING, About.ORGANISATION, _("Organisations without people"),
        _("No customer belongs to them: perhaps everybody left, perhaps the name was a slip."), empty_organisations, organisations,
    ),
    Check(
        "no_kind", Group.MISSING, About.CASE, _("Answered cases without a kind"),
        _("Opened within 90 days, answered, and nobody said whether it was a question or a complaint. They are missing from every figure by kind."),
        without_kind, done_lately,
    ),
    Check(
        "no_cause", Group.MISSING, About.CASE, _("Answered complaints without a cause"),
        _("Opened within 90 days. Without a cause nobody learns from them, and the next customer meets the same."), without_cause, complaints,
    ),
    Check(
        "no_owner", Group.MISSING, About.CASE, _("Waiting cases that nobody has taken"),
        _("What belongs to everybody is done by nobody."), without_owner, waiting,
        rule=_("Waiting longer than"), days=1,
    ),
)  # fmt: skip

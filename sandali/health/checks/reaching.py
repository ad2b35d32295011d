"""Whom we cannot reach, whatever we have to tell them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from sandali.channels.kinds import KINDS
from sandali.channels.models import Delivery, DeliveryState, PausedAddress
from sandali.customers.mending import misspelt_addresses
from sandali.customers.models import Customer, Identity, IdentityKind, Wishes
from sandali.health.checks.kinds import LATELY, About, Asked, Check, Group, living


def of_theirs() -> QuerySet[Identity]:
    """The addresses of a customer of the query around this one."""
    return Identity.objects.filter(customer=OuterRef("pk"))


def without_address(_asked: Asked) -> QuerySet[Customer]:
    """Those with no address at all."""
    return living().filter(~Exists(of_theirs()))


def refused(asked: Asked) -> QuerySet[Customer]:
    """Those whose every address sent back, or refused, the last that we sent there."""
    paused, failed = paused_values(asked), failed_values(asked)
    ours = Identity.objects.filter(kind__in=kinds())
    # Two questions, each along the index of addresses; one of both would walk along all of them.
    at_fault = Q(pk__in=ours.filter(value__in=paused).values("customer")) | Q(pk__in=ours.filter(value__in=failed).values("customer"))
    sound = of_theirs().exclude(value__in=paused).exclude(value__in=failed)
    return living().filter(at_fault).filter(~Exists(sound))


def kinds() -> list[str]:
    """Every kind of address there is."""
    return sorted({*IdentityKind.values, *(adapter.can.reaches for adapter in KINDS.values() if adapter.can.reaches)})


def paused_values(asked: Asked) -> QuerySet[Any]:
    """Addresses from which mail came back lately."""
    return PausedAddress.objects.filter(until__gt=asked.now).values("value")


def failed_values(asked: Asked) -> QuerySet[Any]:
    """Addresses at which what we sent lately was refused, with nothing that arrived since."""
    arrived = Delivery.objects.filter(channel=OuterRef("channel"), to_value=OuterRef("to_value"), sent_at__gt=OuterRef("not_before"))
    failed = Delivery.objects.filter(state=DeliveryState.FAILED, not_before__gte=asked.now - LATELY).filter(~Exists(arrived))
    return failed.values("to_value")


def with_slip(_asked: Asked) -> QuerySet[Customer]:
    """Those of whom a mail address is misspelt."""
    return living().filter(pk__in=misspelt_addresses().values("customer"))


def forbidden(_asked: Asked) -> QuerySet[Customer]:
    """Those who asked never to be written to by any way that would reach them."""
    said = Wishes.objects.exclude(never=[]).annotate(words=Cast("never", TextField()))
    ways: dict[str, list[str]] = {}
    for kind, adapter in KINDS.items():
        if adapter.can.send and adapter.can.reaches:
            ways.setdefault(adapter.can.reaches, []).append(kind)
    open_way = Q(pk__in=[])
    for reaches, through in ways.items():
        has = Exists(Identity.objects.filter(customer=OuterRef("customer"), kind=reaches))
        left = Q(pk__in=[])
        for kind in through:
            left |= ~Q(words__contains=f'"{kind}"')
        open_way |= Q(has) & left
    return living().filter(pk__in=said.exclude(open_way).values("customer")).filter(Exists(of_theirs()))


def with_mail(_asked: Asked) -> QuerySet[Customer]:
    """Those with a mail address."""
    return living().filter(Exists(of_theirs().filter(kind=IdentityKind.EMAIL)))


def with_wishes(_asked: Asked) -> QuerySet[Customer]:
    """Those who asked never to be reached by some way."""
    return living().filter(pk__in=Wishes.objects.exclude(never=[]).values("customer"))


CHECKS: Final = (
    Check(
        "no_address", Group.UNREACHABLE, About.CUSTOMER, _("Customers without any address"),
        _("Neither an e-mail address nor a telephone number nor an account is known of them. Whatever we promise them, we cannot tell them."),
        without_address, living,
    ),
    Check(
        "refused", Group.UNREACHABLE, About.CUSTOMER, _("Customers to whom nothing gets through"),
        _("The last that we sent came back or was refused, and there is no other address. Ask them for one when they call."),
        refused, living,
    ),
    Check(
        "misspelt", Group.UNREACHABLE, About.CUSTOMER, _("Mail addresses with a slip of the hand"),
        _("The part behind the @ is a known slip, such as gmial.com for gmail.com. Our answers go to nobody, or to a stranger."),
        with_slip, with_mail,
    ),
    Check(
        "forbidden", Group.UNREACHABLE, About.CUSTOMER, _("Customers whose wishes leave no way open"),
        _("They asked us never to use the only ways by which we could write to them. Ask them once how they want to be reached."),
        forbidden, with_wishes,
    ),
)  # fmt: skip

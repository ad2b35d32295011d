"""Whom we cannot reach, whatever we have to tell them."""

from __future__ import annotations

from typing import Final

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
    back = sent_back(asked)
    return living().filter(Q(pk__in=Identity.objects.filter(back, kind__in=kinds()).values("customer"))).filter(~Exists(of_theirs().filter(~back)))


def kinds() -> list[str]:
    """Every kind of address there is."""
    return sorted({*IdentityKind.values, *(adapter.can.reaches for adapter in KINDS.values() if adapter.can.reaches)})


def sent_back(asked: Asked) -> Q:
    """The condition on addresses: paused after mail came back, or refused lately with nothing that arrived since."""
    paused = PausedAddress.objects.filter(until__gt=asked.now).values("value")
    arrived = Delivery.objects.filter(channel=OuterRef("channel"), to_value=OuterRef("to_value"), sent_at__gt=OuterRef("not_before"))
    failed = Delivery.objects.filter(state=DeliveryState.FAILED, not_before__gte=asked.now - LATELY).filter(~Exists(arrived))
    return Q(value__in=paused) | Q(value__in=failed.values("to_value"))


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

"""What segments may ask of sales: how often somebody bought, for how much, and whether something may come of it.

Only orders and deals that the reader may see count (docs/decisions/0047)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.queries import current_company
from sandali.customers.segments.conditions import (
    AT_LEAST,
    AT_MOST,
    HOW_OFTEN,
    NEVER,
    PERIOD,
    Asking,
    Condition,
    Counting,
    Known,
    check_period,
    in_period,
    times_words,
    within,
)
from sandali.customers.segments.parts import Amount, Choice
from sandali.kit.dates import current_display
from sandali.kit.digits import currency_name, format_money
from sandali.sales.access import deals_for, orders_for
from sandali.sales.models import DealState, Order

SALES: Final = gettext_lazy("What they buy")
COMMON: Final = ("IRR", "EUR", "USD", "AED", "TRY", "GBP")


def bought_by(asking: Asking) -> QuerySet[Order]:
    """The purchases that count for whoever asks; what was cancelled or came back is none."""
    return orders_for(asking.person).filter(bought_at__isnull=False)


def currencies() -> list[tuple[str, str]]:
    """The company's own currency first."""
    company = current_company()
    codes = dict.fromkeys((company.currency if company else "IRR", *COMMON))
    return [(code, currency_name(code, current_display().language, toman=current_display().toman)) for code in codes]


def sides() -> list[tuple[str, str]]:
    """More, or less."""
    return [(AT_LEAST, _("At least")), (AT_MOST, _("At most"))]


class Bought(Counting):
    """So many orders."""

    name, label, group, right, column = "bought", gettext_lazy("How often they bought"), SALES, "see_sales", "bought_at"
    parts = (*HOW_OFTEN, *PERIOD)

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        return bought_by(asking)

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        words = _("who never bought") if values["how"] == NEVER else _("who bought %(times)s")
        return in_period(words % {"times": times_words(values)}, values)


class Spent(Condition):
    """What their orders of one currency come to. Whoever bought nothing in it is not asked about."""

    name, label, group, right = "spent", gettext_lazy("For how much they bought"), SALES, "see_sales"
    parts = (Choice("how", gettext_lazy("How much"), choices=sides), Amount("amount", gettext_lazy("Amount")), Choice("currency", gettext_lazy("Currency"), choices=currencies), *PERIOD)

    def check(self, kept: dict[str, Any]) -> None:
        check_period(kept)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        rows = asking.near(bought_by(asking).filter(within("bought_at", values, asking), currency=values["currency"])).order_by()
        way = "sum__gte" if values["how"] == AT_LEAST else "sum__lte"
        return Q(pk__in=rows.values("customer_id").annotate(sum=Sum("total")).filter(**{way: values["amount"]}).values("customer_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        said = {"amount": format_money(values["amount"], values["currency"], current_display().language, toman=current_display().toman)}
        words = _("who bought for at least %(amount)s") if values["how"] == AT_LEAST else _("who bought for at most %(amount)s")
        return in_period(words % said, values)


class OpenDeal(Condition):
    """A deal with them is open."""

    name, label, group, right = "open_deal", gettext_lazy("An open deal"), SALES, "see_sales"

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        return Q(pk__in=asking.near(deals_for(asking.person).filter(state=DealState.OPEN)).values("customer_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("with whom a deal is open")


CONDITIONS: Final = (Bought(), Spent(), OpenDeal())

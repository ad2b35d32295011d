"""Orders as lines of lists, and their words."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.desk.remedies.words import money
from sandali.desk.sales.lines import shown_number
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row
from sandali.kit.markup_text import format_html_join
from sandali.sales.models import Order, OrderState
from sandali.sales.queries import owed_on

TONES: Final = {
    OrderState.DRAFT: ("", "pencil"), OrderState.PLACED: ("info", "shopping-bag"), OrderState.SENT: ("warn", "truck"),
    OrderState.DELIVERED: ("ok", "package"), OrderState.CANCELLED: ("", "x"), OrderState.RETURNED: ("bad", "arrow-back-up"),
}  # fmt: skip
BOX_NAMES: Final = {
    "all": gettext_lazy("All orders"),
    "draft": gettext_lazy("Drafts"),
    "placed": gettext_lazy("To be sent"),
    "sent": gettext_lazy("On their way"),
    "delivered": gettext_lazy("Delivered"),
    "ended": gettext_lazy("Cancelled or returned"),
}


def state_chip(order: Order) -> SafeString:
    """How an order stands."""
    tone, icon_name = TONES[OrderState(order.state)]
    return chip(str(OrderState(order.state).label), tone=tone, icon_name=icon_name)


def owed_chip(order: Order, paid: int) -> SafeString | str:
    """What is still to be paid, or to be paid back; nothing of a draft on which nothing was paid."""
    owed = owed_on(order, paid)
    if owed > 0:
        return chip(_("%(money)s to be paid") % {"money": money(owed, order.currency)}, tone="warn", icon_name="coin")
    if owed < 0:
        return chip(_("%(money)s to be paid back") % {"money": money(-owed, order.currency)}, tone="bad", icon_name="wallet")
    return chip(_("Paid"), tone="ok", icon_name="check") if order.total and paid else ""


def order_words(order: Order) -> str:
    """An order by its number."""
    return _("Order %(number)s") % {"number": shown_number(order.number)}


def order_line(order: Any, *, of_one: bool = False) -> SafeString:
    """One order of a list; on its customer's own page (`of_one`) their name is left out."""
    chips = [state_chip(order), owed_chip(order, order.paid)]
    return list_row(
        format_html_join("", "{}", ((part,) for part in chips if part)),
        url=reverse("order", args=[order.pk]),
        title=order_words(order) if of_one else str(order.customer),
        preview=money(order.total, order.currency) if of_one else f"{isolated(order_words(order))} · {isolated(money(order.total, order.currency))}",
        at=order.state_at,
        key=order.customer_id,
        face=not of_one,
    )

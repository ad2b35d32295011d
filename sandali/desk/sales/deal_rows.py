"""Deals as cards of the board and lines of lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.models import Kind
from sandali.desk.remedies.words import money
from sandali.desk.sales.forms import today
from sandali.desk.sales.warnings import SETTLED
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip, number
from sandali.kit.components.regions import list_row
from sandali.kit.dates import show_date
from sandali.kit.markup_text import format_html_join
from sandali.sales.board import Column
from sandali.sales.models import Deal, DealState

STATE_CHIPS = {DealState.OPEN: ("target", "info"), DealState.WON: ("trophy", "ok"), DealState.LOST: ("flag", "")}


@dataclass(frozen=True, slots=True)
class Card:
    """One deal on the board."""

    deal: Deal
    url: str
    amount: str
    chips: list[SafeString]
    complains: bool


def complaining(person: Any, customers: Iterable[int]) -> set[int]:
    """Those of the customers who have a complaint that is not settled, as far as the person sees it. One query."""
    wanted = set(customers)
    if not wanted:
        return set()
    found = cases_for(person).filter(customer__in=wanted, kind=Kind.COMPLAINT, aside="").exclude(state__in=SETTLED)
    return set(found.order_by().values_list("customer", flat=True).distinct())


def when_chips(deal: Deal, day: date) -> list[SafeString]:
    """What is to be done next and when the deal is expected; what is late is red."""
    chips = []
    if deal.next_on is not None:
        late = deal.next_on < day
        words = _("%(step)s, %(day)s") % {"step": isolated(deal.next_step), "day": show_date(deal.next_on, "short")}
        chips.append(chip(words, tone="bad" if late else "warn" if deal.next_on == day else "", icon_name="calendar-due" if late else "calendar"))
    if deal.expected_on is not None and deal.state == DealState.OPEN:
        chips.append(chip(show_date(deal.expected_on, "short"), tone="bad" if deal.expected_on < day else "", icon_name="target"))
    return chips


def columns_of(person: Any, columns: list[Column], currency: str) -> list[dict[str, Any]]:
    """The board's columns, ready to show."""
    day = today()
    upset = complaining(person, (deal.customer_id for column in columns for deal in column.deals))
    return [
        {
            "stage": column.stage,
            "count": column.count,
            "amount": money(column.amount, currency) if column.amount else "",
            "more": number(column.more) if column.more > 0 else "",
            "more_url": f"{reverse('deal_list')}?state=open&stage={column.stage.pk}",
            "cards": [
                Card(deal, reverse("deal", args=[deal.pk]), money(deal.amount, deal.currency) if deal.amount else "", when_chips(deal, day), deal.customer_id in upset)
                for deal in column.deals
            ],
        }
        for column in columns
    ]


def state_chip(deal: Deal) -> SafeString:
    """How a deal stands: its stage while it is open, else its end."""
    icon_name, tone = STATE_CHIPS[DealState(deal.state)]
    words = deal.stage.name if deal.state == DealState.OPEN else str(DealState(deal.state).label)
    return chip(words, tone=tone, icon_name=icon_name)


def deal_line(deal: Deal, *, of_one: bool = False) -> SafeString:
    """One deal of a list; on its customer's own page (`of_one`) their name is left out."""
    chips = [state_chip(deal), *when_chips(deal, today())]
    if deal.lost_reason is not None:
        chips.append(chip(deal.lost_reason.name))
    amount = money(deal.amount, deal.currency) if deal.amount else ""
    return list_row(
        format_html_join("", "{}", ((part,) for part in chips)),
        url=reverse("deal", args=[deal.pk]),
        title=deal.title,
        preview=" · ".join(isolated(part) for part in ("" if of_one else str(deal.customer), amount) if part),
        at=deal.state_at,
        face=False,
    )

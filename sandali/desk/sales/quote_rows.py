"""Quotes as lines of lists, and their words."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.desk.remedies.words import money
from sandali.desk.sales.lines import shown_number
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row
from sandali.sales.models import Quote, QuoteState

CHIPS: Final = {
    QuoteState.DRAFT: ("pencil", ""), QuoteState.SENT: ("send", "info"), QuoteState.ACCEPTED: ("circle-check", "ok"),
    QuoteState.DECLINED: ("circle-x", "bad"), QuoteState.WITHDRAWN: ("x", ""),
}  # fmt: skip


def quote_line(found: Quote) -> SafeString:
    """One quote of its deal's list."""
    return list_row(
        state_chip(found), url=reverse("quote", args=[found.pk]), title=quote_words(found), preview=money(found.total, found.currency), at=found.created_at, face=False
    )


def state_chip(quote: Quote) -> Any:
    """How a quote stands."""
    icon_name, tone = CHIPS[QuoteState(quote.state)]
    return chip(str(QuoteState(quote.state).label), tone=tone, icon_name=icon_name)


def quote_words(quote: Quote) -> str:
    """A quote by its number."""
    return _("Quote %(number)s") % {"number": shown_number(quote.number)}

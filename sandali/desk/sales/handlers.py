"""What an answer that never left means for the quote in it. Here, because sales know no cases, and cases no sales."""

from __future__ import annotations

from typing import Any

from sandali.cases.models import Message
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_WITHDRAWN
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.sales.actions.quotes import quote_lost
from sandali.sales.models import Quote, QuoteState

# Asked at every such delivery; most carry nothing.
_carried = Prepared(
    lambda delivery: Quote.objects.filter(message__in=Message.objects.filter(delivery=delivery).values("pk"), state=QuoteState.SENT).values_list("message")
)


def answer_lost(event: Event) -> None:
    """DELIVERY_WITHDRAWN, DELIVERY_FAILED: the answer that carried a quote never reached them."""
    for (message,) in _carried(event.subject_id):
        quote_lost(message)


AT_ONCE: dict[Any, Any] = {DELIVERY_FAILED: answer_lost, DELIVERY_WITHDRAWN: answer_lost}
AFTERWARDS: dict[Any, Any] = {}

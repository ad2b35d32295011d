"""What an answer that never left means for the quote in it, and a form for buying for the case that came by it. Here, because sales know no cases, and cases no sales."""

from __future__ import annotations

from typing import Any

from sandali.cases.actions.leads import open_lead
from sandali.cases.events import CASE_OPENED
from sandali.cases.models import Case, Message
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


def case_opened(event: Event) -> None:
    """CASE_OPENED, by a job: what came by a form for buying is a deal."""
    case = Case.objects.select_related("channel", "customer").filter(pk=event.case_id).first()
    if case is not None:
        open_lead(case)


# Asked for every case that is opened; most channels open no deals.
_form_of = Prepared(lambda case: Case.objects.filter(pk=case, channel__isnull=False).values_list("channel__settings", "pk"))


def wants(event: Event) -> bool:
    """Whether the case came by a form that opens deals: for all others there is no job."""
    return any(settings.get("pipeline") for settings, _case in _form_of(event.case_id or 0))


case_opened.wants = wants  # type: ignore[attr-defined]
AT_ONCE: dict[Any, Any] = {DELIVERY_FAILED: answer_lost, DELIVERY_WITHDRAWN: answer_lost}
AFTERWARDS: dict[Any, Any] = {CASE_OPENED: case_opened}

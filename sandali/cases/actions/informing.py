"""News for a customer in their own case, by the ways of an answer: it asks nothing, answers nothing, and leaves the case as it stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sandali.cases import events
from sandali.cases.actions.adding import add_message
from sandali.cases.actions.answering import LONGEST_TEXT, answer_message, outgoing_mail, way_out
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Message
from sandali.channels.actions import queue_delivery
from sandali.channels.models import Delivery
from sandali.history.events import record
from sandali.kit.text import clean


@transaction.atomic
def inform(case: Case, text: str, *, by: Any, dedupe_key: str, delay: float = 0) -> Message:
    """Send the customer news, as `reply` would send an answer. A wait of theirs runs on, and a yes of theirs stays.

    The same `dedupe_key` again returns the message that stands (D1). Raises CannotAnswer with a sentence."""
    hold_case(case)
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        found: Message = standing.message
        return found
    text = clean(text).strip()[:LONGEST_TEXT]
    channel, identity = way_out(case, text, by=by, files=(), seen=None, leaves_at=None)
    outgoing = outgoing_mail(case, text, channel=channel, identity=identity, by=by, files=())
    delivery, _made = queue_delivery(channel, outgoing, dedupe_key=dedupe_key, thread=f"case:{case.pk}", by=by, delay=delay)
    message = add_message(case, answer_message(text, outgoing, delivery, by=by))
    record(events.CUSTOMER_INFORMED, message, by=by)
    return message

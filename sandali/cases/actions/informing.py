"""News for a customer in their own case, by the ways of an answer: it asks nothing, answers nothing, and leaves the case as it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sandali.cases import events
from sandali.cases.actions.adding import add_message
from sandali.cases.actions.answering import LONGEST_TEXT, CannotAnswer, answer_message, outgoing_mail
from sandali.cases.actions.holding import hold_case
from sandali.cases.contact import Way, language_of, own_page_below
from sandali.cases.models import Case, Message
from sandali.channels.actions import queue_delivery
from sandali.channels.models import Delivery
from sandali.customers.contact import note_begun
from sandali.history.events import record
from sandali.kit.text import clean


@transaction.atomic
def inform(case: Case, text: str, *, by: Any, dedupe_key: str, way: Way, purpose: str, at: datetime, delay: float = 0) -> Message:
    """Send the customer news by a way that `cases.contact.may_we` allowed, as `reply` would send an answer. A wait of theirs runs on,
    and a yes of theirs stays. Below it stands where they decide about such news.

    The same `dedupe_key` again returns the message that stands (D1). Raises CannotAnswer when there is nothing to say."""
    hold_case(case)
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        found: Message = standing.message
        return found
    text = clean(text).strip()[:LONGEST_TEXT]
    if not text:
        raise CannotAnswer(_("The answer is empty."))
    whole = f"{text}\n\n---\n\n{own_page_below(case.customer, language_of(case))}"
    outgoing = outgoing_mail(case, whole, channel=way.channel, identity=way.identity, by=by, files=())
    delivery, _made = queue_delivery(way.channel, outgoing, dedupe_key=dedupe_key, thread=f"case:{case.pk}", by=by, delay=delay)
    message = add_message(case, answer_message(text, outgoing, delivery, by=by))
    note_begun(case.customer, way.channel.kind, purpose=purpose, case=case.pk, at=at)
    record(events.CUSTOMER_INFORMED, message, by=by)
    return message

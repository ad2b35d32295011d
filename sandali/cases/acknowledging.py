"""The short answer "your message has arrived": fixed words, only to people, at most once an hour to an address.

Nothing that the writer chose goes back to the address that they claimed (RELIABILITY finding 6, C7, C11)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from sandali.cases import events
from sandali.cases.actions.opening import NOT_PROVEN
from sandali.cases.in_public import stands_in_public
from sandali.cases.models import Case, Direction, Message
from sandali.cases.threads import loop_mark, new_message_id, reply_token
from sandali.channels.actions import queue_delivery
from sandali.channels.adapter import Outgoing, Party
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel, Delivery
from sandali.channels.queries import why_not_automatic
from sandali.company.queries import current_company
from sandali.customers.contact import may_contact
from sandali.customers.models import Purpose
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.headers import header_value
from sandali.kit.prepared import Prepared

TOO_OLD = timedelta(hours=24)
ONE_EVERY = timedelta(hours=1)


_wanted = Prepared(lambda case: Case.objects.filter(pk=case, aside="", channel__settings__acknowledge=True).values_list("pk", "channel_id"))


def acknowledge_later(event: Event) -> None:
    """For CASE_OPENED: queue the acknowledgement, where the channel wants one; most do not."""
    if _wanted(event.case_id or 0):
        send_acknowledgement_of.enqueue(event.pk)


@task()
def send_acknowledgement_of(event_id: int) -> None:
    """Acknowledge the case of a CASE_OPENED event."""
    acknowledge_case(Event.objects.get(pk=event_id))


def acknowledge_case(event: Event) -> Delivery | None:
    """For CASE_OPENED: tell the customer that their message arrived, when the channel wants that and nothing speaks against it."""
    case = Case.objects.select_related("customer", "channel").filter(pk=event.case_id or 0).first()
    channel = case.channel if case else None
    if case is None or case.aside or channel is None or not channel.settings.get("acknowledge"):
        return None
    message = Message.objects.select_related("arrival", "case__customer").filter(case=case, direction=Direction.IN).order_by("id").first()
    if message is None or why_not(message, channel):
        return None
    return send_acknowledgement(case, message, channel)


def why_not(message: Message, channel: Channel) -> str:
    """Why this message is not acknowledged, as a code, or "" when it may be."""
    now, can = timezone.now(), adapter_of(channel).can
    if not can.send or not channel.is_active or channel.archived_at:
        return "channel"
    if NOT_PROVEN in message.remarks:
        return "forged"
    if message.automatic or (message.arrival and message.arrival.is_history):
        return "automatic"
    # Both clocks: after an outage the server holds mail that came days ago, and only its own date says so.
    if now - min(message.at, message.sent_at or message.at) > TOO_OLD:
        return "old"
    if stands_in_public(message.chat):
        return "public"  # a machine says nothing where everybody reads it
    value = message.from_value
    if (can.mail and "@" not in value) or value.endswith("@invalid") or not value:
        return "no-address"
    if Delivery.objects.filter(is_automatic=True, to_value=value, created_at__gt=now - ONE_EVERY).exists():
        return "lately"
    leave = may_contact(message.case.customer, channel.kind, purpose=Purpose.SERVICE, now=now, answers=True)
    return leave.why or why_not_automatic(channel, can.reaches, value, f"case:{message.case_id}")


@transaction.atomic
def send_acknowledgement(case: Case, message: Message, channel: Channel) -> Delivery | None:
    """Put it on its way. Two cases of one writer at the same moment share a key, so that one of them sends."""
    company = current_company()
    language = case.customer.language or (company.language if company else "fa")
    name = company.name if company else channel.name
    with translation.override(language if language in ("fa", "en") else "en"):
        subject = _("Your message has arrived")
        text = _("Hello,\n\nyour message has arrived, and somebody of ours will answer it.\n\n%(company)s") % {"company": name}
    outgoing = Outgoing(
        message_id=new_message_id(case, channel.address.rpartition("@")[2] or "localhost"),
        to=Party(adapter_of(channel).can.reaches, message.from_value),  # without the name, which the writer chose
        from_name=header_value(name),
        subject=subject,
        text=text,
        html="",
        language=language,
        reply_token=reply_token(case),
        loop_mark=loop_mark(case),
        in_reply_to=message.external_id,
        automatic=True,
        chat=message.chat or "",
    )
    hour = int(timezone.now().timestamp() // ONE_EVERY.total_seconds())
    key = hashlib.sha256(f"{message.from_value}\n{hour}".encode()).hexdigest()[:48]
    delivery, made = queue_delivery(channel, outgoing, dedupe_key=f"acknowledge:{key}", thread=f"case:{case.pk}", by=None)
    if not made:
        return None
    record(events.CASE_ACKNOWLEDGED, case, to=message.from_value)
    return delivery

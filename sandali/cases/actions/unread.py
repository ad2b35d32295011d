"""An answer in a window that its customer has left: unread for a while, it goes to them by mail too, and their answer to that joins the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases import events
from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.answering import outgoing_mail
from sandali.cases.models import Aside, Message
from sandali.channels.actions import queue_delivery
from sandali.channels.kinds import MAIL_KINDS, WINDOW_KINDS, adapter_of
from sandali.channels.models import Channel, Delivery, DeliveryState, Reached
from sandali.channels.queries import is_paused
from sandali.customers.contact import may_contact
from sandali.customers.models import Identity, Purpose
from sandali.history.events import record

UNREAD_FOR: Final = timedelta(minutes=10)
LOOKED_BACK: Final = timedelta(days=1)
MOST_AT_ONCE: Final = 200


def mail_unread() -> int:
    """Send what was not read by mail, each answer once; returns how many. Without such a channel it is one small question."""
    windows = list(Channel.objects.filter(kind__in=WINDOW_KINDS).values_list("pk", flat=True))
    doors = list(Channel.objects.filter(kind__in=MAIL_KINDS, is_active=True, archived_at=None).order_by("pk")) if windows else []
    if not doors:
        return 0
    now = timezone.now()
    sent = Delivery.objects.filter(channel__in=windows, state=DeliveryState.SENT, is_automatic=False, not_before__gt=now - LOOKED_BACK)
    unread = sent.filter(sent_at__lt=now - UNREAD_FOR, parts__reached__lt=Reached.READ, message__isnull=False).order_by("pk").distinct()
    found = list(unread.select_related("message__case__customer", "by")[:MOST_AT_ONCE])
    done = set(Delivery.objects.filter(dedupe_key__in=[key_of(one) for one in found]).values_list("dedupe_key", flat=True))
    return sum(mail_answer(one, doors) for one in found if key_of(one) not in done)


def key_of(delivery: Delivery) -> str:
    """By what an answer is mailed once."""
    return f"unread:{delivery.pk}"


def door_for(message: Message, doors: list[Channel]) -> Channel | None:
    """By which address of ours: that of the case's department where it has one."""
    able = [door for door in doors if adapter_of(door).can.send]
    return next((door for door in able if door.department_id == message.case.department_id), able[0] if able else None)


@transaction.atomic
def mail_answer(delivery: Delivery, doors: list[Channel]) -> bool:
    """Put one answer on its way by mail; returns whether it may and can be. A proven address goes before a claimed one.

    They are talking with us, so no hour and no ceiling holds it; who never wants mail, or took their consent back, gets none."""
    message: Message = delivery.message
    case, door = message.case, door_for(message, doors)
    if door is None or case.aside in (Aside.SPAM, Aside.MERGED) or delivery.by is None:
        return False
    if not may_contact(case.customer, door.kind, purpose=Purpose.SERVICE, now=timezone.now(), answers=True).is_given:
        return False
    kind = adapter_of(door).can.reaches
    theirs = Identity.objects.filter(customer=case.customer, kind=kind).order_by("claimed_by", "pk")
    to = next((one for one in theirs if not is_paused(kind, one.value)), None)
    if to is None:
        return False
    language = str(delivery.payload.get("language") or "")
    with translation.override(language if language in ("fa", "en") else "en"):
        why = _("You had left our chat, so here is our answer by mail. You can simply answer this mail.")
    files = [StoredFile(one.name, one.content_type, one.size, one.sha256) for one in message.attachments.all()]
    outgoing = outgoing_mail(case, f"{message.text}\n\n---\n\n{why}", channel=door, identity=to, by=delivery.by, files=files)
    queue_delivery(door, replace(outgoing, references=(), in_reply_to=""), dedupe_key=key_of(delivery), thread=f"case:{case.pk}", by=delivery.by)
    record(events.ANSWER_MAILED, message, to=str(to))
    return True

"""An answer in a window that its customer has left: unread for a while, it goes to them by mail or as a short message too, and their
answer to that joins the case."""

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
from sandali.cases.queries import is_reached
from sandali.cases.threads import FOLLOWED
from sandali.channels.actions import queue_delivery
from sandali.channels.kinds import MAIL_KINDS, TEXT_KINDS, WINDOW_KINDS, adapter_of
from sandali.channels.models import Channel, Delivery, DeliveryState, Reached
from sandali.channels.queries import is_paused
from sandali.company.queries import current_company
from sandali.customers.contact import may_contact
from sandali.customers.models import Identity, Purpose
from sandali.history.events import record

UNREAD_FOR: Final = timedelta(minutes=10)
LOOKED_BACK: Final = timedelta(days=1)
MOST_AT_ONCE: Final = 200


def mail_unread() -> int:
    """Send what was not read by mail, else as a short message, each answer once; returns how many. Without a window it is one small question."""
    windows = list(Channel.objects.filter(kind__in=WINDOW_KINDS).values_list("pk", flat=True))
    doors = list(Channel.objects.filter(kind__in=[*MAIL_KINDS, *TEXT_KINDS], is_active=True, archived_at=None).order_by("pk")) if windows else []
    if not doors:
        return 0
    now = timezone.now()
    company = current_company()
    since = max(now - LOOKED_BACK, company.speaks_since) if company and company.speaks_since else now - LOOKED_BACK
    sent = Delivery.objects.filter(channel__in=windows, state=DeliveryState.SENT, is_automatic=False, not_before__gt=since)
    unread = sent.filter(sent_at__lt=now - UNREAD_FOR, parts__reached__lt=Reached.READ, message__isnull=False).order_by("pk").distinct()
    found = list(unread.select_related("message__case__customer", "by")[:MOST_AT_ONCE])
    done = set(Delivery.objects.filter(dedupe_key__in=[key_of(one) for one in found]).values_list("dedupe_key", flat=True))
    return sum(mail_answer(one, doors) for one in found if key_of(one) not in done)


def key_of(delivery: Delivery) -> str:
    """By what an answer is sent once more, once; threads.case_followed knows it by this."""
    return f"{FOLLOWED}{delivery.pk}"


def door_for(message: Message, doors: list[Channel], kinds: list[str]) -> Channel | None:
    """By which address of ours of these kinds: that of the case's department where it has one."""
    able = [door for door in doors if door.kind in kinds and adapter_of(door).can.send]
    return next((door for door in able if door.department_id == message.case.department_id), able[0] if able else None)


def way_after(message: Message, doors: list[Channel]) -> tuple[Channel, Identity] | None:
    """By which door and to which address an answer follows its reader: by mail, else as a short message. A proven address goes before a
    claimed one; who never wants a way, or took their consent back, is not followed by it."""
    customer = message.case.customer
    for kinds in (MAIL_KINDS, TEXT_KINDS):
        door = door_for(message, doors, kinds)
        if door is None or not may_contact(customer, door.kind, purpose=Purpose.SERVICE, now=timezone.now(), answers=True).is_given:
            continue
        theirs = Identity.objects.filter(customer=customer, kind=adapter_of(door).can.reaches).order_by("claimed_by", "pk")
        to = next((one for one in theirs if is_reached(door, one) and not is_paused(one.kind, one.value)), None)
        if to is not None:
            return door, to
    return None


def words_after(door: Channel, message: Message) -> str:
    """The answer as it follows its reader, with why it comes so, in the moment's language."""
    if door.kind in MAIL_KINDS:
        return f"{message.text}\n\n---\n\n{_('You had left our chat, so here is our answer by mail. You can simply answer this mail.')}"
    rest = [_("The attached files are in the chat on our website.")] if message.file_count else []
    return "\n\n".join([message.text, *rest, _("This answers your chat with us. You can simply reply to this message.")])


@transaction.atomic
def mail_answer(delivery: Delivery, doors: list[Channel]) -> bool:
    """Put one answer on its way after its reader; returns whether it may and can be.

    They are talking with us, so no hour and no ceiling holds it."""
    message: Message = delivery.message
    case = message.case
    found = way_after(message, doors) if case.aside not in (Aside.SPAM, Aside.MERGED) and delivery.by is not None else None
    if found is None:
        return False
    door, to = found
    language = str(delivery.payload.get("language") or "")
    with translation.override(language if language in ("fa", "en") else "en"):
        text = words_after(door, message)
    can = adapter_of(door).can
    files = [StoredFile(one.name, one.content_type, one.size, one.sha256) for one in message.attachments.all()] if can.files else []
    outgoing = outgoing_mail(case, text, channel=door, identity=to, by=delivery.by, files=files)
    if can.max_length and len(outgoing.text) > can.max_length:
        return False
    queue_delivery(door, replace(outgoing, references=(), in_reply_to=""), dedupe_key=key_of(delivery), thread=f"case:{case.pk}", by=delivery.by)
    record(events.ANSWER_MAILED, message, to=str(to))
    return True

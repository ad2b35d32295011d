"""The channel webchat: what visitors write in, our answers into their window. Nobody else's server stands between us."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.adapter import Can, Card, Outgoing, Party, Press, Refused, Sent
from sandali.channels.models import Channel, Delivery, DeliveryPart, DeliveryState
from sandali.channels.webchat.reading import CHAT, KIND, read

__all__ = ["acknowledge", "can", "card", "kind", "read", "send"]

kind = KIND
can = Can(files=True, reaches=KIND, chat=True, markdown=True, buttons=True, window=True, embeds=CHAT)
card = Card(
    label=gettext_lazy("Chat on a website"),
    icon="message-circle",
    works=gettext_lazy("Works"),
    untried=gettext_lazy("On no page yet"),
    note=gettext_lazy("A window on your own website, added with one line of code."),
    form="sandali.channels.webchat.settings_form.ChatSettings",
)


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """An answer is in its window once its delivery counts as sent: windows read those rows (`thread.py`)."""
    if outgoing.to.kind != KIND:
        raise Refused(_("This customer has not written in the chat."), "no-visitor")
    return Sent(external_id=outgoing.message_id, parts=(outgoing.message_id,))


def acknowledge(channel: Channel, press: Press, *, words: str) -> None:
    """What came of a press, as a line in the window of whoever pressed; once for a press."""
    if not words:
        return
    visitor, now = press.id.rpartition(":")[0], timezone.now()
    number = f"chat-press:{hashlib.sha256(f'{channel.pk}:{press.id}'.encode()).hexdigest()[:40]}"
    outgoing = Outgoing(number, Party(KIND, visitor), channel.name, "", words, "", "", automatic=True, chat=visitor)
    delivery, made = Delivery.objects.get_or_create(
        dedupe_key=number,
        defaults={
            "channel": channel, "message_id": number, "to_value": visitor, "payload": asdict(outgoing), "thread": "", "is_automatic": True,
            "state": DeliveryState.SENT, "not_before": now, "sent_at": now,
        },
    )  # fmt: skip
    if made:
        DeliveryPart.objects.create(delivery=delivery, channel=channel, external_id=number)

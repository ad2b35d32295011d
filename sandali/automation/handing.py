"""Handing events out to webhooks: by a cursor over the events, so that what happens costs nothing more where nobody listens."""

from __future__ import annotations

import json
from typing import Final

from django.db import transaction

from sandali.automation.actions import send_soon
from sandali.automation.feed import body_of, happened
from sandali.automation.models import Webhook, WebhookDelivery

BATCH: Final = 100


def hand_out() -> int:
    """Write down what is to be told, for every webhook in use; returns how many deliveries were made.

    What is read is read before anything is locked. A person who has left sees nothing, so nothing is told in their name."""
    made = 0
    for webhook in Webhook.objects.filter(is_active=True, removed_at=None, person__is_active=True).select_related("person"):
        made += hand_to(webhook)
    return made


def hand_to(webhook: Webhook) -> int:
    """The next events for one webhook; returns how many."""
    found = happened(webhook.person, after=webhook.after, most=BATCH, kinds=webhook.kinds)
    if found.after == webhook.after:
        return 0
    made = [
        WebhookDelivery(
            webhook=webhook, event=event, kind=event.kind, number=f"evt_{event.pk}_{webhook.pk}", body=json.dumps(body_of(event), ensure_ascii=False)
        )
        for event in found.events
        if event.kind not in OWN_AFFAIRS
    ]
    with transaction.atomic():
        # The cursor decides between two who hand out at once.
        if not Webhook.objects.filter(pk=webhook.pk, after=webhook.after, is_active=True).update(after=found.after):
            return 0
        WebhookDelivery.objects.bulk_create(made)
        if made:
            send_soon(webhook.pk)
    return len(made)


# A webhook that is told of webhooks that fail would be told of its own failing.
OWN_AFFAIRS: Final = ("webhook_added", "webhook_changed", "webhook_removed", "webhook_disabled")

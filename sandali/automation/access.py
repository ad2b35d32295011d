"""The only way to fetch webhooks on somebody's behalf: who manages the company looks after them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sandali.automation.models import Webhook, WebhookDelivery
from sandali.company.permissions import NotAllowed, may


def webhooks_for(by: Any) -> QuerySet[Webhook]:
    """Webhooks that stand. Raises NotAllowed."""
    if not may(by, "manage_company"):
        raise NotAllowed
    return Webhook.objects.filter(removed_at=None).select_related("person")


def access_webhook(by: Any, number: int) -> Webhook:
    """One webhook. Raises Webhook.DoesNotExist, NotAllowed."""
    return webhooks_for(by).get(pk=number)


def access_delivery(by: Any, number: int, delivery: int) -> WebhookDelivery:
    """One delivery of a webhook. Raises Webhook.DoesNotExist, WebhookDelivery.DoesNotExist, NotAllowed."""
    return WebhookDelivery.objects.select_related("webhook").get(pk=delivery, webhook=access_webhook(by, number))

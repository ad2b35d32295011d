"""A message whose sending broke off each time, so that its job was set aside: it counts as refused, and people are told."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sandali.channels import events
from sandali.channels.actions import finish
from sandali.channels.models import Delivery, DeliveryState
from sandali.history.events import record

CODE = "parked"


@transaction.atomic
def delivery_parked(delivery_id: int) -> bool:
    """The job that sends this was parked: its writer is told as of any refusal, with "try again", and whoever keeps the channels too.

    Returns whether it was still to be sent. Nobody knows whether the receiver has it, so the reason says so."""
    waiting = Delivery.objects.filter(state__in=(DeliveryState.QUEUED, DeliveryState.SENDING))
    delivery = waiting.select_for_update(of=("self",)).select_related("channel").filter(pk=delivery_id).first()
    if delivery is None:
        return False
    reason = _("Sending broke off each time it was tried, for a reason on our side. It may have arrived all the same.")
    finish(delivery, DeliveryState.FAILED, reason, CODE)
    record(events.DELIVERY_PARKED, delivery, channel=delivery.channel.name)
    return True


@transaction.atomic
def delivery_unparked(delivery_id: int) -> bool:
    """Its job is tried again from the status page: the message waits for it. Returns whether there was something to send."""
    parked = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.FAILED, code=CODE)
    return bool(parked.update(state=DeliveryState.QUEUED, attempts=0, reason="", code="", lease_until=None))

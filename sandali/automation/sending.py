"""Sending to webhooks, as Standard Webhooks (standardwebhooks.com) has it: signed, with a moment, again under the same id."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sandali.automation import events
from sandali.automation.actions import place_of, send_soon
from sandali.automation.models import Sending, Webhook, WebhookDelivery
from sandali.company.queries import people_who_may
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.safe_http import ConnectionProblem, request
from sandali.kit.secrets import SecretUnreadable, decrypt

SECONDS: Final = 10.0
LONGEST_ANSWER: Final = 64 * 1024  # nobody reads it
A_TURN: Final = 20  # deliveries that one job sends before others have their turn
LEASE: Final = timedelta(seconds=60)
# How long until the next try, by how many there were; after the last it is given up. Three days and a half together.
PAUSES: Final = tuple(timedelta(seconds=each) for each in (10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 36 * 3600))
OUT_OF_REACH: Final = timedelta(seconds=60)
MOST_FAILURES: Final = 20  # one after another, and
FAILING_FOR: Final = timedelta(hours=12)  # for so long: then it is switched off
GONE: Final = 410


def headers_of(delivery: WebhookDelivery, secret: str, at: int) -> dict[str, str]:
    """What the program knows us by: HMAC-SHA256 of the id, the moment and the body, parted by dots."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    code = hmac.new(key, f"{delivery.number}.{at}.{delivery.body}".encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json", "webhook-id": delivery.number, "webhook-timestamp": str(at), "webhook-signature": f"v1,{base64.b64encode(code).decode()}",
    }  # fmt: skip


def send_due(number: int) -> int:
    """Send what is due for one webhook, in its order; returns how many were tried. Stops where the address cannot be reached, so that
    one dead server costs a worker ten seconds, and a slow one little more; then it comes back for the rest."""
    tried, began = 0, time.monotonic()
    while tried < A_TURN and time.monotonic() - began < SECONDS:
        webhook = Webhook.objects.filter(pk=number).first()
        if webhook is None or not webhook.is_told(timezone.now()):
            return tried
        delivery = claim(webhook)
        if delivery is None:
            break
        tried += 1
        if not send(webhook, delivery):
            break
    come_back(number)
    return tried


def claim(webhook: Webhook) -> WebhookDelivery | None:
    """The next delivery that is due and in nobody's hand, taken by compare-and-set."""
    now = timezone.now()
    free = WebhookDelivery.objects.filter(webhook=webhook, state=Sending.WAITING, next_at__lte=now).filter(Q(lease_until=None) | Q(lease_until__lt=now))
    for found in free.order_by("next_at", "pk")[:5]:
        if WebhookDelivery.objects.filter(pk=found.pk, state=Sending.WAITING, lease_until=found.lease_until).update(lease_until=now + LEASE):
            return found
    return None


def send(webhook: Webhook, delivery: WebhookDelivery) -> bool:
    """Try one delivery, outside any transaction; returns whether the address could be reached."""
    try:
        secret = decrypt(webhook.secret, bound_to=place_of(webhook))
    except SecretUnreadable:
        failed(webhook, delivery, reason="secret")
        return False
    try:
        headers = headers_of(delivery, secret, int(time.time()))
        answer = request("POST", webhook.url, headers=headers, content=delivery.body.encode(), timeout=SECONDS, max_bytes=LONGEST_ANSWER)
    except ConnectionProblem as problem:
        failed(webhook, delivery, reason=problem.code)
        return problem.code == "too-large"
    if 200 <= answer.status < 300:
        delivered(webhook, delivery, answer.status)
    else:
        failed(webhook, delivery, code=answer.status)
    return True


@transaction.atomic
def delivered(webhook: Webhook, delivery: WebhookDelivery, code: int) -> None:
    """It arrived, and the address works."""
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=Sending.DELIVERED, ended_at=now, code=code, reason="", attempts=F("attempts") + 1, lease_until=None
    )
    Webhook.objects.filter(pk=webhook.pk).update(last_ok_at=now, failing_since=None, failures=0, wait_until=None)


@transaction.atomic
def failed(webhook: Webhook, delivery: WebhookDelivery, *, code: int | None = None, reason: str = "") -> None:
    """It did not arrive: it is tried again later, or given up; an address that keeps failing is switched off."""
    now, attempts = timezone.now(), delivery.attempts + 1
    over = attempts > len(PAUSES)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=Sending.GIVEN_UP if over else Sending.WAITING, ended_at=now if over else None, next_at=now if over else now + PAUSES[attempts - 1],
        attempts=attempts, code=code, reason=reason[:40], lease_until=None,
    )  # fmt: skip
    since = webhook.failing_since or now
    wait = None if code is not None else now + OUT_OF_REACH
    Webhook.objects.filter(pk=webhook.pk).update(failing_since=since, failures=F("failures") + 1, wait_until=wait)
    if code == GONE or (webhook.failures + 1 >= MOST_FAILURES and now - since >= FAILING_FOR):
        disable(webhook, now)


def disable(webhook: Webhook, now: datetime) -> None:
    """Switch it off, once, and tell who looks after webhooks. What waits waits on: resuming sends it."""
    if Webhook.objects.filter(pk=webhook.pk, is_active=True).update(is_active=False, disabled_at=now):
        record(events.WEBHOOK_DISABLED, webhook, name=webhook.name)


def come_back(number: int) -> None:
    """Be called again when the next delivery is due."""
    webhook = Webhook.objects.filter(pk=number, is_active=True).first()
    first = WebhookDelivery.objects.filter(webhook=number, state=Sending.WAITING).order_by("next_at").values_list("next_at", flat=True).first()
    if webhook is None or first is None:
        return
    seconds = (max(first, webhook.wait_until or first) - timezone.now()).total_seconds()
    if seconds <= 0:
        send_soon(number)
    else:
        queue.put("sandali.automation.jobs.send_to_webhook", number, unique_key=f"webhook:{number}:later", run_after=queue.in_seconds(seconds))


def look_again() -> int:
    """Have sent whatever is due and in nobody's hand: a job may have died; returns for how many webhooks."""
    now = timezone.now()
    told = Q(webhook__is_active=True) & (Q(webhook__wait_until=None) | Q(webhook__wait_until__lte=now))
    due = WebhookDelivery.objects.filter(told, state=Sending.WAITING, next_at__lte=now).values_list("webhook", flat=True)
    found = set(due.distinct()[:100])
    for number in sorted(found):
        send_soon(number)
    return len(found)


def forget_ended(now: datetime, *, kept: timedelta, most: int) -> int:
    """Forget a batch of deliveries that ended long ago; returns how many."""
    old = list(WebhookDelivery.objects.filter(state__in=(Sending.DELIVERED, Sending.GIVEN_UP), ended_at__lt=now - kept).values_list("pk", flat=True)[:most])
    WebhookDelivery.objects.filter(pk__in=old).delete()
    return len(old)


def keepers(_event: Event) -> list[int]:
    """Who looks after webhooks; for the audience "webhook_keepers"."""
    return [person.pk for person in people_who_may("manage_company")]

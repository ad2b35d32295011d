"""Webhooks: added, changed, paused and brought back, each written down. Who sends to them is in sending.py."""

from __future__ import annotations

import base64
import json
import secrets as random
import uuid
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.automation import events
from sandali.automation.feed import last_event
from sandali.automation.models import Sending, Webhook, WebhookDelivery
from sandali.company.actions import Overtaken
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.safe_http import PORTS
from sandali.kit.secrets import encrypt
from sandali.kit.text import clean, isolate

MOST_WEBHOOKS: Final = 50
SEND: Final = "sandali.automation.jobs.send_to_webhook"  # by name, because the job module needs this one
TRIAL: Final = "trial"


class CannotTell(ValueError):
    """A webhook cannot be so; the text says why, `field` which part is to blame."""

    def __init__(self, words: str, field: str = "url") -> None:
        super().__init__(words)
        self.field = field


def place_of(webhook: Webhook) -> str:
    """What its secret is bound to."""
    return f"webhook:{webhook.pk}"


def new_secret() -> str:
    """A secret as Standard Webhooks has them: 256 bits."""
    return "whsec_" + base64.b64encode(random.token_bytes(32)).decode()


def checked_url(url: str) -> str:
    """An address that can be one. Where it leads is looked at each time something is sent. Raises CannotTell."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as wrong:
        raise CannotTell(_("This is not a web address.")) from wrong
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment or len(url) > 500 or any(letter.isspace() for letter in url):
        raise CannotTell(_("This is not a web address."))
    if port not in PORTS:
        raise CannotTell(_("This port is not one of those that we may ask."))
    return url


@transaction.atomic
def add_webhook(*, by: Any, name: str, url: str, kinds: Iterable[str] = ()) -> tuple[Webhook, str]:
    """Have an address told of what happens from now on, as far as `by` may see it; returns it and its secret, which is shown this once.

    Raises CannotTell with a sentence."""
    called = isolate(clean(name)).strip()[:80]
    if not called:
        raise CannotTell(_("Please give it a name."), "name")
    if Webhook.objects.filter(removed_at=None).count() >= MOST_WEBHOOKS:
        raise CannotTell(_("There are very many webhooks already. Remove one that nobody needs any more."), "name")
    made = Webhook.objects.create(name=called, url=checked_url(url), kinds=sorted(set(kinds)), person=by, after=last_event())
    secret = new_secret()
    made.secret = encrypt(secret, bound_to=place_of(made))
    made.save(update_fields=["secret"])
    record(events.WEBHOOK_ADDED, made, by=by, name=called)
    return made, secret


@transaction.atomic
def change_webhook(webhook: Webhook, *, by: Any, version: int | None = None, **fields: Any) -> Webhook:
    """Change name, url or kinds as it stood at `version` (None skips that check). Raises CannotTell, Overtaken."""
    if not {"name", "url", "kinds"}.issuperset(fields):
        raise KeyError(*fields)
    if "name" in fields:
        fields["name"] = isolate(clean(fields["name"])).strip()[:80]
        if not fields["name"]:
            raise CannotTell(_("Please give it a name."), "name")
    if "url" in fields:
        fields["url"] = checked_url(fields["url"])
    if "kinds" in fields:
        fields["kinds"] = sorted(set(fields["kinds"]))
    return write(webhook, by=by, version=version, **fields)


def write(webhook: Webhook, *, by: Any, version: int | None = None, **fields: Any) -> Webhook:
    """Write fields of a webhook that stands. Raises Overtaken with how it is now."""
    rows = Webhook.objects.filter(pk=webhook.pk, removed_at=None)
    done = (rows if version is None else rows.filter(version=version)).update(**fields, version=F("version") + 1)
    current = Webhook.objects.select_related("person").get(pk=webhook.pk)
    if not done:
        raise Overtaken(current)
    record(events.WEBHOOK_CHANGED, current, by=by, name=current.name)
    return current


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: Any) -> str:
    """A new secret, shown this once; the one before signs nothing more. Raises Overtaken."""
    secret = new_secret()
    write(webhook, by=by, secret=encrypt(secret, bound_to=place_of(webhook)))
    return secret


@transaction.atomic
def pause_webhook(webhook: Webhook, *, by: Any) -> Webhook:
    """It is told nothing; what happens meanwhile is told once it is brought back. Raises Overtaken."""
    return write(webhook, by=by, is_active=False)


@transaction.atomic
def resume_webhook(webhook: Webhook, *, by: Any) -> Webhook:
    """It is told again, beginning with what it missed. Raises Overtaken."""
    fresh = {"is_active": True, "disabled_at": None, "failing_since": None, "failures": 0, "wait_until": None}
    current = write(webhook, by=by, **fresh)
    WebhookDelivery.objects.filter(webhook=current, state=Sending.WAITING).update(next_at=timezone.now())
    send_soon(current.pk)
    return current


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: Any) -> bool:
    """Nothing is sent there any more; returns whether it stood."""
    done = Webhook.objects.filter(pk=webhook.pk, removed_at=None).update(removed_at=timezone.now(), is_active=False, secret="")
    if done:
        WebhookDelivery.objects.filter(webhook=webhook, state=Sending.WAITING).update(state=Sending.GIVEN_UP, ended_at=timezone.now())
        record(events.WEBHOOK_REMOVED, webhook, by=by, name=webhook.name)
    return bool(done)


@transaction.atomic
def try_webhook(webhook: Webhook) -> WebhookDelivery:
    """Send something that says nothing, to see whether it arrives."""
    body = {"id": 0, "type": TRIAL, "at": timezone.now().isoformat(), "by": None, "case": None, "customer": None, "subject": {"type": "webhook", "id": webhook.pk}, "data": {}}
    made = WebhookDelivery.objects.create(webhook=webhook, kind=TRIAL, number=f"trial_{uuid.uuid4().hex}", body=json.dumps(body, ensure_ascii=False))
    send_soon(webhook.pk)
    return made


@transaction.atomic
def retry_delivery(delivery: WebhookDelivery) -> bool:
    """Try one again that was given up, under its own id; returns whether it was."""
    again = WebhookDelivery.objects.filter(pk=delivery.pk, state=Sending.GIVEN_UP, webhook__removed_at=None)
    done = again.update(state=Sending.WAITING, attempts=0, next_at=timezone.now(), ended_at=None)
    if done:
        send_soon(delivery.webhook_id)
    return bool(done)


def send_soon(webhook: int) -> None:
    """Have what is due for a webhook sent, once however often it is asked for."""
    queue.put(SEND, webhook, unique_key=f"webhook:{webhook}")

"""The browsers that take push for somebody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.history.models import PushSubscription
from sandali.kit.web_push import browser_key, browser_secret

MOST_BROWSERS = 20  # of one person; the oldest makes room
MOST_FAILURES = 5  # refusals in a row after which a browser is given up


class BadSubscription(ValueError):
    """What was given is no subscription of a browser."""


@transaction.atomic
def subscribe(person: Any, *, endpoint: str, key: str, secret: str, browser: str = "") -> PushSubscription:
    """Keep a browser's subscription; the same endpoint again is the same browser, whoever sits at it now.

    `key` and `secret` are p256dh and auth as base64url. Raises BadSubscription, and BadKey, a ValueError too."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or len(endpoint) > 700 or not endpoint.isascii():
        raise BadSubscription("the endpoint is not an https address")
    browser_key(key)
    browser_secret(secret)
    kept, _made = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"person": person, "key": key, "secret": secret, "browser": browser[:300], "failures": 0}
    )
    numbers = list(PushSubscription.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True))
    PushSubscription.objects.filter(pk__in=numbers[MOST_BROWSERS:]).delete()
    return kept


def own_browser(person: Any, number: int) -> PushSubscription:
    """One of a person's browsers. Raises PushSubscription.DoesNotExist for anybody else's."""
    return PushSubscription.objects.get(pk=number, person=person)


def unsubscribe(person: Any, number: int) -> None:
    """Forget one of a person's browsers. Raises PushSubscription.DoesNotExist for anybody else's."""
    own_browser(person, number).delete()


def leave_browser(person: Any, endpoint: str) -> bool:
    """Somebody signs out of a browser, or it has another endpoint now: nothing of theirs goes to this one. Whether it was theirs."""
    ended, _each = PushSubscription.objects.filter(person=person, endpoint=endpoint).delete() if endpoint else (0, {})
    return ended > 0


def browsers_of(person: Any) -> list[PushSubscription]:
    """A person's browsers, oldest first."""
    return list(PushSubscription.objects.filter(person=person))


def went_through(subscription: PushSubscription) -> None:
    """The push service took a message."""
    PushSubscription.objects.filter(pk=subscription.pk).update(last_ok_at=timezone.now(), failures=0)


def refused(subscription: PushSubscription) -> None:
    """The push service refused a message for good; a browser that is refused time after time is given up."""
    PushSubscription.objects.filter(pk=subscription.pk).update(failures=F("failures") + 1)
    PushSubscription.objects.filter(pk=subscription.pk, failures__gte=MOST_FAILURES).delete()


def gone(subscription: PushSubscription) -> None:
    """The browser takes nothing more (404, 410)."""
    PushSubscription.objects.filter(pk=subscription.pk).delete()

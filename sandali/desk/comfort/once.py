"""A note, a visit or a call that is posted twice is written once, as answers are (D1): a browser whose connection went in the middle
cannot know whether its form arrived, so it posts the same form again."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from sandali.cases.access import access_message
from sandali.cases.models import Case, Message
from sandali.kit.text import clean

REMEMBERED = 90 * 24 * 3600  # as long as a browser keeps what waits (kept.js)


@transaction.atomic
def once(request: HttpRequest, case: Case, write: Callable[[], Message]) -> Message:
    """What `write` makes, or what it made when this form was posted before: `key` of the form says which form it is.

    The mark is in the same database and the same transaction as the message, so both are there or neither."""
    key = clean(request.POST.get("key", ""))[:60]
    if not key:
        return write()
    name = f"form:{request.user.pk}:{case.pk}:{key}"
    before = cache.get(name)
    if before is not None:
        return access_message(request.user, case.pk, before)
    message = write()
    cache.set(name, message.pk, REMEMBERED)
    return message

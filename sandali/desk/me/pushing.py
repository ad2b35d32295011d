"""Notices by web push: what a message says, and carrying it to the push service of a browser."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.company.queries import current_company
from sandali.desk.me.telling import Told, one_line
from sandali.history.models import PushSubscription
from sandali.history.queue import Retry
from sandali.history.subscriptions import gone, refused, went_through
from sandali.kit.assets import address
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.safe_http import ConnectionProblem, request
from sandali.kit.web_push import MOST_BYTES, authorization, encrypt

TTL = 12 * 3600  # seconds for which a push service keeps a message for a browser that is off
TRY_AGAIN, LONGEST = 60, 3600  # seconds
MOST_TEXT = 300  # characters; a lock screen shows less


def message(told: list[Told], *, excerpts: bool) -> dict[str, str]:
    """What the service worker shows: one thing by its case, several as a number. Words of messages only where they were chosen."""
    company, said = current_company(), frame()
    if len(told) == 1:
        one = told[0]
        shown = one.excerpt if excerpts and one.excerpt else (one_line(company.name) if company else "")
        return said | {"title": one.line[:MOST_TEXT], "body": shown[:MOST_TEXT], "url": one.url or notices_url(), "tag": one.row.about}
    number = localize_digits(str(len(told)), said["language"])
    title = ngettext("%(count)s notice", "%(count)s notices", len(told)) % {"count": number}
    body = " · ".join(dict.fromkeys(one.case or one.text for one in told))
    return said | {"title": title, "body": body[:MOST_TEXT], "url": notices_url(), "tag": "notices"}


def frame() -> dict[str, str]:
    """What every message has: its language and direction, and our icon."""
    language = current_display().language
    return {"language": language, "direction": "rtl" if language == "fa" else "ltr", "icon": address("built/icon-192.png")}


def trial() -> dict[str, str]:
    """The message that somebody sends to themselves to see whether it comes."""
    return frame() | {
        "title": _("It works"),
        "body": _("Notices of Sandali come to this browser."),
        "url": settings.PUBLIC_URL + reverse("notice_choices"),
        "tag": "trial",
    }


def notices_url() -> str:
    """The page of notices."""
    return settings.PUBLIC_URL + reverse("notices")


def post(subscription: PushSubscription, said: dict[str, Any]) -> None:
    """Carry a message to a browser's push service (RFC 8030). A browser that is gone is forgotten; Retry when the service is busy."""
    body = json.dumps(said, ensure_ascii=False).encode()
    if len(body) > MOST_BYTES:
        body = json.dumps(said | {"body": ""}, ensure_ascii=False).encode()
    topic = urlsafe_b64encode(sha256(said["tag"].encode()).digest())[:32].decode()
    headers = {
        "Authorization": authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL),
        "Topic": topic,  # a newer message about the same takes the place of one that still waits there
        "Urgency": "normal",
    }
    sealed = encrypt(body, key=subscription.key, secret=subscription.secret)
    try:
        answer = request("POST", subscription.endpoint, headers=headers, content=sealed, timeout=15, max_bytes=10_000)
    except ConnectionProblem as problem:
        if problem.code in ("bad-url", "bad-host", "refused-address"):
            gone(subscription)  # an address that nobody may ask; no browser gave it
            return
        raise Retry(TRY_AGAIN, problem.code) from problem
    if 200 <= answer.status < 300:
        went_through(subscription)
    elif answer.status in (404, 410):
        gone(subscription)
    elif answer.status == 429 or answer.status >= 500:
        raise Retry(wait_of(answer.headers.get("retry-after", ""), timezone.now()), f"the push service answered {answer.status}")
    else:
        refused(subscription)


def wait_of(said: str, now: datetime) -> float:
    """Seconds to wait by a Retry-After header: seconds or a date (RFC 9110, 10.2.3); within a minute and an hour."""
    try:
        seconds = float(said) if said.strip().isdigit() else (parsedate_to_datetime(said) - now).total_seconds()
    except (TypeError, ValueError):
        seconds = TRY_AGAIN
    return min(max(seconds, TRY_AGAIN), LONGEST)

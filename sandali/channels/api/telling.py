"""An answer for the program: as it is fetched, and as it is told to an address of the program's own, signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any, Final

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

from sandali.channels.adapter import Outgoing, Refused, Sent, TryLater
from sandali.channels.api.callers import KIND, SIGNING, conversation_in, secrets_or_none, user_in
from sandali.channels.models import Channel
from sandali.kit.safe_http import ConnectionProblem, request

API_AT: Final = "api/v1"  # where the room `exchange` listens: rooms below it name its addresses too
BY_HOOK: Final = "hook"
SECONDS: Final = 15.0
LONGEST_ANSWER: Final = 64 * 1024


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Tell the program of an answer, or leave it to be fetched: then it is there once its delivery counts as sent."""
    if outgoing.to.kind != KIND:
        raise Refused(_("This customer has not written by the program."), "no-customer")
    if channel.settings.get("deliver") == BY_HOOK:
        tell(channel, {"event": "reply", "reply": body_of(outgoing)}, outgoing.message_id)
    return Sent(external_id=outgoing.message_id, parts=(outgoing.message_id,))


def body_of(outgoing: Outgoing) -> dict[str, Any]:
    """An answer as JSON."""
    address = f"{django_settings.PUBLIC_URL}/{API_AT}/replies/{outgoing.message_id}/files"
    files = [{"name": one.name, "content_type": one.content_type, "url": f"{address}/{place}/"} for place, one in enumerate(outgoing.files)]
    return {
        "id": outgoing.message_id,
        "customer": user_in(outgoing.to.value) or None,
        "conversation": conversation_in(outgoing.chat),
        "by": outgoing.from_name,
        "subject": outgoing.subject,
        "text": outgoing.text,
        "markdown": outgoing.markdown,
        "language": outgoing.language,
        "automatic": outgoing.automatic,
        "files": files,
    }


def signed_headers(secret: str, body: bytes, *, id: str, at: int) -> dict[str, str]:
    """What the program knows us by: HMAC-SHA256 of the moment, a dot and the body, with the secret that both have."""
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "Sandali-Id": id, "Sandali-Timestamp": str(at), "Sandali-Signature": f"sha256={code}"}


def tell(channel: Channel, said: dict[str, Any], id: str, *, settings: dict[str, Any] | None = None, secret: str = "") -> None:
    """POST it to the program. Raises Refused for a message that it will never take (410), TryLater for the rest.

    `settings` and `secret` are those that are being tried, else the channel's own."""
    given, body = settings or channel.settings, json.dumps(said, ensure_ascii=False).encode()
    key = secret or secrets_or_none(channel).get(SIGNING, "")
    if not key or not given.get("deliver_url"):
        raise TryLater(_("The program's address or the secret for signatures is missing."), "not-set-up", channel_fault=True)
    headers = signed_headers(key, body, id=id, at=int(time.time()))
    try:
        answer = request("POST", str(given["deliver_url"]), headers=headers, content=body, timeout=SECONDS, max_bytes=LONGEST_ANSWER)
    except ConnectionProblem as problem:
        raise TryLater(_("The program could not be reached."), problem.code, channel_fault=True) from problem
    if 200 <= answer.status < 300:
        return
    if answer.status == 410:
        raise Refused(_("The program says that it takes no messages for this customer any more."), "410")
    after = answer.headers.get("retry-after", "")
    wait = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    raise TryLater(_("The program answered with the code %(code)s.") % {"code": answer.status}, str(answer.status), wait, channel_fault=answer.status != 429)

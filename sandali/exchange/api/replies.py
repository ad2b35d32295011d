"""Our answers for the program: fetched behind a cursor, with their files, and how far they got."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels.actions import outgoing_of
from sandali.channels.adapter import Receipt
from sandali.channels.api.telling import body_of
from sandali.channels.delivery_parts import take_receipt
from sandali.channels.models import DeliveryPart, DeliveryState, Reached
from sandali.exchange.api.entering import Caller, Problem, api
from sandali.kit.downloads import download_headers
from sandali.kit.files import open_file

MOST: Final = 100
# On PostgreSQL what was begun first may be committed last: what is so new is told at the next look, or a cursor would pass it by.
SETTLES: Final = timedelta(seconds=2)
REACHED: Final = {Reached.NOWHERE: "sent", Reached.SENT: "sent", Reached.DELIVERED: "delivered", Reached.READ: "read", Reached.FAILED: "failed"}


def parts_for(caller: Caller) -> QuerySet[DeliveryPart]:
    """What left for the program, or for the customer who calls."""
    states = (DeliveryState.SENT, DeliveryState.FAILED)
    found = DeliveryPart.objects.filter(channel=caller.channel, delivery__state__in=states).select_related("delivery", "delivery__channel")
    return found.filter(delivery__to_value=caller.value) if caller.user else found


def number_in(request: HttpRequest, name: str, otherwise: int) -> int:
    """A whole number of the query. Raises Problem."""
    text = request.GET.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Problem("query", _("“%(name)s” must be a whole number.") % {"name": name}, 400)
    return int(text)


@api("GET")
def replies(request: HttpRequest, caller: Caller) -> JsonResponse:
    """Answers behind the cursor `after`, the oldest first, and the cursor behind them."""
    after, most = number_in(request, "after", 0), min(number_in(request, "limit", 50), MOST)
    found = parts_for(caller).filter(pk__gt=after)
    if connection.vendor == "postgresql":
        found = found.filter(at__lt=timezone.now() - SETTLES)
    rows = list(found.order_by("pk")[: most + 1])
    shown = rows[:most]
    return JsonResponse({"replies": [reply_body(part) for part in shown], "after": shown[-1].pk if shown else after, "more": len(rows) > most})


def reply_body(part: DeliveryPart) -> dict[str, Any]:
    """One answer."""
    delivery = part.delivery
    assert delivery is not None  # parts_for asks for those that have one
    at = delivery.sent_at.isoformat() if delivery.sent_at is not None else None
    return {**body_of(outgoing_of(delivery)), "at": at, "reached": REACHED[Reached(part.reached)]}


def part_of(caller: Caller, reply: str) -> DeliveryPart:
    """The answer of this id. Raises Problem."""
    part = parts_for(caller).filter(external_id=reply).first()
    if part is None:
        raise Problem("not-there", _("There is no such answer."), 404)
    return part


@api("POST")
def receipts(request: HttpRequest, caller: Caller, reply: str) -> JsonResponse:
    """How far an answer got: "delivered", "read" or "failed"; it never goes back."""
    part = part_of(caller, reply)
    try:
        said = json.loads(request.body[:10_000])
    except (ValueError, RecursionError) as problem:
        raise Problem("json", _("The body is no JSON that we can read."), 400) from problem
    reached = said.get("reached") if isinstance(said, dict) else None
    if reached not in ("delivered", "read", "failed"):
        raise Problem("fields", _("Some fields are not right."), 400, errors={"reached": _("This must be delivered, read or failed.")})
    reason = said.get("reason") if isinstance(said.get("reason"), str) else ""
    take_receipt(caller.channel, Receipt(part.external_id, reached, reason=reason[:500] or _("The program could not show it.")))
    part.refresh_from_db()
    return JsonResponse({"id": reply, "reached": REACHED[Reached(part.reached)]})


@api("GET")
def file(request: HttpRequest, caller: Caller, reply: str, place: int) -> HttpResponseBase:
    """A file of an answer, as a download."""
    delivery = part_of(caller, reply).delivery
    files = delivery.payload.get("files", []) if delivery is not None else []
    if place >= len(files):
        raise Problem("not-there", _("There is no such file."), 404)
    try:
        answer = FileResponse(open_file(files[place]["sha256"]))
    except FileNotFoundError as missing:
        raise Problem("not-there", _("There is no such file."), 404) from missing
    for header, value in download_headers(files[place]["name"], files[place]["content_type"]).items():
        answer[header] = value
    return answer

"""A customer's message: taken once by its key, and what became of it."""

from __future__ import annotations

import json
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.models import Message
from sandali.channels.api.callers import digest_of, is_user, value_of
from sandali.channels.api.saying import CONVERSATION, KEY, NUMBER, message_event, number_of
from sandali.channels.models import Arrival, ArrivalState
from sandali.channels.parcels import LONGEST_NAME, LONGEST_TEXT, MOST_BODY, SentFile, sign_of
from sandali.channels.taking import store_event
from sandali.customers.actions import NotAnAddress, normal_identity
from sandali.exchange.api.entering import Caller, Problem, api
from sandali.exchange.uploads import NotTaken, length_of, sent_files
from sandali.kit import files

SOURCE: Final = "api"
MOST_JSON: Final = 256 * 1024
STATES: Final = {ArrivalState.NEW: "kept", ArrivalState.READ: "taken", ArrivalState.IGNORED: "ignored", ArrivalState.QUARANTINED: "unreadable"}
MESSAGE: Final = {"customer", "conversation", "subject", "text", "language"}
CUSTOMER: Final = {"id", "session", "name", "email", "phone", "verified"}


@api("POST")
def messages(request: HttpRequest, caller: Caller) -> JsonResponse:
    """Take a message: 201 for a new one, 200 for the same once more."""
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise Problem("key", _("Each message needs an Idempotency-Key of 8 to 100 letters, digits or signs: the same one again is the same message."), 400)
    said, sent = read_request(request)
    value, whole = checked(said, sent, caller, key)
    number = number_of(caller.channel.pk, caller.user, key)
    event = message_event(number, value, whole, files=sent)
    try:
        arrival, made = store_event(caller.channel, event, source=SOURCE)
    except files.NoRoom as full:
        raise Problem("no-room", _("We cannot save anything right now. Please try again in a few minutes."), 503, headers={"Retry-After": "300"}) from full
    if not made and not is_same(arrival, event.raw):
        raise Problem("key-used", _("Something else was sent with this key before."), 422)
    address = reverse("api_message", args=[number])
    return JsonResponse({"id": number, "url": address}, status=201 if made else 200, headers={"Location": address})


def is_same(arrival: Arrival, raw: bytes) -> bool:
    """Whether the same was kept under this key."""
    with files.open_file(arrival.sha256) as file:
        return file.read() == raw


def read_request(request: HttpRequest) -> tuple[dict[str, Any], list[SentFile]]:
    """(what was said, files) of JSON, or of a form with the JSON in its part "message" and files in "file". Raises Problem."""
    is_form = request.content_type == "multipart/form-data"
    length = length_of(request)
    if length is None or length > (MOST_BODY if is_form else MOST_JSON):
        raise Problem("too-large", _("This is too large. Files may have 20 megabytes altogether."), 413)
    try:
        body = request.POST.get("message", "") if is_form else request.body
        sent = sent_files(request.FILES.getlist("file")) if is_form else []
        said = json.loads(body)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as much:
        raise Problem("too-large", _("This is too large. Files may have 20 megabytes altogether."), 413) from much
    except NotTaken as why:
        raise Problem("files", str(why), why.status) from why
    except (ValueError, RecursionError) as problem:
        raise Problem("json", _("The body is no JSON that we can read."), 400) from problem
    if not isinstance(said, dict):
        raise Problem("json", _("The body must be a JSON object."), 400)
    return said, sent


def checked(said: dict[str, Any], sent: list[SentFile], caller: Caller, key: str) -> tuple[str, dict[str, Any]]:
    """(whom it is from, what is kept of it). Raises Problem with every field that is wrong."""
    errors: dict[str, str] = {}
    customer = said.get("customer", {})
    if not isinstance(customer, dict):
        raise Problem("fields", _("Some fields are not right."), 400, errors={"customer": _("This must be an object.")})
    unknown = [*(set(said) - MESSAGE), *(f"customer.{name}" for name in set(customer) - CUSTOMER)]
    errors |= {name: _("This field is not known here.") for name in sorted(unknown)}
    texts = {name: text_in(said, name, most, errors) for name, most in (("text", LONGEST_TEXT), ("subject", 200), ("language", 2), ("conversation", 60))}
    person = {name: text_in(customer, name, most, errors, "customer.") for name, most in (("id", 80), ("session", 200), ("name", LONGEST_NAME), ("email", 254), ("phone", 40))}
    errors |= wrong_in(texts, person, sent, caller)
    verified = customer.get("verified", [])
    if not isinstance(verified, list) or set(map(str, verified)) - {"email", "phone"} or (verified and caller.user):
        errors["customer.verified"] = _("Only your program can say which of “email” and “phone” it has proven.")
    if errors:
        raise Problem("fields", _("Some fields are not right."), 400, errors=errors)
    user = caller.user or person["id"]
    kept = {name: person[name] for name in ("name", "email", "phone")} | {"shown": user or sign_of(digest_of(person["session"] or key)), "verified": sorted(set(map(str, verified))) if user else []}
    kept["signed"] = bool(caller.user)
    return value_of(caller.channel.pk, user=user, session=person["session"] or key), {**texts, **kept}


def text_in(said: dict[str, Any], name: str, most: int, errors: dict[str, str], before: str = "") -> str:
    """A text, "" where there is none; what is wrong with it goes into `errors`."""
    found = said.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        errors[f"{before}{name}"] = _("This must be a text.")
        return ""
    if len(found) > most:
        errors[f"{before}{name}"] = _("This is too long.")
    return found.strip()


def wrong_in(texts: dict[str, str], person: dict[str, str], sent: list[SentFile], caller: Caller) -> dict[str, str]:
    """What is wrong with the values, by field."""
    found = {}
    if not texts["text"] and not sent:
        found["text"] = _("Please write something.")
    if texts["language"] not in ("", "fa", "en", "ar"):
        found["language"] = _("This must be fa, en or ar.")
    if not CONVERSATION.fullmatch(texts["conversation"]):
        found["conversation"] = _("This may have letters, digits, dots, dashes and underscores.")
    if person["id"] and (not is_user(person["id"]) or (caller.user and person["id"] != caller.user)):
        found["customer.id"] = _("This is not the customer who calls.") if caller.user else _("This cannot be an id.")
    for kind in ("email", "phone"):
        try:
            if person[kind]:
                normal_identity(kind, person[kind])
        except NotAnAddress as why:
            found[f"customer.{kind}"] = str(why)
    return found


@api("GET")
def message(request: HttpRequest, caller: Caller, number: str) -> JsonResponse:
    """What became of a message: kept, or taken into a case, whose state is told along."""
    arrival = Arrival.objects.filter(channel=caller.channel, event_id=f"api:{number}").first() if NUMBER.fullmatch(number) else None
    if arrival is None or (caller.user and arrival.lane != f"{caller.channel.pk}:{digest_of(caller.value)}"):
        raise Problem("not-there", _("There is no such message."), 404)
    found = Message.objects.filter(arrival=arrival).select_related("case").order_by("pk").first()
    case = {"number": found.case_id, "state": found.case.state} if found is not None else None
    return JsonResponse({"id": number, "state": STATES[ArrivalState(arrival.state)], "received_at": arrival.received_at.isoformat(), "case": case})

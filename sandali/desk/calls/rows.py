"""Calls as rows of the log, and as cards on the screen of whoever is rung."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.call_queries import placing_channel
from sandali.cases.models import Call, CallState, Case, Outcome
from sandali.cases.threads import SETTLED
from sandali.company.permissions import may
from sandali.desk.calls.bubbles import call_words, length_words, number_words, recording_link
from sandali.kit.page_addresses import reverse

TONES = {Outcome.MISSED: "warn", Outcome.TALKED: "ok", Outcome.TRIED: ""}
ROW_ICONS = {"in": "phone-incoming", "out": "phone"}


@dataclass(frozen=True, slots=True)
class LogRow:
    """One call of the log."""

    icon: str
    who: str
    who_url: str
    number: str
    at: datetime
    said: str
    tone: str
    length: str
    by: str
    case: int | None
    case_url: str
    recording: str


@dataclass(frozen=True, slots=True)
class Card:
    """A call that rings at the reader's telephone, or that they talk on. `case_url` leads to the matter that runs."""

    pk: int
    title: str
    who: str
    number: str
    customer_url: str
    case_url: str
    case: int | None
    new_url: str
    away_url: str
    rings: bool


def log_rows(found: list[Call], person: Any) -> list[LogRow]:
    """The rows of a page of the log; a case that the reader may not see is not named."""
    seen = set(cases_for(person).filter(pk__in={one.message.case_id for one in found if one.message is not None}).values_list("pk", flat=True))
    return [log_row(one, seen) for one in found]


def log_row(call: Call, seen: set[int]) -> LogRow:
    """One call: who, from which number, when, for how long, with whom, and in which case."""
    case = call.message.case_id if call.message is not None and call.message.case_id in seen else None
    missed = call.outcome == Outcome.MISSED or (call.state == CallState.OVER and call.way == "in" and call.answered_at is None)
    return LogRow(
        icon="phone-off" if missed else ROW_ICONS.get(call.way, "phone"),
        who=str(call.customer) if call.customer is not None else "",
        who_url=reverse("customer", args=[call.customer_id]) if call.customer_id else "",
        number=number_words(call),
        at=call.began_at,
        said=call_words(call) if call.outcome else _("Missed call") if missed else str(call.get_state_display()),
        tone="warn" if missed else TONES.get(Outcome(call.outcome), "") if call.outcome else "info",
        length=length_words(call),
        by=call.person.name if call.person is not None else call.answered_by,
        case=case,
        case_url=reverse("case", args=[case]) if case else "",
        recording=recording_link(call),
    )


def cards_of(found: list[Call], person: Any) -> list[Card]:
    """The cards of calls, in two queries however many they are."""
    customers = {one.customer_id for one in found if one.customer_id}
    running: dict[int, int] = {}
    if customers:
        going_on = cases_for(person).filter(customer__in=customers, aside="").exclude(state__in=SETTLED).order_by("last_message_at", "pk")
        running = dict(going_on.values_list("customer_id", "pk"))
    return [card_of(one, running.get(one.customer_id or 0), person) for one in found]


def card_of(call: Call, case: int | None, person: Any) -> Card:
    """One call as a card."""
    rings = call.state == CallState.RINGING
    title = _("You are talking") if not rings else _("A call for you") if call.way == "in" else _("Your call rings")
    asked = {"customer": call.customer_id} if call.customer_id else {"phone": call.number} if call.number.startswith("+") else {}
    return Card(
        call.pk, title, str(call.customer) if call.customer is not None else _("Unknown caller"), number_words(call),
        reverse("customer", args=[call.customer_id]) if call.customer_id else "", reverse("case", args=[case]) if case else "", case,
        f"{reverse('case_new')}?{urlencode(asked)}" if may(person, "answer_cases") else "", reverse("call_putting_away", args=[call.pk]), rings,
    )  # fmt: skip


def case_named(person: Any, typed: str) -> Case | None:
    """The case from where somebody calls; None where none is named, or it is none of theirs."""
    return cases_for(person).filter(pk=int(typed)).first() if typed.isdigit() and len(typed) < 18 else None


def calls_by_press(person: Any) -> bool:
    """Whether somebody can call a customer by a press; of who has no telephone nothing is asked."""
    return bool(person.extension) and may(person, "answer_cases") and placing_channel(person) is not None

"""A customer's whole story, newest first: events as sentences, and what was said, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from sandali.cases import events as of_cases
from sandali.cases.access import cases_for, reach_key
from sandali.cases.events_calls import CALL_MISSED, CALL_TALKED, CALL_TRIED
from sandali.cases.events_routing import CASE_FREED
from sandali.cases.models import Aside, Case, Message
from sandali.customers import events as of_customers
from sandali.customers.models import Customer
from sandali.customers.queries import former_numbers, timeline
from sandali.desk.sentences import icon_of, sentence
from sandali.history.models import Event
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.kept import Kept
from sandali.kit.page_addresses import reverse
from sandali.kit.prepared import Prepared, PreparedModels
from sandali.resolution.promises import events as of_promises
from sandali.sales import events as of_sales
from sandali.sales.access import sales_told

PAGE: Final = 20
PREVIEW: Final = 220
MOST_MERGES: Final = 20  # one into the next

# What the filter of the story offers: its name in the address → its words, and the kinds of event (none is all of them).
FILTERS: Final = {
    "all": (_("Everything"), ()),
    "messages": (
        _("Messages"),
        (
            of_cases.MESSAGE_RECEIVED, of_cases.CASE_ANSWERED, of_cases.CONTACT_RECORDED, of_cases.AUTOMATIC_RECEIVED, of_cases.MESSAGE_BOUNCED,
            CALL_MISSED, CALL_TALKED, CALL_TRIED,
        ),
    ),
    "calls": (_("Calls and visits"), (of_cases.CONTACT_RECORDED, CALL_MISSED, CALL_TALKED, CALL_TRIED)),
    "notes": (_("Notes"), (of_cases.NOTE_WRITTEN, of_customers.CUSTOMER_NOTED, of_customers.CUSTOMER_NOTE_REMOVED, of_customers.CUSTOMER_NOTE_RETURNED)),
    "cases": (
        _("Cases"),
        (
            of_cases.CASE_OPENED, of_cases.CASE_REOPENED, of_cases.CASE_ASSIGNED, of_cases.CASE_RELEASED, CASE_FREED, of_cases.CASE_MOVED,
            of_cases.CASE_CONFIRMED, of_cases.CASE_LAPSED, of_cases.CASE_CLASSIFIED, of_cases.CASE_TAGGED, of_cases.CASE_UNTAGGED, of_cases.STATE_CHANGED, of_cases.CASE_WOKE,
        ),
    ),
    "promises": (
        _("Promises"),
        (
            of_promises.PROMISE_MADE, of_promises.PROMISE_MOVED, of_promises.CALL_BACK_OWED, of_promises.PROMISE_KEPT, of_promises.PROMISE_NOT_KEPT,
            of_promises.PROMISE_BROKEN, of_promises.PROMISE_WITHDRAWN, of_promises.PROMISE_STANDS, of_promises.PROMISE_FELL, of_promises.PROMISE_PASSED,
        ),
    ),
    "sales": (_("Sales"), of_sales.IN_STORY),
    "stages": (_("Stages"), (of_customers.STAGE_CHANGED,)),
    "wishes": (
        _("Wishes and consent"),
        (
            of_customers.WISHES_CHANGED, of_customers.WISHES_CHANGED_BY_CUSTOMER, of_customers.CONSENT_GIVEN, of_customers.CONSENT_WITHDRAWN,
            of_customers.WISH_OVERRULED,
        ),
    ),
    "profile": (
        _("Profile"),
        (
            of_customers.CUSTOMER_MET, of_customers.CUSTOMER_EDITED, of_customers.IDENTITY_ADDED, of_customers.IDENTITY_REMOVED,
            of_customers.IDENTITY_CLAIMED, of_customers.IDENTITY_PROVEN, of_customers.IDENTITY_PROVEN_BY_US, of_customers.IDENTITY_MADE_MAIN,
            of_customers.STAGE_CHANGED, of_customers.CUSTOMER_TAGGED, of_customers.CUSTOMER_UNTAGGED, of_customers.BELONGING_ADDED,
            of_customers.BELONGING_REMOVED, of_customers.FILE_KEPT, of_customers.FILE_REMOVED, of_customers.FILE_RETURNED,
            of_customers.CUSTOMERS_MERGED, of_customers.CUSTOMERS_UNMERGED, of_customers.CUSTOMERS_APART,
        ),
    ),
}  # fmt: skip
STAGE: Final = of_customers.STAGE_CHANGED.name  # its cause is told below it
TONES: Final = {
    "message_received": "info", "case_answered": "brand", "note_written": "note", "customer_noted": "note",
    "case_reopened": "warn", "message_bounced": "bad", "contact_recorded": "info", "order_placed": "brand", "order_delivered": "ok", "payment_noted": "ok", "order_returned": "warn", "call_missed": "warn", "call_talked": "info",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened, and the first words of the message when it was one."""

    text: str
    icon: str
    tone: str
    at: datetime
    case: str
    url: str
    said: str


def story(person: Any, customer: Customer, *, show: str = "all", below: int | None = None) -> tuple[list[StoryLine], int | None]:
    """A page of the story and the event id to go on below, None at its beginning.

    What happened in cases that the person may not see is left out: it does not exist for them. So is spam, and an answer that was
    taken back before it left: the customer never had it."""
    former = former_numbers(customer)
    if below is None and not former:
        first = _first.get((reach_key(person), show, PAGE), lambda: PreparedModels(lambda number: told(person, number, show)[: PAGE + 1]))
        events = first(customer.pk)
    else:
        found = told(person, customer.pk, show, former=former)
        events = list((found if below is None else found.filter(pk__lt=below))[: PAGE + 1])
    more = events[PAGE - 1].pk if len(events) > PAGE else None
    return story_lines(events[:PAGE], person), more


_first: Kept[PreparedModels] = Kept(512)


def told(person: Any, customer: int, show: str, *, former: Sequence[int] = ()) -> QuerySet[Event]:
    """The events of a story, newest first. What happened in a case follows the case, so that it is told where the case is now."""
    kinds = [kind.name for kind in FILTERS[show][1]]
    theirs = cases_for(person).filter(customer_id=customer).exclude(aside=Aside.SPAM)
    taken_back = Message.objects.filter(pk=OuterRef("subject_id"), withdrawn_at__isnull=False)
    only = sales_told(person) & (Q(case_id=None) | Q(case_id__in=theirs.values("pk"))) & ~(Q(kind=of_cases.CASE_ANSWERED.name) & Q(Exists(taken_back)))
    return timeline(customer, kinds=kinds, only=only, former=former)


_merged = Prepared(lambda *cases: Case.objects.filter(pk__in=cases, aside=Aside.MERGED).values_list("pk", "merged_into_id"))


def lives_in(person: Any, numbers: set[int]) -> dict[int, int]:
    """Case → the case in which it lives on after it was merged, of those that the person may see; others are left out."""
    found = {number: number for number in numbers}
    for _step in range(MOST_MERGES):
        rows = _merged(*sorted(set(found.values()))) if found else []
        merged = {number: living for number, living in rows if living is not None}
        if not merged:
            break
        found = {number: merged.get(living, living) for number, living in found.items()}
    found = {number: living for number, living in found.items() if living != number}
    seen = set(cases_for(person).filter(pk__in=found.values()).values_list("pk", flat=True)) if found else set()
    return {number: living for number, living in found.items() if living in seen}


def story_lines(events: list[Event], person: Any) -> list[StoryLine]:
    """Events as lines, the messages among them with their first words. What happened in a merged case leads to where it lives on."""
    living = lives_in(person, {event.case_id for event in events if event.case_id})
    for event in events:
        event.case_id = living.get(event.case_id or 0, event.case_id)
    said = first_words({event.subject_id: event.case_id for event in events if event.subject_type == "message"})
    language = current_display().language
    return [
        StoryLine(
            sentence(event), icon_of(event), TONES.get(event.kind, ""), event.at,
            localize_digits(event.case_id, language) if event.case_id else "", reverse("case", [event.case_id]) if event.case_id else "",
            said.get(event.subject_id, "") if event.subject_type == "message" else str(event.data.get("cause", "")) if event.kind == STAGE else "",
        )  # fmt: skip
        for event in events
    ]


def plain_lines(events: Iterable[Event]) -> list[StoryLine]:
    """Events that stand in no case and are no message, as lines."""
    return [StoryLine(sentence(event), icon_of(event), TONES.get(event.kind, ""), event.at, "", "", "") for event in events]


_texts = Prepared(
    lambda *messages: Message.objects.filter(pk__in=messages, withdrawn_at=None).values_list("pk", "case_id", Substr("text", 1, PREVIEW * 2))
)


def first_words(cases: dict[int, int | None]) -> dict[int, str]:
    """Message id → its first words on one line. `cases` says in which case, seen by the reader, each message must be."""
    if not cases:
        return {}
    return {number: shortened(text) for number, case, text in _texts(*sorted(cases)) if cases[number] == case}


def shortened(text: str) -> str:
    """A text on one line, cut between words with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW else line[:PREVIEW].rsplit(" ", 1)[0] + "…"

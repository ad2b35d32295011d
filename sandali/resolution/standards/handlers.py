"""Which events of the rooms below start, pause and end clocks. Each runs in the transaction that wrote the event."""

from typing import Any

from django.db.models import Exists, OuterRef

from sandali.cases import events as cases
from sandali.cases.events_calls import CALL_MISSED, CALL_TALKED
from sandali.cases.events_lists import CASE_RESTORED
from sandali.cases.events_regroup import (
    CASE_IS_SPAM,
    CASE_MERGED,
    CASE_NO_SPAM,
    CASE_SPLIT,
    CASE_SPLIT_OFF,
    CASE_TOOK_IN,
    MERGE_UNDONE,
    SPLIT_UNDONE,
)
from sandali.cases.models import Case
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_SENT, DELIVERY_WITHDRAWN
from sandali.company.events import COMPANY_CHANGED, COMPANY_SET_UP, HOURS_CHANGED
from sandali.customers.events import (
    CUSTOMER_EDITED,
    CUSTOMERS_MERGED,
    CUSTOMERS_UNMERGED,
    ORGANISATIONS_JOINED,
    ORGANISATIONS_PARTED,
)
from sandali.history import queue
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.models import Clock
from sandali.resolution.standards import events
from sandali.resolution.standards.actions import add_usual_standards
from sandali.resolution.standards.settling import settle

RECKON = "sandali.resolution.standards.jobs.reckon_clocks"
# Asked at every delivery: whether an answer of the case ever came back.
_came_back = Prepared(lambda case: Event.objects.filter(case_id=case, kind=cases.ANSWER_UNDELIVERED.name).values_list("pk", "at")[:1])


def settle_case(event: Event) -> None:
    """Something happened that may move a clock of the case."""
    if event.case_id:
        settle([event.case_id])


def settle_cases(happened: list[Event]) -> None:
    """The same for many at once."""
    settle(sorted({event.case_id for event in happened if event.case_id}))


settle_case.for_many = settle_cases  # type: ignore[attr-defined]


def case_opened(event: Event) -> None:
    """CASE_OPENED by one of us; where a message opened it, that message is the next event."""
    if "source" not in event.data:
        settle_case(event)


def answer_arrived(event: Event) -> None:
    """DELIVERY_SENT: it matters where it had come back before."""
    if event.case_id and _came_back(event.case_id):
        settle([event.case_id])


def customer_changed(event: Event) -> None:
    """CUSTOMER_EDITED: another organisation may have other standards."""
    running = Clock.objects.filter(case=OuterRef("pk"), ended_at=None)
    settle(list(Case.objects.filter(Exists(running), customer=event.subject_id).values_list("pk", flat=True)))


def reckon_later(event: Event) -> None:
    """Hours or standards are others now: what runs is reckoned anew, by a job, as it may be much."""
    if Clock.objects.filter(ended_at=None).exists():
        queue.put(RECKON, unique_key="reckon_clocks")


def set_up(event: Event) -> None:
    """COMPANY_SET_UP: a company begins with the usual standards."""
    add_usual_standards(by=event.by)


AT_ONCE: dict[Any, Any] = dict.fromkeys(
    [
        cases.MESSAGE_RECEIVED, cases.CASE_ANSWERED, cases.CONTACT_RECORDED, CALL_MISSED, CALL_TALKED, cases.STATE_CHANGED, cases.CASE_CLASSIFIED, cases.CASE_MOVED,
        cases.CASE_CONFIRMED, cases.CASE_LAPSED, cases.CASE_REOPENED, cases.CASE_WOKE, cases.ANSWER_UNDELIVERED, CASE_RESTORED, CASE_IS_SPAM,
        CASE_NO_SPAM, CASE_MERGED, CASE_TOOK_IN, MERGE_UNDONE, CASE_SPLIT, CASE_SPLIT_OFF, SPLIT_UNDONE, DELIVERY_FAILED, DELIVERY_WITHDRAWN,
    ],
    settle_case,
)  # fmt: skip
AT_ONCE |= {cases.CASE_OPENED: case_opened, DELIVERY_SENT: answer_arrived, CUSTOMER_EDITED: customer_changed, COMPANY_SET_UP: set_up}
AT_ONCE |= dict.fromkeys(
    [
        HOURS_CHANGED, COMPANY_CHANGED, CUSTOMERS_MERGED, CUSTOMERS_UNMERGED, ORGANISATIONS_JOINED, ORGANISATIONS_PARTED, events.STANDARD_ADDED, events.STANDARD_CHANGED, events.STANDARD_SWITCHED_ON, events.STANDARD_SWITCHED_OFF,
        events.STANDARD_REMOVED,
    ],
    reckon_later,
)  # fmt: skip
AFTERWARDS: dict[Any, Any] = {}

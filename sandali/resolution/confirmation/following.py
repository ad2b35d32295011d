"""What the rooms below did, as far as a question to a customer hangs on it. Each runs in the transaction that wrote the event."""

from __future__ import annotations

from django.db.models import Q

from sandali.cases.actions.closing import begin_again
from sandali.cases.models import Case, Message, State
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.confirmation.asking import GRACE, end_askings, plan_question
from sandali.resolution.confirmation.confirming import take_message
from sandali.resolution.confirmation.events import CUSTOMER_ASKED
from sandali.resolution.models import RUNNING, Asked, Asking

# Asked at every message, answer and delivery; most cases have no question.
_running = Prepared(lambda case: Asking.objects.filter(case=case, state__in=RUNNING).values_list("pk", "message_id", "is_second_look"))
_state = Prepared(lambda case: Case.objects.filter(pk=case).values_list("state", "pk"))


def customer_wrote(event: Event) -> None:
    """MESSAGE_RECEIVED: they may have answered our question."""
    if _running(event.case_id or 0):
        take_message(Message.objects.select_related("case__customer", "arrival").get(pk=event.subject_id))


def after_answer(event: Event) -> None:
    """CASE_ANSWERED: an answer without a question is no more than a word of ours on the way; one that asked has left now."""
    number = event.case_id or 0
    running, (state, _number) = _running(number), _state(number)[0]
    first = next((message or event.subject_id for _pk, message, second in running if not second), None)
    if state == State.WAITING and first == event.subject_id and running[0][1] is not None:
        # It was to leave later, and the room below knows nothing of questions.
        Case.objects.filter(pk=number).update(state=State.ANSWERED)
        record(CUSTOMER_ASKED, Asking.objects.select_related("case").get(pk=running[0][0]), by=event.by, at=event.at)
    elif state == State.ANSWERED and first is None:
        end_askings(Case(pk=number), Asked.WITHDRAWN, at=event.at)
        plan_question(Case.objects.get(pk=number), by=event.by_id, at=event.at + GRACE)
    elif running and state != State.ANSWERED:
        end_askings(Case(pk=number), Asked.WITHDRAWN, at=event.at)


def after_state(event: Event) -> None:
    """STATE_CHANGED by one of us: setting a case to answered asks the customer, anything else asks no longer."""
    after_states([event])


def after_states(events: list[Event]) -> None:
    """The same for many at once. Nothing leaves at this moment: whoever set them may take it back."""
    numbers = [event.case_id for event in events]
    # What was asked after it happened stays: a company's past may be written down later than it took place.
    earlier = Q(state=Asked.PLANNED) | Q(state=Asked.OPEN, asked_at__lte=events[0].at)
    Asking.objects.filter(earlier, case__in=numbers).update(state=Asked.WITHDRAWN, ended_at=events[0].at, next_at=None)
    by = {event.case_id or 0: event for event in events if event.data.get("to") == State.ANSWERED}
    due = events[0].at + GRACE
    Asking.objects.bulk_create(
        Asking(case_id=case, opened_at=opened, asked_by_id=by[case].by_id, asked_at=due, state=Asked.PLANNED, next_at=due)
        for case, opened in Case.objects.filter(pk__in=by).values_list("pk", "opened_at")
    )


after_state.for_many = after_states  # type: ignore[attr-defined]


def case_went_aside(event: Event) -> None:
    """CASE_IS_SPAM: nothing is asked of it any more."""
    if _running(event.case_id or 0):
        end_askings(Case(pk=event.case_id), Asked.WITHDRAWN, at=event.at)


def question_withdrawn(event: Event) -> None:
    """DELIVERY_WITHDRAWN: the answer that carried the question was taken back, and the question with it."""
    for asking in _carried(event.subject_id):
        end_askings(asking.case, Asked.WITHDRAWN, at=event.at)


def question_failed(event: Event) -> None:
    """DELIVERY_FAILED: they were never asked. A question by itself gives the case back to us; an answer's does so already."""
    for asking in _carried(event.subject_id):
        end_askings(asking.case, Asked.WITHDRAWN, at=event.at)
        if asking.delivery_id == event.subject_id and not asking.is_second_look and not asking.reminders:
            begin_again(asking.case, at=event.at)


def _carried(delivery: int) -> list[Asking]:
    """The running question that a delivery carries."""
    return list(Asking.objects.select_related("case__customer").filter(Q(message__delivery=delivery) | Q(delivery=delivery), state__in=RUNNING))

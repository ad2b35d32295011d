"""The way back from a macro: everything that it changed of a case and that nobody changed since. What was read already stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from sandali.automation.macros import events
from sandali.automation.models import Macro
from sandali.automation.rules.doing import ACTS
from sandali.cases.actions.drafts import save_draft
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.journal import Columns, columns, values
from sandali.cases.actions.resettling import write
from sandali.cases.events import STATE_CHANGED
from sandali.cases.models import DONE, Case, Direction, Draft, State
from sandali.cases.waits_many import take_back_waits
from sandali.history.events import record
from sandali.history.models import Event

UNDO_FOR: Final = timedelta(minutes=10)
STATE: Final = ("state", "state_at", "state_by_id", "snoozed_until", "sleeps_through_thanks", "sleeps_until_reply", "waiting_since")


def kept(did: list[dict[str, Any]], before: Columns | None, after: Columns | None, *, is_begun: bool) -> dict[str, Any]:
    """What the event of a macro's use keeps for its way back: codes and names of ours, and no words that anybody wrote."""
    acts = [one if ACTS[one["act"]].back is not None else {"act": one["act"]} for one in did]
    return {"did": acts, "state": None if before is None else {"before": before, "after": after}, "is_begun": is_begun}


def state_of(case: Case) -> Columns:
    """How a case stands, as JSON holds it."""
    return columns(Case.objects.get(pk=case.pk), STATE)


def access_use(person: Any, case: int, macro: int) -> Event:
    """The person's own last use of a macro on a case, a moment ago and not taken back. Raises Event.DoesNotExist.

    Whoever pressed it may take it back, also where the macro took the case out of their reach."""
    used = Event.objects.filter(kind=events.MACRO_USED.name, case_id=case, by=person, data__number=macro, at__gte=timezone.now() - UNDO_FOR)
    found = used.order_by("-pk").first()
    if found is None or "did" not in found.data or Event.objects.filter(kind=events.MACRO_TAKEN_BACK.name, case_id=case, data__of=found.pk).exists():
        raise Event.DoesNotExist
    return found


@transaction.atomic
def take_back_use(event: Event, *, by: Any) -> tuple[int, int]:
    """Put back what a macro did to a case, the last first, where nobody changed it since: (how much is as before, how much it did).

    Notes, tasks, notices and followers stay: they were read. No state goes back to one that only the customer or the clock can give."""
    case = hold_case(Case.objects.get(pk=event.case_id or 0))
    facts = event.data
    did, state, is_begun = facts["did"], facts["state"], facts["is_begun"]
    restored = int(is_begun and _forget_beginning(case, facts["number"], by=by)) + int(state is not None and _state_back(case, state["before"], state["after"], by=by))
    for one in reversed(did):
        case = hold_case(Case.objects.get(pk=event.case_id or 0))
        back = ACTS[one["act"]].back
        restored += bool(back and back(case, one["to"], one["was"], by))
    record(events.MACRO_TAKEN_BACK, case, by=by, of=event.pk, macro=facts["macro"])
    return restored, len(did) + int(state is not None) + int(is_begun)


def _forget_beginning(case: Case, number: int, *, by: Any) -> bool:
    """The answer that the macro began, where its person wrote nothing more."""
    text = Macro.objects.filter(pk=number).values_list("text", flat=True).first()
    if not text or not Draft.objects.filter(case=case, person=by, direction=Direction.OUT, text=text).exists():
        return False
    save_draft(case, "", by=by, direction=Direction.OUT)
    return True


def _state_back(case: Case, before: Columns, after: Columns, *, by: Any) -> bool:
    """The state as it was, with the wait of its customer, where it still is as the macro left it."""
    was = values(Case, before)
    until = was["snoozed_until"]
    if columns(case, STATE) != after or before["state"] in DONE or (before["state"] == State.SNOOZED and (until is None or until <= timezone.now())):
        return False
    take_back_waits([case.pk], at=datetime.fromisoformat(after["state_at"]))
    write(case, **was)
    record(STATE_CHANGED, case, by=by, to=before["state"], until=before["snoozed_until"] or "")
    return True

"""«Sorry» said again where nothing has moved since the last time: a word of advice to whoever writes, and to the case's owner."""

from __future__ import annotations

from datetime import datetime

from sandali.cases.models import Case, Message
from sandali.history.events import record
from sandali.history.models import Event
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises import events
from sandali.resolution.reading.sorry import apologises

# What shows the customer that something moved. An answer by itself does not, nor that we set the case aside or call it answered.
PROGRESS = frozenset([
    "promise_kept", "task_answered", "case_confirmed", "still_well", "remedy_given", "remedy_granted", "remedy_done", "put_right", "change_told",
])  # fmt: skip


def said_sorry_at(case: Case) -> datetime | None:
    """When we last said sorry in this case, if nothing has moved since; None where an apology would be the first or a new one."""
    last = Event.objects.filter(case_id=case.pk, kind=events.APOLOGY_SAID.name).order_by("-pk").values_list("at", "pk").first()
    if last is None:
        return None
    if Event.objects.filter(case_id=case.pk, pk__gt=last[1], kind__in=PROGRESS).exists():
        return None
    kept = Promise.objects.filter(case=case, state=Promised.KEPT, kept_at__gt=last[0])
    return None if kept.exists() else last[0]


def sorry_again(text: str, case: Case) -> datetime | None:
    """When we said sorry before, if `text` says it again with nothing in between."""
    return said_sorry_at(case) if apologises(text) else None


def after_answer(event: Event) -> None:
    """CASE_ANSWERED: an apology is remembered, and a second one without progress is told of."""
    message = Message.objects.select_related("case").get(pk=event.subject_id)
    if message.automatic or not apologises(message.text):
        return
    again = said_sorry_at(message.case) is not None
    record(events.APOLOGY_SAID, message, by=event.by, at=event.at)
    if again:
        record(events.SORRY_AGAIN, message, by=event.by, at=event.at)

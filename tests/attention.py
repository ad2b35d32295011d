"""For tests of notices that leave the house: a browser of somebody, and time that goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from sandali.cases.events import MESSAGE_RECEIVED, NOTE_WRITTEN
from sandali.cases.models import Case, Direction, Message
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Job, Outgoing, PushSubscription
from sandali.history.ways import Ways, choose_ways
from tests.browser_push import Browser


def subscribed(person: Any, endpoint: str = "https://push.example/x", browser: Browser | None = None) -> PushSubscription:
    """A browser of a person that takes push."""
    browser = browser or Browser()
    return PushSubscription.objects.create(person=person, endpoint=endpoint, key=browser.key, secret=browser.secret, browser="Firefox/130 Linux")


def later(**passed: float) -> None:
    """Let time pass: everything that waits was written that much earlier. `passed` as timedelta takes it."""
    gone = timedelta(**passed)
    Outgoing.objects.update(at=F("at") - gone, fold_until=F("fold_until") - gone, due_at=F("due_at") - gone)
    Outgoing.objects.exclude(ended_at=None).update(ended_at=F("ended_at") - gone)


def send() -> None:
    """What the clock does every few seconds, and the jobs that come of it."""
    queue.put("sandali.desk.me.jobs.send_notices")
    queue.drain()


def try_again() -> None:
    """Jobs that were put back are due now."""
    Job.objects.filter(state="ready").update(run_after=timezone.now() - timedelta(seconds=1))
    queue.drain()


def wants(person: Any, mail: str, push: bool = True) -> None:
    """Let a person be told of what happens in their cases in this way."""
    choose_ways(person, {kind: Ways(True, mail, push) for kind in ("message_received", "note_written", "case_assigned")})


def said(case: Case, text: str = "کالا نرسید", direction: str = Direction.IN, **fields: Any) -> Message:
    """Something said in a case, and recorded."""
    message = Message.objects.create(case=case, direction=direction, text=text, **fields)
    record(NOTE_WRITTEN if direction == Direction.NOTE else MESSAGE_RECEIVED, message, by=message.author)
    return message

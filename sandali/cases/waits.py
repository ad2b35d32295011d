"""Waits: when a customer began to wait for our word, and when they had it. Every write of `Case.waiting_since` comes by here.

The rules, for whoever reads a figure:

- A wait begins when it becomes our turn: a case is opened (by the customer, or by one of us for them), the customer writes while
  no wait runs, one of us sets the case to open, a snooze ends that owed nothing. Further mails do not begin it anew.
- It ends with our answer: a reply that was sent, or a visit or call that one of us wrote down, as then the customer heard us. The
  contact that opens a case is the customer's own word and ends nothing. Where the case stays with us after our word (state open),
  the next wait begins at that moment.
- It also ends, not by an answer, when the state is set by hand to waiting or answered, when the case is merged into another, or
  when it is spam.
- An automatic acknowledgement is not our word and ends nothing.
- A snoozed case keeps its wait only where we owed a word when it was snoozed: that wait runs on through the sleep and beyond it.
- An answer that is taken back was none: the wait that it ended runs on as if nothing had happened.
- An answer that did not reach the customer gives us the turn back: a new wait begins when that is known. When the same answer is
  sent again and arrives, it ends by that answer.
- Old mail that is imported waits for nobody and has no waits.

While a wait runs, its `began_at` is the case's `waiting_since`. `seconds` are the clock's; `working_seconds` lie in the company's
opening hours as they stood when the wait ended, and are not computed again when the hours change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists

from sandali.cases.models import Case, Wait
from sandali.company.queries import week_hours
from sandali.history.models import Event
from sandali.kit.hours import WeekHours
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared

BEGIN = (
    "INSERT INTO cases_wait (case_id, is_first, began_at, by_answer, department_id, channel_id)"
    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
# Opening hours change a few times a year, and each change is an event of the company: while there is no newer one, in whatever
# process, the hours that were read stand. An id alone would not do, as one that was rolled back is given again.
_newest_change = Prepared(lambda: Event.objects.filter(subject_type="company", subject_id=1).order_by("-id").values_list("pk", "at")[:1])
_hours: Kept[WeekHours] = Kept(2)


def begin_wait(case: Case, *, at: datetime) -> None:
    """The customer waits for our word since `at`; nothing happens while a wait runs already. One statement."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [case.pk, False, moment, False, case.department_id, case.channel_id])


def end_wait(case: Case, *, at: datetime, by: Any = None, by_answer: bool = False) -> bool:
    """The wait is over at `at`: by an answer of `by`, or without one. Returns whether a wait ran.

    Call it before `case.waiting_since` is changed on the object: where that is true, this is one statement."""
    if case.waiting_since is not None and _end(case, case.waiting_since, at=at, by=by, by_answer=by_answer):
        return True
    # The object was read before somebody else began a wait: ask what runs.
    began = Wait.objects.filter(case=case, ended_at=None).values_list("began_at", flat=True).first()
    return began is not None and _end(case, began, at=at, by=by, by_answer=by_answer)


def _end(case: Case, began: datetime, *, at: datetime, by: Any, by_answer: bool) -> bool:
    seconds, working = spans(began, at)
    changed: dict[str, Any] = {
        "ended_at": max(at, began), "seconds": seconds, "working_seconds": working, "by_answer": by_answer, "person": by,
        "department": case.department_id, "channel": case.channel_id,
    }  # fmt: skip
    if by_answer:
        changed["is_first"] = ~Exists(Wait.objects.filter(case=case, is_first=True))
    return bool(Wait.objects.filter(case=case, ended_at=None, began_at=began).update(**changed))


def resume_wait(case: Case, *, answered_at: datetime) -> datetime | None:
    """The answer of `answered_at` was taken back: the wait that it ended runs on. Returns since when; None when it ended none.

    A wait that began meanwhile is a part of it."""
    ended = Wait.objects.filter(case=case, ended_at=answered_at, by_answer=True).order_by("-pk").first()
    if ended is None:
        return None
    Wait.objects.filter(case=case, ended_at=None).delete()
    Wait.objects.filter(pk=ended.pk).update(
        ended_at=None, seconds=None, working_seconds=None, by_answer=False, person=None, is_first=False
    )
    return ended.began_at


def after_contact(case: Case, *, at: datetime, by: Any, heard_before: bool) -> datetime:
    """A visit or call of `at` was written down: since when the customer waits now. It ends the wait that ran by then.

    `heard_before`: whether anything was said in the case before it."""
    if case.waiting_since is not None and (not heard_before or at <= case.waiting_since):
        return case.waiting_since
    if case.waiting_since is not None:
        end_wait(case, at=at, by=by, by_answer=True)
    begin_wait(case, at=at)
    return at


def spans(began: datetime, ended: datetime, hours: WeekHours | None = None) -> tuple[int, int]:
    """(seconds by the clock, seconds in opening hours) from one moment to the other; none when they are the other way round."""
    if ended <= began:
        return 0, 0
    working = (hours or opening_hours()).between(began, ended)
    return int((ended - began).total_seconds()), int(working.total_seconds())


def opening_hours() -> WeekHours:
    """The company's opening hours as they stand; one small query while nobody changed them."""
    return _hours.get(tuple(_newest_change()), week_hours)


def wait_since(case: Case, since: datetime | None, *, at: datetime) -> None:
    """Where messages moved from one case to another: the wait that runs began at `since`, or none runs (it ended at `at` then)."""
    running = Wait.objects.filter(case=case, ended_at=None)
    if since is None:
        end_wait(case, at=at)
    elif not running.update(began_at=since):
        begin_wait(case, at=since)

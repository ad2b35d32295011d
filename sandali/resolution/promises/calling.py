"""A missed call is a promise to call back, made once however often somebody calls, and kept when we have spoken with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from sandali.cases.access import who_sees
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Message
from sandali.company.models import Person
from sandali.company.queries import company_language, week_hours
from sandali.history.events import record
from sandali.history.models import Event
from sandali.resolution.models import STANDING, Promise
from sandali.resolution.promises import events
from sandali.resolution.promises.actions import keep_promise, withdraw_promise
from sandali.resolution.promises.clock import leaders_of
from sandali.resolution.promises.when import first_look


def call_missed(event: Event) -> None:
    """CALL_MISSED: whoever called is called back, within so many minutes of opening hours."""
    message = Message.objects.select_related("case__customer", "case__department").get(pk=event.subject_id)
    case = message.case
    hold_case(case)
    if case.aside or Promise.objects.filter(customer=case.customer_id, state__in=STANDING, message__call__isnull=False).exists():
        return
    owner = caller_back(case, event.data.get("people", []))
    if owner is None:
        return
    # Of a call while nobody listened we learn later: what is owed begins then, or it would be broken before anybody could know.
    since = max(event.at, datetime.fromisoformat(event.data.get("heard", "") or event.at.isoformat()))
    due = week_hours().add(since, timedelta(minutes=int(event.data.get("within", 120))))
    with translation.override(company_language()):
        what = _("Call back")
    made = Promise.objects.create(
        case=case, customer_id=case.customer_id, what=what, due_at=due, owner_id=owner, made_by_id=owner, made_at=since, message=message,
        next_at=first_look(since, due, week_hours()),
    )  # fmt: skip
    record(events.CALL_BACK_OWED, made, at=since, what=what, due=due.isoformat())


def caller_back(case: Case, rung: list[int]) -> int | None:
    """Who calls back: the case's owner, else whose telephone rang, else who leads there. It goes along when the case is given to somebody."""
    if case.assignee_id is not None:
        return case.assignee_id
    people = who_sees(case, Person.objects.filter(pk__in=rung, is_active=True).order_by("pk"))
    return people[0].pk if people else next(iter(leaders_of(case.department)), None)


def call_talked(event: Event) -> None:
    """CALL_TALKED: now we have spoken with them, whoever called whom."""
    owed = Promise.objects.filter(customer=event.customer_id, state__in=STANDING, message__call__isnull=False)
    for promise in owed.select_related("owner", "case"):
        settle(promise, event)


def settle(promise: Promise, event: Event) -> None:
    """The promise is kept; where the very call that was told as missed was answered after all, it never was one."""
    by: Any = event.by or promise.owner
    if promise.message_id == event.subject_id:
        with translation.override(company_language()):
            withdraw_promise(promise, by=by, reason=_("The call was answered after all."))
    else:
        keep_promise(promise, by=by)

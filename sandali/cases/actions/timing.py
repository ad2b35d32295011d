"""Reminders: set, told once, moved, done, removed and brought back; and whether a message lets a case sleep on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.later import why_not_at
from sandali.cases.events_timing import REMINDER_DUE
from sandali.cases.models import Case, Message, Reminder, State
from sandali.cases.thanks import only_thanks
from sandali.channels.adapter import REPORTED
from sandali.history.events import record
from sandali.kit.text import clean

LONGEST_TEXT = 200
MOST_REMINDERS = 50  # open ones of a person on one case
BATCH = 200  # reminders that are told in one transaction
SLEEPS_ON = "sleeps-on"  # the remark of a message that woke nobody
STAYS_SETTLED = "stays-settled"  # the remark of thanks that reopened nothing


class CannotRemind(Exception):
    """A reminder cannot be set so; the text says why."""


@transaction.atomic
def remind(case: Case, at: datetime, text: str = "", *, by: Any) -> Reminder:
    """A word to oneself about a case, at a time to come. Raises CannotRemind with a sentence."""
    why_not = why_not_at(at)
    if why_not:
        raise CannotRemind(why_not)
    if Reminder.objects.filter(case=case, person=by, done_at=None, removed_at=None).count() >= MOST_REMINDERS:
        raise CannotRemind(_("There are very many reminders on this case already."))
    return Reminder.objects.create(case=case, person=by, at=at, text=one_line(text))


@transaction.atomic
def move_reminder(reminder: Reminder, at: datetime, *, text: str | None = None) -> Reminder:
    """Another time, at which it is told again. `text` None leaves what it says. Raises CannotRemind."""
    why_not = why_not_at(at)
    if why_not:
        raise CannotRemind(why_not)
    reminder.at, reminder.told_at, reminder.done_at = at, None, None
    if text is not None:
        reminder.text = one_line(text)
    reminder.save(update_fields=["at", "told_at", "done_at", "text"])
    return reminder


def finish_reminder(reminder: Reminder, *, is_done: bool = True) -> None:
    """It is done, or not after all; one whose time is past is not told a second time."""
    reminder.done_at = timezone.now() if is_done else None
    reminder.save(update_fields=["done_at"])


def remove_reminder(reminder: Reminder, *, is_removed: bool = True) -> None:
    """Remove it, or bring it back."""
    reminder.removed_at = timezone.now() if is_removed else None
    reminder.save(update_fields=["removed_at"])


def one_line(text: str) -> str:
    """What a reminder says, fit for one line."""
    return " ".join(clean(text).split())[:LONGEST_TEXT]


@transaction.atomic
def tell_due(*, at: datetime | None = None, most: int = BATCH) -> int:
    """Tell the next reminders that are due, each once whatever happens to this process; returns how many."""
    now = at or timezone.now()
    due = Reminder.objects.filter(told_at=None, at__lte=now, done_at=None, removed_at=None).order_by("at")
    taken = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("case")[:most])
    Reminder.objects.filter(pk__in=[one.pk for one in taken]).update(told_at=now)
    for reminder in taken:
        record(REMINDER_DUE, reminder, text=reminder.text or reminder.case.subject)
    return len(taken)


def sleeps_on(case: Case, message: Message) -> bool:
    """Whether the case sleeps on through this message: it was asked to, and the customer says thanks and nothing else.

    A stranger's word, files and automatic mail always wake."""
    return case.state == State.SNOOZED and case.sleeps_through_thanks and says_only_thanks(case, message)


def stays_settled(case: Case, message: Message) -> bool:
    """Whether a case that we answered, or that its customer confirmed, is left as it is: they say thanks and nothing else.

    It is no yes either: a question that runs goes on running."""
    return case.state in (State.ANSWERED, State.CONFIRMED) and says_only_thanks(case, message)


def says_only_thanks(case: Case, message: Message) -> bool:
    """Whether the customer of the case says thanks and nothing else; no stranger, no file, no machine, nothing remarkable."""
    if message.is_stranger or message.file_count or message.automatic or set(message.remarks) - {REPORTED}:
        return False
    return only_thanks(message.text, names=(case.customer.name, message.from_name))

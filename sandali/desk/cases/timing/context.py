"""What the case page shows of time beside the case: how long it sleeps, and the reader's own reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.holding import may_hold
from sandali.cases.models import Case, Reminder, State
from sandali.cases.timing import reminders_on
from sandali.desk.cases.timing.choices import day_words
from sandali.desk.sentences import isolated
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import localize_digits
from sandali.kit.page_addresses import reverse


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder ready to show. `about` is its case, on pages of several."""

    pk: int
    text: str
    when: str
    is_due: bool
    is_done: bool
    url: str
    done_url: str
    undone_url: str
    case_url: str
    about: str = ""


def reminder_row(reminder: Reminder, case: Case, *, now: datetime, about: bool = False) -> ReminderRow:
    """One reminder. Without words of its own it is the case's subject."""
    where = [case.pk, reminder.pk]
    done_url = reverse("case_reminder_completion", args=where)
    number = _("Case %(number)s") % {"number": localize_digits(case.pk, current_display().language)}
    parts = [number, case.subject if reminder.text else "", str(case.customer)] if about else []
    return ReminderRow(
        pk=reminder.pk,
        text=reminder.text or case.subject or number,
        when=day_words(reminder.done_at or reminder.at),
        is_due=reminder.at <= now and reminder.done_at is None,
        is_done=reminder.done_at is not None,
        url=reverse("case_reminder", args=where),
        done_url=done_url,
        undone_url=f"{done_url}?back=1",
        case_url=reverse("case", args=[case.pk]),
        about=" · ".join(isolated(part) for part in parts if part),
    )


def reminders_context(case: Case, person: Any) -> dict[str, Any]:
    """The section beside the case; one small query."""
    now = timezone.now()
    return {
        "reminder_rows": [reminder_row(one, case, now=now) for one in (reminders_on(case, person) if may_hold(case, "reminders") else [])],
        "reminders_url": reverse("case_reminders", args=[case.pk]),
        "sleeps": sleeps(case),
    }


def sleeps(case: Case) -> str:
    """Until when the case sleeps, in a sentence; "" when it is awake."""
    if case.state != State.SNOOZED or case.snoozed_until is None:
        return ""
    if case.sleeps_until_reply:
        said = _("Snoozed until they write, at most until %(day)s") % {"day": show_date(case.snoozed_until, "long")}
    else:
        said = _("Snoozed until %(moment)s") % {"moment": day_words(case.snoozed_until)}
    return _("%(sentence)s; thanks alone do not wake it") % {"sentence": said} if case.sleeps_through_thanks else said

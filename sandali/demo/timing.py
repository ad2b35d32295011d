"""What is still to come: people's reminders, a case that sleeps until the customer writes, an answer that leaves tomorrow."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sandali.cases.actions import change_state, reply
from sandali.cases.models import Case, Reminder, State
from sandali.cases.queries import answer_way
from sandali.cases.timing import next_morning, opening_from, until_reply
from sandali.company.queries import week_hours
from sandali.demo.acts import Scene
from sandali.demo.matters import TEXTS

DUE_SINCE = timedelta(minutes=40)


def plan_ahead(scene: Scene) -> None:
    """Let it wait. Called last, as what is queued here is to happen."""
    now, hours, language = scene.period.now, week_hours(), scene.house.company.language
    clock = max(now, timezone.now())  # these are acts of today, which refuse what lies in the past of the real clock
    busy = Case.objects.filter(assignee__isnull=False, state=State.OPEN).select_related("assignee", "customer", "channel")
    cases = list(busy.order_by("-last_message_at", "-pk")[:6])
    for case, (ahead, text) in zip(cases, reminders(language), strict=False):
        day = now.astimezone(hours.zone).date() + timedelta(days=ahead)
        at = opening_from(hours, day) if ahead else now - DUE_SINCE
        Reminder.objects.create(case=case, person_id=case.assignee_id or 0, at=at, text=text)
    if len(cases) > 4:
        change_state(cases[4], State.SNOOZED, by=cases[4].assignee, until=until_reply(hours, clock), until_reply=True, through_thanks=True)
        text = (TEXTS / language / "later.txt").read_text(encoding="utf-8").strip()
        # Nobody who wants to be reached at other hours than in the morning, nor a case that sleeps now.
        others = busy.exclude(pk=cases[4].pk).exclude(customer__has_wishes=True).order_by("-last_message_at", "-pk")
        reachable = next(case for case in others if answer_way(case)[1] is not None)
        reply(reachable, text, by=reachable.assignee, dedupe_key=f"demo-later:{reachable.pk}", leaves_at=next_morning(hours, clock))


def reminders(language: str) -> list[tuple[int, str]]:
    """(days ahead, text) of texts/<language>/reminders.txt."""
    lines = (TEXTS / language / "reminders.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [(int(ahead), text.strip()) for ahead, text in parts]

"""Public matters: marked, given a plan, answered where they were said, thanked; each deed can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Message
from sandali.company.actions import Overtaken
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.kit.hours import NeverOpen
from sandali.kit.text import clean
from sandali.resolution.models import Deed, PublicDeed, PublicMatter, PublicPlace, PublicPlan
from sandali.resolution.public import events
from sandali.resolution.reading.gratitude import thanks_for_telling
from sandali.resolution.standards.clocks import Timetable, moment_to_tell, reckon

LONGEST, LONGEST_LINK = 20_000, 500
KINDS = {Deed.ANSWERED: events.PUBLIC_ANSWERED, Deed.THANKED: events.PUBLIC_THANKED}
TAKEN_BACK = {Deed.ANSWERED: events.ANSWER_TAKEN_BACK, Deed.THANKED: events.THANKS_TAKEN_BACK}


def web_address(link: str) -> str:
    """An address of the web as it is stored; "" for none. Raises ValueError for anything else: nobody should click on it."""
    given = clean(link).strip()[:LONGEST_LINK]
    if given and not given.lower().startswith(("https://", "http://")):
        raise ValueError("a link begins with https:// or http://")
    return given


@transaction.atomic
def mark_public(
    case: Case, *, by: Any, where: str, link: str = "", answers_show: bool = False, version: int | None = None, at: datetime | None = None
) -> PublicMatter:
    """Note that everybody can read it, where, and whether our answers in the case stand there too; once more changes that.

    Raises ValueError for a place or a link that is none, Overtaken."""
    hold_case(case)
    now = at or timezone.now()
    fields: dict[str, Any] = {"where": PublicPlace(where), "link": web_address(link), "answers_show": answers_show}
    standing = PublicMatter.objects.filter(case=case).first()
    if standing is None:
        made = PublicMatter.objects.create(case=case, by=by, at=now, **fields)
        record(events.CASE_MADE_PUBLIC, made, by=by, at=now)
        return made
    again = standing.removed_at is not None
    if again:
        fields |= {"removed_at": None, "removed_by": None, "by": by}
    matter = change(standing, version, **fields)
    record(events.CASE_MADE_PUBLIC if again else events.CASE_PUBLIC_CHANGED, matter, by=by, at=now)
    return wound(matter)


def change(matter: PublicMatter, version: int | None, **fields: Any) -> PublicMatter:
    """Write fields as it stood at `version` (None skips that check). Raises Overtaken with the matter as it stands now."""
    rows = PublicMatter.objects.filter(pk=matter.pk, **({} if version is None else {"version": version}))
    done = rows.update(**fields, version=F("version") + 1)
    current = PublicMatter.objects.select_related("case", "plan", "by").get(pk=matter.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def unmark_public(matter: PublicMatter, *, by: Any, version: int | None = None) -> PublicMatter:
    """It is not public after all; what was done is kept, for when it is marked again. Raises Overtaken."""
    hold_case(matter.case)
    if matter.removed_at is not None:
        return matter
    changed = change(matter, version, removed_at=timezone.now(), removed_by=by, next_at=None)
    record(events.CASE_NOT_PUBLIC, changed, by=by)
    return changed


# --- The plan and its clock ------------------------------------------------------------------------------------------
@transaction.atomic
def choose_plan(matter: PublicMatter, plan: PublicPlan | None, *, by: Any, version: int | None = None, at: datetime | None = None) -> PublicMatter:
    """Answer it by this plan (None: by none); the clock runs from when it was marked public. Raises Overtaken, ValueError."""
    hold_case(matter.case)
    if plan is not None and plan.archived_at is not None:
        raise ValueError("this plan is offered no longer")
    due = due_by(plan, matter.at) if plan is not None else None
    changed = change(matter, version, plan=plan, due_at=due, warned_at=None, late_told_at=None)
    if plan is not None:
        record(events.PLAN_CHOSEN, changed, by=by, at=at, plan=plan.name)
    else:
        record(events.PLAN_LEFT, changed, by=by, at=at)
    return wound(changed)


def due_by(plan: PublicPlan, since: datetime) -> datetime:
    """When the plan's working time is over; where we never open, by the clock on the wall."""
    try:
        return reckon(since, plan.minutes, Timetable(week_hours())).due or since
    except NeverOpen:
        return since + timedelta(minutes=plan.minutes)


def wound(matter: PublicMatter) -> PublicMatter:
    """Set the clock to what it says next: a warning, then that it is late; nothing once it is answered or not public."""
    hours, next_at = week_hours(), None
    if matter.due_at is not None and matter.plan is not None and matter.answered_at is None and matter.removed_at is None:
        if matter.warned_at is None and matter.due_at > timezone.now():
            next_at = moment_to_tell(warning_of(matter, matter.plan), hours, early=True)
        elif matter.late_told_at is None:
            next_at = moment_to_tell(matter.due_at, hours)
    PublicMatter.objects.filter(pk=matter.pk).update(next_at=next_at)
    matter.next_at = next_at
    return matter


def warning_of(matter: PublicMatter, plan: PublicPlan) -> datetime:
    """When little of the plan's time is left, as the clocks of standards reckon it."""
    try:
        return reckon(matter.at, plan.minutes, Timetable(week_hours())).warn_at or matter.at
    except NeverOpen:
        return matter.at


# --- What carries it to the end --------------------------------------------------------------------------------------
@transaction.atomic
def write_deed(
    matter: PublicMatter, what: str, *, by: Any, words: str = "", link: str = "", message: Message | None = None, at: datetime | None = None
) -> PublicDeed:
    """It is answered, or thanked: by a message of ours, or elsewhere. Written down by hand, an answer has its words and its link.

    An answer that thanks the customer carries both. What stands already stays. Raises ValueError."""
    hold_case(matter.case)
    now, kind = at or timezone.now(), Deed(what)
    said, address = clean(words).strip()[:LONGEST], web_address(link)
    if kind == Deed.ANSWERED and message is None and not (said and address):
        raise ValueError("a public answer that is written down has its words, and where they stand")
    deed, made = PublicDeed.objects.get_or_create(
        matter=matter, what=kind, removed_at=None, defaults={"by": by, "at": now, "message": message, "words": said, "link": address}
    )
    if made:
        PublicMatter.objects.filter(pk=matter.pk).update(**{f"{kind.value}_at": now}, version=F("version") + 1)
        record(KINDS[kind], matter, by=by, at=now)
    if kind == Deed.ANSWERED:
        PublicMatter.objects.filter(pk=matter.pk).update(next_at=None)
        if made and thanks_for_telling(said or (message.text if message is not None else "")):
            write_deed(matter, Deed.THANKED, by=by, message=message, link=link, at=now)
    return deed


@transaction.atomic
def take_deed_back(matter: PublicMatter, what: str, *, by: Any = None, message: int | None = None) -> bool:
    """It was not so after all; returns whether it stood. The clock of an answer goes on. `message`: only what that one did."""
    hold_case(matter.case)
    deeds = PublicDeed.objects.filter(matter=matter, what=Deed(what), removed_at=None)
    if message is not None:
        deeds = deeds.filter(message=message)
    if not deeds.update(removed_at=timezone.now(), removed_by=by):
        return False
    PublicMatter.objects.filter(pk=matter.pk).update(**{f"{what}_at": None}, version=F("version") + 1)
    record(TAKEN_BACK[Deed(what)], matter, by=by)
    wound(PublicMatter.objects.select_related("case", "plan").get(pk=matter.pk))
    return True

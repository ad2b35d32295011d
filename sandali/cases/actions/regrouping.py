"""Merging two cases, splitting one, and undoing either. What happened before stays in both histories."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events_regroup as events
from sandali.cases import search
from sandali.cases.actions.journal import MODELS, Journal, columns, note_waits, take_back, waits_now
from sandali.cases.actions.moving import flip_back, flip_strangers, move_messages, move_rest, too_deep
from sandali.cases.actions.numbers_below import carry_numbers, carry_with_messages, models_below
from sandali.cases.actions.resettling import lines_of, restore, unanswered_since, write
from sandali.cases.models import (
    ON_US,
    Aside,
    Case,
    ChecklistItem,
    Direction,
    Draft,
    Handover,
    Message,
    Regrouping,
    Reminder,
    State,
    Task,
)
from sandali.cases.waits import end_wait, wait_since
from sandali.company.models import Department
from sandali.customers.models import Customer
from sandali.history.events import record
from sandali.history.models import Event
from sandali.history.notices import audience_of
from sandali.kit.text import clean, isolate

MERGE, SPLIT = Regrouping.Way.MERGE, Regrouping.Way.SPLIT


class CannotRegroup(Exception):
    """These cases cannot be merged, split or set apart again; the text says why."""


def hold_both(one: Case, other: Case) -> tuple[Case, Case]:
    """Both rows, locked until the transaction ends, always in the same order. Raises Case.DoesNotExist."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("customer").filter(pk__in=(one.pk, other.pk))
    held = {row.pk: row for row in rows.order_by("pk")}
    if one.pk not in held or other.pk not in held:
        raise Case.DoesNotExist
    return held[one.pk], held[other.pk]


@transaction.atomic
def merge_cases(source: Case, target: Case, *, by: Any, at: datetime | None = None) -> Regrouping:
    """Everything of `source` goes to `target`, where it lives on. Of two who merge the same case at once one wins.

    Raises CannotRegroup with a sentence."""
    source, target = hold_both(source, target)
    why = why_not_merge(source, target)
    if why:
        raise CannotRegroup(why)
    now = at or timezone.now()
    before = {"source": columns(source), "target": columns(target)}
    journal: Journal = []
    waits = waits_now((source, target))
    numbers = list(Message.objects.filter(case=source).order_by("pk").values_list("pk", flat=True))
    move_messages(numbers, source, target)
    flipped = flip_strangers(numbers, target)
    move_rest(journal, source, target)
    carry_numbers(journal, source, target)
    tags = list(source.tags.exclude(cases=target).values_list("pk", flat=True))
    target.tags.add(*tags)
    wanted = taken_over(source, target, at=now, by=by)
    end_wait(source, at=now)
    write(source, aside=Aside.MERGED.value, merged_into_id=target.pk, waiting_since=None, message_count=0, last_message_id=0)
    write(target, **wanted, **lines_of(target))
    if target.waiting_since is not None:
        wait_since(target, target.waiting_since, at=now)
    note_waits(journal, waits, (source, target))
    kept = {"before": before, "after": {"source": columns(source), "target": columns(target)}, "rows": journal, "tags": tags, "strangers": flipped}
    made = Regrouping.objects.create(way=MERGE, source=source, target=target, messages=numbers, before=kept, by=by, at=now)
    tell_both(made, events.CASE_MERGED, events.CASE_TOOK_IN, by=by, at=now)
    return made


def taken_over(source: Case, target: Case, *, at: datetime, by: Any) -> dict[str, Any]:
    """What of the case that goes the one that stays takes over: who waits longest, what is most urgent, whose it is."""
    since = min((one.waiting_since for one in (source, target) if one.waiting_since is not None), default=None)
    fields: dict[str, Any] = {
        "waiting_since": since,
        "opened_at": min(source.opened_at, target.opened_at),
        "reopened": source.reopened + target.reopened,
        "repeats": source.repeats + target.repeats,
        "priority": max(source.priority, target.priority),
        "kind": target.kind or source.kind,
        "assignee_id": target.assignee_id or source.assignee_id,
    }
    sleeps = target.state == State.SNOOZED and source.state not in ON_US
    if since is not None and target.state not in ON_US and not sleeps:
        fields |= {"state": State.OPEN.value, "state_at": at, "state_by_id": by.pk, "snoozed_until": None, "sleeps_through_thanks": False}
    return fields


def why_not_merge(source: Case, target: Case) -> str:
    """Why these two cannot be merged, as a sentence; "" when they can."""
    if source.pk == target.pk:
        return _("A case cannot be merged with itself.")
    for case in (source, target):
        if case.aside == Aside.MERGED:
            return merged_already(case)
        if case.aside == Aside.SPAM:
            return _("Case %(number)s is spam. Say first that it is none.") % {"number": case.pk}
    if too_deep(source, target):
        return _("The parts of case %(number)s would stand too deep below the other one.") % {"number": source.pk}
    return ""


def merged_already(case: Case) -> str:
    """Who was faster."""
    last = Regrouping.objects.filter(source=case, way=MERGE, undone_at=None).select_related("by").order_by("-pk").first()
    words = {"number": case.pk, "other": case.merged_into_id, "who": isolate(last.by.name) if last else "…"}
    return _("%(who)s has merged case %(number)s into case %(other)s in the meantime.") % words


def tell_both(made: Regrouping, of_source: Any, of_target: Any, *, by: Any, at: datetime) -> None:
    """Both cases say it, each naming the other. Whoever has to do with both hears of it once, from the one that stays."""
    count = len(made.messages)
    told = sorted(audience_of(Event(kind=of_target.name, case_id=made.target_id)))
    twice: dict[str, Any] = {"told_elsewhere": told} if told else {}
    record(of_source, made.source, by=by, at=at, other=made.target_id, regrouping=made.pk, count=count, **twice)
    record(of_target, made.target, by=by, at=at, other=made.source_id, regrouping=made.pk, count=count)


@transaction.atomic
def split_case(
    case: Case, messages: Collection[int], *, by: Any, subject: str, customer: Customer | None = None, department: Department | None = None
) -> Regrouping:
    """Move messages of a case into a new one, of the same customer or another. Raises CannotRegroup with a sentence."""
    source, _same = hold_both(case, case)
    if source.aside:
        raise CannotRegroup(merged_already(source) if source.aside == Aside.MERGED else _("This case is spam. Say first that it is none."))
    chosen = list(Message.objects.filter(case=source, pk__in=messages, withdrawn_at=None).order_by("pk"))
    if not chosen:
        raise CannotRegroup(_("Choose at least one message."))
    if len(chosen) != len(set(messages)):
        raise CannotRegroup(_("Some of these messages are no longer in this case. Please choose again."))
    if not Message.objects.filter(case=source, withdrawn_at=None).exclude(pk__in=[one.pk for one in chosen]).exists():
        raise CannotRegroup(_("At least one message stays here. To move everything, merge the case."))
    now, journal, waits = timezone.now(), Journal(), waits_now((source,))
    before = columns(source)
    target = begin_case(source, chosen[0], by=by, at=now, subject=subject, customer=customer or source.customer, department=department)
    numbers = [one.pk for one in chosen]
    move_messages(numbers, source, target)
    flipped = flip_strangers(numbers, target)
    carry_with_messages(journal, numbers, source, target)
    settle_new(target, at=now)
    settle_rest(source, at=now)
    note_waits(journal, waits, (source,))
    kept = {"before": {"source": before}, "after": {"source": columns(source)}, "rows": journal, "strangers": flipped}
    made = Regrouping.objects.create(way=SPLIT, source=source, target=target, messages=numbers, before=kept, by=by, at=now)
    tell_both(made, events.CASE_SPLIT, events.CASE_SPLIT_OFF, by=by, at=now)
    return made


def begin_case(
    source: Case, first: Message, *, by: Any, at: datetime, subject: str, customer: Customer, department: Department | None
) -> Case:
    """The new case, without messages yet. It stays with whoever owned the old one while it stays in the department."""
    stays = (department.pk if department else None) == source.department_id
    made = Case.objects.create(
        customer=customer, channel_id=first.channel_id or source.channel_id, department=department,
        assignee_id=source.assignee_id if stays else None, subject=isolate(clean(subject)).strip()[:250], priority=source.priority,
        state=State.OPEN, state_at=at, state_by=by, opened_at=first.at, last_message_at=first.at,
    )  # fmt: skip
    search.index_case(made, new=True)
    return made


def settle_new(case: Case, *, at: datetime) -> None:
    """The new case waits for our word since its first message without an answer; where our answer is the last, for the customer."""
    since, lines = unanswered_since(case), lines_of(case)
    answered = lines.get("last_direction") == Direction.OUT
    since = None if answered else since or at
    write(case, **lines, waiting_since=since, state=State.WAITING.value if answered else State.OPEN.value)
    wait_since(case, since, at=at)


def settle_rest(case: Case, *, at: datetime) -> None:
    """What stays behind: it waits no longer where only the messages that went were unanswered."""
    lines = lines_of(case)
    fields: dict[str, Any] = {}
    if case.waiting_since is not None:
        since = unanswered_since(case)
        if since is not None or lines.get("last_direction") == Direction.OUT:
            wait_since(case, since, at=at)
            fields["waiting_since"] = since
        if since is None and "waiting_since" in fields and case.state in ON_US:
            fields |= {"state": State.WAITING.value, "state_at": at}
    write(case, **lines, **fields)


@transaction.atomic
def undo_regrouping(regrouping: Regrouping, *, by: Any) -> Regrouping:
    """Take a merge or a split back. What was said in the case that stayed since then stays there.

    Raises CannotRegroup with a sentence where something that came later contradicts it."""
    source, target = hold_both(regrouping.source, regrouping.target)
    made = Regrouping.objects.select_for_update(of=("self",)).select_related("undone_by").get(pk=regrouping.pk)
    made.source, made.target = source, target
    why = why_not_undo(made)
    if why:
        raise CannotRegroup(why)
    now = timezone.now()
    move_messages(made.messages, target, source)
    flip_back(made.before["strangers"])
    kept = [row for row in made.before["rows"] if row[0] != "case" or row[1] not in (source.pk, target.pk)]
    take_back(kept, MODELS | models_below())
    if made.way == MERGE:
        undo_merge(made, at=now)
    else:
        undo_split(made, at=now)
    Regrouping.objects.filter(pk=made.pk).update(undone_by=by, undone_at=now)
    made.undone_by, made.undone_at = by, now
    kind = events.MERGE_UNDONE if made.way == MERGE else events.SPLIT_UNDONE
    tell_both(made, kind, kind, by=by, at=now)
    return made


def undo_merge(made: Regrouping, *, at: datetime) -> None:
    """Both cases as they stood, but for what came to the target since."""
    kept = made.before
    made.target.tags.remove(*kept["tags"])
    restore(made.source, kept["before"]["source"], kept["after"]["source"], at=at)
    restore(made.target, kept["before"]["target"], kept["after"]["target"], at=at)


def undo_split(made: Regrouping, *, at: datetime) -> None:
    """The old case as it stood; the new one has no messages any more and lives on in it."""
    end_wait(made.target, at=at)
    write(made.target, aside=Aside.MERGED.value, merged_into_id=made.source_id, waiting_since=None, message_count=0, last_message_id=0)
    restore(made.source, made.before["before"]["source"], made.before["after"]["source"], at=at)


def why_not_undo(made: Regrouping) -> str:
    """What contradicts undoing, as a sentence; "" where nothing does."""
    if made.undone_at is not None:
        return _("%(who)s has undone this already.") % {"who": isolate(made.undone_by.name) if made.undone_by else "…"}
    stays = (made.target,) if made.way == MERGE else (made.source, made.target)
    for case in stays:
        if case.aside == Aside.MERGED:
            words = {"number": case.pk, "other": case.merged_into_id}
            return _("Case %(number)s itself was merged into case %(other)s since. Undo that first.") % words
        if case.aside == Aside.SPAM:
            return _("Case %(number)s is spam. Say first that it is none.") % {"number": case.pk}
    if made.way == MERGE and (made.source.aside != Aside.MERGED or made.source.merged_into_id != made.target_id):
        return _("These cases are not merged any more.")
    if Message.objects.filter(case=made.target, pk__in=made.messages).count() != len(made.messages):
        return _("Some of the messages went on to another case since. Bring them back first.")
    if made.way == SPLIT and has_grown(made):
        return _("More came to case %(number)s since. Merge it into case %(other)s instead.") % {"number": made.target_id, "other": made.source_id}
    return ""


def has_grown(made: Regrouping) -> bool:
    """Whether the new case of a split holds more than what was moved there."""
    if Message.objects.filter(case=made.target).exclude(pk__in=made.messages).exists():
        return True
    return any(model._default_manager.filter(case=made.target).exists() for model in (Task, ChecklistItem, Handover, Draft, Reminder))

"""One act on many cases, and the way back: set by set, one event a case, those that somebody else changed meanwhile left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sandali.cases import events_lists as events
from sandali.cases.access import cases_for, reach
from sandali.cases.actions.bulk_plans import DATES, Change, Plan
from sandali.cases.actions.offers import open_offers, reopen_offers
from sandali.cases.actions.spam import unmark_spam
from sandali.cases.events_regroup import CASE_IS_SPAM
from sandali.cases.models import Aside, Case
from sandali.cases.waits_many import take_back_waits
from sandali.company.models import Person
from sandali.history.events import record
from sandali.history.many import record_many
from sandali.history.models import Event

MOST_AT_ONCE: Final = 500
UNDO_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many cases: how many were changed and how many stood so already; those left alone, with their customers."""

    changed: int
    same: int
    overtaken: list[Case]
    refused: list[Case]
    unfit: list[Case]  # they could not be the person's to whom they were to be given
    owned: list[Case]  # colleagues', which are taken over one by one and with a word
    owners: list[str]  # who owned a case of those that were given away
    event: Event | None  # holds the way back; None when nothing was changed


@transaction.atomic
def change_cases(chosen: Mapping[int, int | None], plan: Plan, *, by: Any) -> Outcome:
    """Do one act to cases: number → the version that the person saw (None skips that check). Raises ValueError for too many.

    What the person may not see is not mentioned; what they may see and not handle is "refused". What the act itself leaves alone
    is "unfit" or "owned"."""
    if len(chosen) > MOST_AT_ONCE:
        raise ValueError("too many cases at once")
    now = timezone.now()
    seen = set(cases_for(by).filter(pk__in=chosen, aside="").values_list("pk", flat=True))
    held = list(Case.objects.select_for_update().filter(reach(by, "handle_cases"), pk__in=seen, aside="").order_by("pk"))
    fresh = [case for case in held if not plan.has_versions or chosen[case.pk] in (None, case.version)]
    why_not = {case.pk: plan.why_not(case, by) for case in fresh}
    left = {why: {number for number, found in why_not.items() if found == why} for why in ("unfit", "owned")}
    changes = plan.changes([case for case in fresh if not why_not[case.pk]], by, now)
    ready = {case.pk for case in fresh}
    gone = (change.case.assignee_id for change in changes if change.after.get("assignee_id", change.case.assignee_id) != change.case.assignee_id)
    owners = {number for number in gone if number is not None and number != by.pk}
    return Outcome(
        changed=len(changes),
        same=len(fresh) - len(changes) - sum(map(len, left.values())),
        overtaken=named({case.pk for case in held} - ready),
        refused=named(seen - {case.pk for case in held}),
        unfit=named(left["unfit"]),
        owned=named(left["owned"]),
        owners=list(Person.objects.filter(pk__in=owners).order_by("name", "pk").values_list("name", flat=True)) if owners else [],
        event=write(plan, changes, by, now) if changes else None,
    )


def named(numbers: set[int]) -> list[Case]:
    """Cases with their customers' names, for saying which were left alone."""
    return list(Case.objects.filter(pk__in=numbers).select_related("customer", "assignee").order_by("pk")) if numbers else []


def write(plan: Plan, changes: Sequence[Change], by: Any, now: datetime) -> Event:
    """Write the changes, their events, and one event that holds how everything stood."""
    before = {str(change.case.pk): {name: getattr(change.case, name) for name in change.after} for change in changes}
    for change in changes:
        put(change.case, change.after)
    cases = [change.case for change in changes]
    save(cases, {name for change in changes for name in change.after})
    offers = open_offers(cases) if plan.what == "person" else {}
    plan.follow(changes, by, now)
    record_many([(change.kind, change.case, change.data) for change in changes], by=by, at=now)
    facts: dict[str, Any] = {
        "what": plan.what, "before": {number: _as_json(values) for number, values in before.items()}, "count": len(cases),
        "versions": {str(case.pk): case.version for case in cases}, "moment": now.isoformat(), "tag": plan.tag,
        "offers": offers,
    }  # fmt: skip
    return record(events.CASES_CHANGED, by, by=by, at=now, **facts)


def put(case: Case, values: Mapping[str, Any]) -> None:
    """Set columns on a case that is held, and the version that it has with them."""
    for name, value in values.items():
        setattr(case, name, value)
    if values:
        case.version += 1


def save(cases: Sequence[Case], columns: set[str]) -> None:
    """Write those columns of the cases; they are held, so nobody is overwritten."""
    if columns:
        Case.objects.bulk_update(cases, [*sorted(columns), "version"])


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if name in DATES and value else value for name, value in values.items()}


def access_change(by: Any, number: int) -> Event:
    """The event of an act on many cases that the person did a moment ago. Raises Event.DoesNotExist."""
    return Event.objects.get(pk=number, kind=events.CASES_CHANGED.name, by=by, at__gte=timezone.now() - UNDO_FOR)


@transaction.atomic
def restore_cases(event: Event, *, by: Any) -> tuple[int, int]:
    """Put back what an act on many cases changed, where nobody changed it since: (how many are as before, how many were changed).

    Whoever did it may take it back, also where the act itself took the case out of their reach."""
    facts, now = event.data, timezone.now()
    if facts["what"] == "spam":
        restored = [case for case in spam_since(facts) if unmark_spam(case, by=by)]
        if restored:
            record(events.CASES_RESTORED, by, by=by, at=now, of=event.pk, count=len(restored))
        return len(restored), facts["count"]
    held = list(Case.objects.select_for_update().filter(pk__in=facts["before"], aside="").order_by("pk"))
    if facts["tag"]:
        restored = untagged(held, facts["tag"])
    else:
        restored = [case for case in held if case.version == facts["versions"][str(case.pk)]]
        for case in restored:
            put(case, _from_json(facts["before"][str(case.pk)]))
        save(restored, {name for case in restored for name in facts["before"][str(case.pk)]})
    if restored:
        if facts["what"] == "state":
            take_back_waits([case.pk for case in restored], at=datetime.fromisoformat(facts["moment"]))
        reopen_offers(restored, facts.get("offers", {}), by=by)  # acts of before the last update have none
        record_many([(events.CASE_RESTORED, case, {}) for case in restored], by=by, at=now)
        record(events.CASES_RESTORED, by, by=by, at=now, of=event.pk, count=len(restored))
    return len(restored), facts["count"]


def spam_since(facts: Mapping[str, Any]) -> list[Case]:
    """The cases that an act made spam and that are so by this act still. What came to them meanwhile is no reason to leave them
    there: it is what nobody would see."""
    moment = datetime.fromisoformat(facts["moment"])
    marked = Event.objects.filter(case_id=OuterRef("pk"), kind=CASE_IS_SPAM.name, at__gt=moment)
    return list(Case.objects.filter(~Exists(marked), pk__in=facts["before"], aside=Aside.SPAM).order_by("pk"))


def untagged(held: Sequence[Case], tag: int) -> list[Case]:
    """Take the tag off those of the cases that still have it; returns them."""
    rows = Case.tags.through.objects.filter(tag_id=tag, case__in=[case.pk for case in held])
    having = set(rows.values_list("case_id", flat=True))
    rows.delete()
    return [case for case in held if case.pk in having]

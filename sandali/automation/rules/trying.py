"""A rule tried on what happened last week: which cases it would have taken up and what it would do to them. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from sandali.automation.models import Rule
from sandali.automation.rules.access import cases_of_owner
from sandali.automation.rules.asking import holds, is_about, narrowed, with_text
from sandali.automation.rules.doing import to_do
from sandali.automation.rules.queries import first_event_since
from sandali.automation.rules.running import chain_of
from sandali.automation.rules.timed import due_cases
from sandali.automation.rules.triggers import TIMED, TRIGGERS
from sandali.cases.access import cases_for
from sandali.cases.models import Case, Message
from sandali.history.models import Event

BACK: Final = timedelta(days=7)
MOST_TRIED: Final = 500  # events, the newest
MOST_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """A case, when it would have been taken up, and what would be done to it as it stands today (act, value)."""

    case: Case
    at: datetime
    acts: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Trial:
    """`asked` events or cases were looked at, `fits` of them fit; `hits` are the newest. `cut`: there was more than is looked at."""

    asked: int
    fits: int
    hits: list[Hit]
    is_timed: bool
    cut: bool


def try_rule(given: Mapping[str, Any], *, by: Any, now: datetime | None = None) -> Trial:
    """Try what a form says (fields of Rule, see actions.rule_fields), for somebody who would own the rule. Reads only."""
    now = now or timezone.now()
    rule = Rule(trigger=given["trigger"], amount=given["amount"], conditions=given["conditions"], acts=given["acts"], owner=by)
    return try_times(rule, now) if rule.trigger in TIMED else try_events(rule, now)


def shown(cases: QuerySet[Case], rule: Rule) -> QuerySet[Case]:
    """Cases with what a trial asks and says of them."""
    return with_text(cases.select_related("customer").prefetch_related("tags", "followers"), rule.conditions)


def try_times(rule: Rule, now: datetime) -> Trial:
    """The cases whose time would have come by now."""
    found = list(shown(due_cases(rule, now).filter(pk__in=cases_for(rule.owner)), rule)[: MOST_TRIED + 1])
    fits = [case for case in found[:MOST_TRIED] if holds(case, rule.conditions, at=now)]
    hits = [Hit(case, case.since, to_do(case, rule.acts)) for case in fits[:MOST_SHOWN]]  # type: ignore[attr-defined]
    return Trial(len(found[:MOST_TRIED]), len(fits), hits, True, len(found) > MOST_TRIED)


def try_events(rule: Rule, now: datetime) -> Trial:
    """The events of last week that would have set it off, the newest first; none that a rule did three rules deep."""
    kinds = [kind.name for kind in TRIGGERS[rule.trigger].kinds]
    since = now - BACK
    rows = Event.objects.filter(pk__gte=first_event_since(since), kind__in=kinds, at__gte=since, case_id__isnull=False)
    found = list(rows.order_by("-pk")[: MOST_TRIED + 1])
    events = [event for event in found[:MOST_TRIED] if not chain_of(event) and is_about(event, rule.conditions)]
    numbers = {event.case_id for event in events if event.case_id is not None}
    near = cases_of_owner(rule.owner).filter(pk__in=numbers)
    cases = {case.pk: case for case in shown(narrowed(near, rule.conditions, owner=rule.owner, few=True), rule)}
    texts = said_in(events) if "words" in rule.conditions else {}
    fits = [
        event for event in events
        if event.case_id in cases and holds(cases[event.case_id], rule.conditions, at=event.at, text=texts.get(event.pk))
    ]  # fmt: skip
    hits = [Hit(cases[event.case_id or 0], event.at, to_do(cases[event.case_id or 0], rule.acts)) for event in fits[:MOST_SHOWN]]
    return Trial(len(events), len(fits), hits, False, len(found) > MOST_TRIED)


def said_in(events: list[Event]) -> dict[int, str]:
    """Event → the text of the message that it is about, where it is about one."""
    about = {event.pk: event.subject_id for event in events if event.kind == "message_received"}
    texts = dict(Message.objects.filter(pk__in=about.values()).values_list("pk", "text"))
    return {event: texts[message] for event, message in about.items() if message in texts}

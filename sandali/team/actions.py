"""Suggestions: made, worded anew, answered, carried out; who else met it; what the clock says of late answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.kit.text import clean
from sandali.resolution.standards.clocks import moment_to_tell
from sandali.team import events
from sandali.team.models import ANSWERED, Suggestion, SuggestionRules, SuggestionState, Voice
from sandali.team.owed import owed_until, warned_from
from sandali.team.queries import answer_days, leaders, managers

LONGEST, LONGEST_WORD = 10_000, 500
LEAST_DAYS, MOST_DAYS = 1, 60


def words_of(text: str, most: int = LONGEST) -> str:
    """What somebody wrote, as it is stored. Raises ValueError when nothing is in it."""
    said = clean(text).strip()[:most]
    if not said:
        raise ValueError("a suggestion, and an answer to it, are words")
    return said


def owed(at: datetime) -> dict[str, datetime]:
    """Until when what is suggested now is owed an answer, and when the clock speaks of it first."""
    days, hours = answer_days(), week_hours()
    due = owed_until(at, days, hours)
    return {"due_at": due, "next_at": moment_to_tell(min(warned_from(at, days, hours), due), hours, early=days > 1)}


@transaction.atomic
def suggest(text: str, *, by: Any, case: Case | None = None, to: Any = None, at: datetime | None = None) -> Suggestion:
    """Say what would help customers, to a manager or (`to` None) to the managers; they owe an answer.

    Raises ValueError without words, and for somebody who does not answer suggestions."""
    if to is not None and to.pk not in {person.pk for person in managers()}:
        raise ValueError("a suggestion is addressed to somebody who answers suggestions")
    now = at or timezone.now()
    made = Suggestion.objects.create(text=words_of(text), by=by, case=case, to=to, at=now, state_at=now, **owed(now))
    record(events.SUGGESTION_MADE, made, by=by, at=now, begins=preview_of(made.text))
    if case is not None:
        record(events.SUGGESTED_FROM_CASE, case, by=by, at=now, suggestion=made.pk)
    return made


def change(suggestion: Suggestion, version: int | None, standing: Iterable[str], **fields: Any) -> Suggestion:
    """Write fields as it stood at `version` (None skips that check) and in one of the states `standing`.

    Raises Overtaken with the suggestion as it stands now."""
    rows = Suggestion.objects.filter(pk=suggestion.pk, state__in=list(standing))
    if version is not None:
        rows = rows.filter(version=version)
    done = rows.update(**fields, version=F("version") + 1)
    current = Suggestion.objects.select_related("by", "to", "answered_by", "outcome_by").get(pk=suggestion.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def change_suggestion(suggestion: Suggestion, text: str, *, by: Any, version: int | None = None) -> Suggestion:
    """Word it anew, until it is answered. Raises ValueError, Overtaken."""
    said = words_of(text)
    if said == suggestion.text:
        return suggestion
    changed = change(suggestion, version, [SuggestionState.WAITING], text=said)
    record(events.SUGGESTION_CHANGED, changed, by=by, begins=preview_of(said))
    return changed


@transaction.atomic
def withdraw_suggestion(suggestion: Suggestion, *, by: Any, version: int | None = None) -> Suggestion:
    """Take it back, until it is answered; nobody owes an answer any more. Raises Overtaken."""
    fields: dict[str, Any] = {"state": SuggestionState.WITHDRAWN, "state_at": timezone.now(), "next_at": None}
    changed = change(suggestion, version, [SuggestionState.WAITING], **fields)
    record(events.SUGGESTION_WITHDRAWN, changed, by=by)
    return changed


@transaction.atomic
def return_suggestion(suggestion: Suggestion, *, by: Any) -> Suggestion:
    """Make it again after it was taken back: the clock begins anew. Raises Overtaken."""
    now = timezone.now()
    fields = {"state": SuggestionState.WAITING, "state_at": now, "warned_at": None, "late_told_at": None, **owed(now)}
    changed = change(suggestion, None, [SuggestionState.WITHDRAWN], **fields)
    record(events.SUGGESTION_RETURNED, changed, by=by, at=now)
    return changed


# --- The answer ------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_up(suggestion: Suggestion, answer: str, *, by: Any, version: int | None = None, at: datetime | None = None) -> Suggestion:
    """Yes, it will be done; `answer` says how and when. Raises ValueError without words, Overtaken."""
    return answered(suggestion, SuggestionState.TAKEN_UP, answer, by=by, version=version, at=at)


@transaction.atomic
def decline(suggestion: Suggestion, reason: str, *, by: Any, version: int | None = None, at: datetime | None = None) -> Suggestion:
    """No, and why: without a reason nothing is declined (ValueError). Raises Overtaken."""
    return answered(suggestion, SuggestionState.DECLINED, reason, by=by, version=version, at=at)


def answered(suggestion: Suggestion, state: str, said: str, *, by: Any, version: int | None, at: datetime | None) -> Suggestion:
    """Write the answer down. The clock has nothing more to say."""
    words, now = words_of(said), at or timezone.now()
    changed = change(
        suggestion, version, [SuggestionState.WAITING], state=state, state_at=now, next_at=None, answer=words, answered_by=by, answered_at=now
    )
    kind = events.SUGGESTION_TAKEN_UP if state == SuggestionState.TAKEN_UP else events.SUGGESTION_DECLINED
    record(kind, changed, by=by, at=now, begins=preview_of(words))
    return changed


@transaction.atomic
def carry_out(suggestion: Suggestion, outcome: str, *, by: Any, version: int | None = None, at: datetime | None = None) -> Suggestion:
    """It is done: what is different for customers now. Only what was taken up can be done. Raises ValueError, Overtaken."""
    words, now = words_of(outcome), at or timezone.now()
    fields = {"state": SuggestionState.DONE, "state_at": now, "outcome": words, "outcome_by": by, "outcome_at": now}
    changed = change(suggestion, version, [SuggestionState.TAKEN_UP], **fields)
    record(events.SUGGESTION_DONE, changed, by=by, at=now, begins=preview_of(words))
    return changed


@transaction.atomic
def take_answer_back(suggestion: Suggestion, *, by: Any, version: int | None = None) -> Suggestion:
    """The last word of ours was wrong: what was done is taken up again, what was answered waits again. The clock is the old one.

    Raises Overtaken."""
    now = timezone.now()
    if suggestion.state == SuggestionState.DONE:
        fields: dict[str, Any] = {"state": SuggestionState.TAKEN_UP, "outcome": "", "outcome_by": None, "outcome_at": None}
    else:
        told = suggestion.late_told_at is not None
        fields = {"state": SuggestionState.WAITING, "answer": "", "answered_by": None, "answered_at": None}
        fields["next_at"] = None if told else moment_to_tell(max(now, suggestion.due_at), week_hours())
    changed = change(suggestion, version, [suggestion.state] if suggestion.state in ANSWERED else [], state_at=now, **fields)
    record(events.ANSWER_TAKEN_BACK, changed, by=by, at=now)
    return changed


# --- Who else ran into it -------------------------------------------------------------------------------------------------
@transaction.atomic
def add_voice(suggestion: Suggestion, word: str, *, by: Any, case: Case | None = None, at: datetime | None = None) -> Voice:
    """Somebody else met the same, in a word (or none) and with their case; said again it replaces what they said."""
    said = " ".join(clean(word).split())[:LONGEST_WORD]
    now = at or timezone.now()
    voice, made = Voice.objects.update_or_create(suggestion=suggestion, by=by, defaults={"word": said, "case": case}, create_defaults={"word": said, "case": case, "at": now})
    if made:
        record(events.VOICE_ADDED, suggestion, by=by, at=now, begins=preview_of(said))
    return voice


@transaction.atomic
def remove_voice(suggestion: Suggestion, *, by: Any) -> bool:
    """Take one's own word back; returns whether there was any."""
    if not Voice.objects.filter(suggestion=suggestion, by=by).delete()[0]:
        return False
    record(events.VOICE_REMOVED, suggestion, by=by)
    return True


# --- The clock -------------------------------------------------------------------------------------------------------
@transaction.atomic
def tell_of_owed(now: datetime | None = None) -> int:
    """Warn of answers that will soon be late, and tell all leaders once of those that are; returns how many were due.

    Everything of a round is one notice for each person. While we are closed, or it is night, it waits for the morning."""
    now, hours = now or timezone.now(), week_hours()
    due = Suggestion.objects.select_for_update().filter(next_at__lte=now)
    found = list(due.values_list("pk", "to", "due_at"))
    if not found:
        return 0
    morning = moment_to_tell(now, hours)
    if morning > now:
        due.update(next_at=morning)
        return 0
    late = [number for number, _to, due_at in found if due_at <= now]
    soon = [(number, to) for number, to, due_at in found if due_at > now]
    if late:
        Suggestion.objects.filter(pk__in=late).update(next_at=None, late_told_at=now)
        told_of_round(events.SUGGESTIONS_LATE, leaders(), Suggestion.objects.filter(state=SuggestionState.WAITING, due_at__lte=now).count(), now)
    for closing in {due_at for _number, _to, due_at in found if due_at > now}:
        due.filter(due_at=closing).update(next_at=moment_to_tell(closing, hours), warned_at=now)
    everybody = [person.pk for person in managers()]
    for to in sorted({to for _number, to in soon}, key=lambda one: one or 0):
        people = [to] if to in everybody else everybody
        told_of_round(events.SUGGESTIONS_DUE, people, sum(1 for _number, whose in soon if whose == to), now)
    return len(found)


def told_of_round(kind: Any, people: list[int], count: int, now: datetime) -> None:
    """One event for all that fell due, about the rules: notices about the same thing fold."""
    rules, _made = SuggestionRules.objects.get_or_create(pk=1)
    record(kind, rules, at=now, people=people, count=count)


@transaction.atomic
def change_rules(days: int, *, by: Any, version: int | None = None) -> SuggestionRules:
    """Set within how many working days an answer is owed; for what is suggested from now on. Raises ValueError, Overtaken."""
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"an answer is owed within {LEAST_DAYS} to {MOST_DAYS} working days")
    rules, _made = SuggestionRules.objects.get_or_create(pk=1)
    rows = SuggestionRules.objects.filter(pk=1, **({} if version is None else {"version": version}))
    done = rows.update(days=days, version=F("version") + 1)
    rules.refresh_from_db()
    if not done:
        raise Overtaken(rules)
    record(events.SUGGESTION_RULES_CHANGED, rules, by=by, days=days)
    return rules

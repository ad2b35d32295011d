"""What is decided about standards: which there are, who hears of what is late, and why one was not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases.models import Kind, Priority
from sandali.company.actions import Overtaken
from sandali.company.queries import current_company
from sandali.history.events import record
from sandali.kit.text import clean
from sandali.resolution.models import Clock, ClockRules, Excuse, Outcome, Standard, Target
from sandali.resolution.standards import events
from sandali.resolution.standards.fitting import CONDITIONS

HOUR: Final = 60
LONGEST_REASON: Final = 500


class EmptyStandard(ValueError):
    """A standard sets at least one time; the text says so."""


class NoReason(ValueError):
    """An exception without a reason is none; the text says so."""


def usual_standards() -> list[dict[str, Any]]:
    """What a company begins with, in working minutes; names in the language that is active."""
    return [
        {"name": _("Every case"), "first": 4 * HOUR, "next": 8 * HOUR, "answer": 24 * HOUR, "confirm": 80 * HOUR},
        {"name": _("Complaints"), "kind": Kind.COMPLAINT.value, "first": 2 * HOUR, "next": 4 * HOUR, "answer": 16 * HOUR, "confirm": 40 * HOUR},
        {"name": _("Urgent cases"), "priority": Priority.URGENT.value, "first": HOUR, "next": 2 * HOUR, "answer": 8 * HOUR},
    ]


@transaction.atomic
def add_usual_standards(*, by: Any) -> int:
    """The standards that a company begins with, in its own language; nothing where there are any. Returns how many are new."""
    if Standard.objects.exists():
        return 0
    company = current_company()
    with translation.override(company.language if company else "fa"):
        usual = usual_standards()
    for given in usual:
        add_standard(by=by, **given)
    return len(usual)


def standard_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a standard as they are kept. Raises EmptyStandard, ValueError for a kind or priority that is none."""
    fields = {name: given.get(name) for name in (*CONDITIONS, *Target.values)}
    fields["kind"] = Kind(fields["kind"]).value if fields["kind"] else ""
    fields["priority"] = Priority(fields["priority"]).value if fields["priority"] else None
    if all(fields[target] is None for target in Target.values):
        raise EmptyStandard(_("Say at least one time: by when there is a reply, an answer or a confirmation."))
    return {"name": clean(str(given["name"])).strip()[:80], **fields}


@transaction.atomic
def add_standard(*, by: Any, **given: Any) -> Standard:
    """A new standard. Clocks that run are reckoned by it soon. Raises EmptyStandard."""
    standard = Standard.objects.create(**standard_fields(given))
    record(events.STANDARD_ADDED, standard, by=by, standard=standard.name)
    return standard


@transaction.atomic
def change_standard(standard: Standard, *, by: Any, version: int | None = None, **given: Any) -> Standard:
    """What a standard asks and sets. Raises EmptyStandard, Overtaken with the standard as it stands."""
    fields = standard_fields(given)
    rows = Standard.objects.filter(pk=standard.pk)
    done = (rows if version is None else rows.filter(version=version)).update(**fields, version=F("version") + 1)
    current = Standard.objects.get(pk=standard.pk)
    if not done:
        raise Overtaken(current, str(current.version))
    record(events.STANDARD_CHANGED, current, by=by, standard=current.name)
    return current


@transaction.atomic
def switch_standard(standard: Standard, *, by: Any, on: bool) -> None:
    """Let the standard hold from now on, or no longer."""
    if Standard.objects.filter(pk=standard.pk, removed_at=None).exclude(is_active=on).update(is_active=on, version=F("version") + 1):
        record(events.STANDARD_SWITCHED_ON if on else events.STANDARD_SWITCHED_OFF, standard, by=by, standard=standard.name)


@transaction.atomic
def remove_standard(standard: Standard, *, by: Any) -> None:
    """Take the standard off the list. Whatever it counted stays counted, under its name."""
    if Standard.objects.filter(pk=standard.pk, removed_at=None).update(removed_at=timezone.now(), is_active=False, version=F("version") + 1):
        record(events.STANDARD_REMOVED, standard, by=by, standard=standard.name)


def clock_rules() -> ClockRules:
    """The rules as the company has them; a row that is not saved where nobody changed them."""
    return ClockRules.objects.filter(pk=1).first() or ClockRules(pk=1)


@transaction.atomic
def change_clock_rules(*, by: Any, leads_after: int, managers_after: int, was: int | None = None) -> ClockRules:
    """After how many working minutes the leads hear of what is late, and after how many more the managers; 0 is never.

    Raises Overtaken with the rules as they stand."""
    ClockRules.objects.get_or_create(pk=1)
    rules = ClockRules.objects.select_for_update().get(pk=1)
    if was is not None and was != rules.version:
        raise Overtaken(rules, str(rules.version))
    if (rules.leads_after, rules.managers_after) == (leads_after, managers_after):
        return rules
    rules.leads_after, rules.managers_after, rules.version = leads_after, managers_after, rules.version + 1
    rules.save(update_fields=["leads_after", "managers_after", "version"])
    record(events.ESCALATION_CHANGED, rules, by=by, leads_after=leads_after, managers_after=managers_after)
    return rules


@transaction.atomic
def excuse_clock(clock: Clock, reason: str, *, by: Any) -> Excuse:
    """Write down why a standard was not kept. The miss counts all the same; a later reason takes the place of an earlier one.

    Raises NoReason; ValueError where nothing was missed."""
    reason = clean(reason).strip()[:LONGEST_REASON]
    if not reason:
        raise NoReason(_("Write a reason that the others can understand."))
    late = clock.ended_at is None and clock.due_at is not None and clock.due_at <= timezone.now()
    if clock.outcome != Outcome.MISSED and not late:
        raise ValueError("nothing was missed")
    excuse, _made = Excuse.objects.update_or_create(clock=clock, defaults={"reason": reason, "by": by, "at": timezone.now()})
    record(events.CLOCK_EXCUSED, clock.case, by=by, target=clock.target, reason=reason)
    return excuse

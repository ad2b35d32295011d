"""What the pages of service standards say of one: what it asks, its times, and what they would mean for a message that came now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.models import Kind, Priority
from sandali.kit.hours import NeverOpen
from sandali.resolution.models import Standard, Target
from sandali.resolution.standards.clock_words import explanation, working_time
from sandali.resolution.standards.clocks import Timetable, reckon
from sandali.resolution.standards.timetable import timetable


@dataclass(frozen=True, slots=True)
class Row:
    """A standard as a row."""

    standard: Standard
    url: str
    conditions: list[tuple[str, str]]
    times: list[tuple[str, str]]
    sentence: str


def standard_rows(standards: list[Standard]) -> list[Row]:
    """The standards, those that say most of a case first, as they are asked."""
    table, now = timetable(), timezone.now()
    return [
        Row(one, reverse("settings_standard", args=[one.pk]), conditions_of(one), times_of(one), first_sentence(vars(one), table, now))
        for one in standards
    ]


def conditions_of(standard: Standard) -> list[tuple[str, str]]:
    """(what, which) of each thing that it asks."""
    asked = [
        (_("Customer"), standard.customer), (_("Organisation"), standard.organisation),
        (_("Kind"), Kind(standard.kind).label if standard.kind else ""),
        (_("Priority"), Priority(standard.priority).label if standard.priority else ""),
        (_("Channel"), standard.channel), (_("Department"), standard.department),
    ]  # fmt: skip
    return [(label, str(value)) for label, value in asked if value]


def times_of(standard: Standard) -> list[tuple[str, str]]:
    """(target, working time) of each time that it sets."""
    found = [(target, getattr(standard, target.value)) for target in Target]
    return [(str(target.label), working_time(minutes)) for target, minutes in found if minutes is not None]


def first_sentence(minutes: Mapping[str, Any], table: Timetable, now: datetime) -> str:
    """What the soonest of the times would mean now."""
    return next(iter(sentences(minutes, table, now)), "")


def sentences(minutes: Mapping[str, Any], table: Timetable, now: datetime) -> list[str]:
    """For each target that has a time: until when, and why then."""
    return [said for target in Target if minutes.get(target.value) is not None and (said := sentence(target, int(minutes[target.value]), table, now))]


def sentence(target: str, minutes: int, table: Timetable, now: datetime) -> str:
    """By when a message that came now would have its reply, with the reasons."""
    try:
        due = reckon(now, minutes, table).due
    except NeverOpen as never:
        return str(never)
    if due is None:
        return ""
    why = explanation(now, due, minutes, table)
    said = {
        Target.FIRST: _("A message that came now would have its first reply by %(why)s"),
        Target.NEXT: _("A further message that came now would have its reply by %(why)s"),
        Target.ANSWER: _("A case that began now would be answered by %(why)s"),
        Target.CONFIRM: _("A case that began now would be confirmed by %(why)s"),
    }[Target(target)]
    return said % {"why": why}

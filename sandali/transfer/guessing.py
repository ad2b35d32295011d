"""Which column means what: by a preset, by its heading in Persian or English, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sandali.kit.phones import parse_phone
from sandali.transfer.models import Subject
from sandali.transfer.presets import Preset
from sandali.transfer.targets import by_heading, own_targets, spelled, target_of

SAMPLE: Final = 50  # rows
_EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_NUMBERED: Final = re.compile(r"(?<=[^\d])\d+(?:value)?$")
SUBJECTS: Final = {spelled(heading) for heading in ("subject", "raw subject", "ticket subject", "موضوع", "موضوع تیکت", "موضوع درخواست")}
# What means the same only together: a first name alone is a whole one.
WHOLE: Final = {"name": ("first_name", "last_name")}


def guess_subject(names: Sequence[str]) -> str:
    """What the rows of a table that nobody recognises are about, by its headings alone; customers, where they say nothing else.

    What has a subject and somebody whom it is about is a case; what has a text and the number of a case is one of its messages."""
    headings = {spelled(name) for name in names}
    messages, cases, customers = ({target.name for heading, target in by_heading(subject).items() if heading in headings} for subject in (Subject.MESSAGES, Subject.CASES, Subject.CUSTOMERS))
    if {"case_key", "text"} <= messages:
        return Subject.MESSAGES
    if headings & SUBJECTS and cases & {"customer_key", "email", "phone", "name"} and not customers & {"first_name", "last_name"}:
        return Subject.CASES
    if {"organisation", "website"} <= customers | {target.name for heading, target in by_heading(Subject.ORGANISATIONS).items() if heading in headings} and not customers & {
        "name", "first_name", "last_name", "email"
    }:
        return Subject.ORGANISATIONS
    return Subject.CUSTOMERS


def guess_plan(names: Sequence[str], rows: Sequence[Sequence[str]], subject: str, preset: Preset | None, *, region: str) -> list[str]:
    """For each column the name of a target, "" where it means nothing that we know."""
    own = {spelled(target.headings[0]): target.name for target in own_targets(subject)}
    plan = [by_name(name, subject, preset, own) for name in names]
    if preset is None or preset.guess:
        for place in range(len(names)):
            if not plan[place]:
                plan[place] = by_values([row[place] for row in rows[:SAMPLE] if place < len(row)], subject, region=region)
    plan = each_once(plan, subject)
    if subject == Subject.CUSTOMERS and "name" not in plan and "last_name" not in plan and "first_name" in plan:
        plan[plan.index("first_name")] = "name"
    return plan


def by_name(name: str, subject: str, preset: Preset | None, own: Mapping[str, str]) -> str:
    """What a heading means. A number at its end ("Phone 2") tells several of a kind apart. What the company calls a field of its own
    means that field (`own`: name → target), unless an export that we know has the column for something else."""
    heading = spelled(name)
    said = preset.plan.get(heading) if preset is not None else None
    if not said and heading in own:
        return own[heading]
    if said is not None or (preset is not None and not preset.guess):
        return said or ""
    known = by_heading(subject)
    target = known.get(heading) or known.get(_NUMBERED.sub("", heading))
    return target.name if target else ""


def by_values(values: Sequence[str], subject: str, *, region: str) -> str:
    """What most values of a column look like: addresses of mail, telephone numbers, or nothing that can be told."""
    filled = [value for value in values if value]
    if not filled or target_of(subject, "email") is None:
        return ""
    if sum(bool(_EMAIL.fullmatch(value)) for value in filled) > 0.8 * len(filled):
        return "email"
    if sum(len(value) >= 8 and parse_phone(value, region) is not None for value in filled) > 0.8 * len(filled):
        return "phone"
    return ""


def each_once(plan: list[str], subject: str) -> list[str]:
    """The plan with a target that several columns claim left to the first, unless it may be said of many. A whole name stands
    before its parts."""
    seen: set[str] = set()
    kept = []
    for name in plan:
        target = target_of(subject, name)
        is_free = target is not None and (target.many or name not in seen)
        seen.add(name)
        kept.append(name if is_free else "")
    if "name" in kept:
        kept = ["" if name in WHOLE["name"] and subject == Subject.CUSTOMERS else name for name in kept]
    return kept

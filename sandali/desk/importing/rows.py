"""Imports in words: where each stands, what was counted, and what its first rows will be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Priority
from sandali.customers.fields.values import shown as shown_value
from sandali.customers.models import CustomField, Stage
from sandali.kit.dates import show_date
from sandali.kit.phones import show_phone
from sandali.transfer.actions import OPEN, OVER, has_brought, to_begin, to_undo
from sandali.transfer.bundles import bundle_of
from sandali.transfer.drafts import GONE, Draft
from sandali.transfer.drafts import OPEN as OPEN_THERE
from sandali.transfer.drafts import OVER as OVER_THERE
from sandali.transfer.forgetting import kept_until
from sandali.transfer.models import ASIDE, BUSY, Import, ImportState, Outcome
from sandali.transfer.presets import TITLES
from sandali.transfer.work import looks_later

TONES = {ImportState.DONE: "ok", ImportState.FAILED: "bad", ImportState.STOPPED: "warn"}
LISTED = 50
TOLD = (Outcome.MET, Outcome.ALIKE, Outcome.ASIDE, Outcome.CHOSEN)  # these have a page of their own (people.py)
THERE = {OPEN_THERE: gettext_lazy("Still open there"), OVER_THERE: gettext_lazy("Over there"), GONE: gettext_lazy("Deleted there, and not brought in")}
RECORDS = ("case", "customer", "deal")
ELSEWHERE = (*TOLD, Outcome.KNOWN)
TAKEN = ("made", "filled", "known", "customers", "alike")  # counts of rows of which something comes, or may


def import_row(one: Import) -> dict[str, Any]:
    """One line of the list."""
    about = one.get_subject_display() if any(one.plan) else _("No column chosen")
    waits = _("Waits to be undone") if one.state in OVER else _("Waits for the one before it")
    state = waits if one.follows else one.get_state_display()
    return {"one": one, "about": about, "url": reverse("settings_import", args=[one.pk]), "state": state, "tone": "" if one.follows else TONES.get(one.state, ""), "counts": figures(one)[:3]}


def together(one: Import) -> dict[str, Any]:
    """The files that were chosen with this one, in their order, those of which nothing comes in apart, and how many can come in or be
    undone one after the other now."""
    found = bundle_of(one)
    if len(found) < 2:
        return {}
    is_busy = any(each.state in BUSY or each.follows for each in found)
    apart = [each for each in found if not any(each.plan) and each.pk != one.pk]
    return {
        "bundle": [import_row(each) for each in found if each not in apart], "bundle_apart": [import_row(each) for each in apart],
        "may_begin_together": 0 if is_busy else len(to_begin(found)), "may_undo_together": 0 if is_busy else len(to_undo(found)),
    }  # fmt: skip


def figures(one: Import) -> list[tuple[str, int]]:
    """What was counted, as (words, number), without what did not occur."""
    counts = one.counts
    words = [
        ("made", _("New") if one.state != ImportState.UNDONE else _("Had come in new")), ("open", _("Of them still open")), ("filled", _("Filled in")),
        ("known", _("Here already")), ("alike", _("Look like somebody here")), ("aside", _("Set aside, as they look like somebody")),
        ("chosen", _("Decided one by one")), ("customers", _("Customers made along with them")),
        ("skipped", _("Left out")), ("wrong", _("Not taken")), ("kept", _("Kept when undone")),
    ]  # fmt: skip
    return [(label, counts[name]) for name, label in words if counts.get(name)]


def standing(one: Import) -> dict[str, Any]:
    """What may be done with it now. Of a trial by which no row would come in, and of a run by which none did, nothing is begun or undone."""
    brought = bool(one.next_row) and has_brought(one)
    return {
        "so_far": undone_rows(one) if one.state == ImportState.UNDOING else one.next_row,
        "looks_later": one.state in (ImportState.RUNNING, ImportState.DONE) and looks_later(one), "takes_none": one.state == ImportState.CHECKED and not any(one.counts.get(name) for name in TAKEN), "has_plan": any(one.plan), "again": again(one),
        "is_busy": one.state in BUSY,
        "may_plan": one.state in OPEN and not one.next_row,
        "may_go_on": one.state in (ImportState.STOPPED, ImportState.FAILED) and one.next_row,
        "may_stop": one.state in (ImportState.RUNNING, ImportState.CHECKING),
        "may_undo": one.state in OVER and brought,
        "may_remove": one.state not in BUSY and (not one.next_row or one.state == ImportState.UNDONE or not brought),
        "is_checked": one.state == ImportState.CHECKED, "is_done": one.state == ImportState.DONE, "is_undone": one.state == ImportState.UNDONE,
        "kept_until": kept_until(one) if one.file_gone_at is None else None, "may_forget": one.file_gone_at is None and one.state not in BUSY,
        "program": TITLES.get(one.source, ""), "figures": figures(one),
        "lines": [line_row(line) for line in one.lines.exclude(outcome__in=ELSEWHERE if one.state == ImportState.CHECKED else TOLD)[:LISTED]],
        "mendable": one.file_gone_at is None and one.lines.filter(outcome__in=ASIDE).exists(), "has_people": one.lines.filter(outcome__in=ELSEWHERE).exclude(number=None).exists(),
    }  # fmt: skip


def undone_rows(one: Import) -> int:
    """How many rows are out again."""
    return one.batches.exclude(undone_at=None).aggregate(rows=Sum(F("last") - F("first") + 1))["rows"] or 0


def again(one: Import) -> datetime | None:
    """When this very file was brought in before by the same person, and is not undone."""
    earlier = Import.objects.filter(sha256=one.sha256, by=one.by_id, pk__lt=one.pk, state=ImportState.DONE).exclude(counts={})
    return None if one.next_row else earlier.values_list("finished_at", flat=True).first()


def line_row(line: Any) -> dict[str, Any]:
    """A row that was not plain; whoever it is about is linked."""
    about = line.outcome in (Outcome.KNOWN, Outcome.KEPT) and line.number
    is_record = line.column in RECORDS
    name = line.column if is_record else "customer"
    return {"line": line, "url": reverse(name, args=[line.number]) if about else "", "column": "" if is_record else line.column}


def preview_row(draft: Draft, region: str, language: str, fields: Mapping[str, CustomField]) -> dict[str, Any]:
    """A row as it will be: whom or what it names, the rest as pairs, and what is wrong with it. `fields`: the company's own by target."""
    shown = [show_phone(value, language, region) if kind == "phone" else value for kind, value, _shown in draft.identities]
    title = draft.name or draft.text("subject", 120) or draft.text("title", 120) or draft.text("text", 120) or (shown[0] if shown else "")
    facts = [draft.text("city", 80), draft.text("organisation", 160), draft.text("job_title", 80)]
    if priority := draft.values.get("priority"):
        facts.append(str(Priority(int(priority)).label))
    if draft.created_at:
        facts.append(show_date(draft.created_at))
    facts += [draft.text("amount", 40), draft.text("currency", 10)]
    if state := draft.values.get("state"):
        facts.append(str(THERE[state]))
    own = [(one.name, shown_value(one.kind, draft.own[one.pk])) for one in fields.values() if one.pk in draft.own]
    stage = draft.values.get("stage")
    return {
        "line": draft.line, "title": title, "parts": [*((text, True) for text in shown if text != title), *((text, False) for text in facts if text)], "tags": draft.tags[:6], "own": own,
        "stage": Stage(stage).label if stage in Stage.values else "", "note": draft.text("note", 160), "problems": draft.problems,
    }  # fmt: skip

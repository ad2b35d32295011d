"""Every write to the tree of causes, and to which causes a case has."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.history.events import record
from sandali.kit.text import clean, fold, isolate
from sandali.resolution.models import CaseCause, Cause, CauseLook, Lesson, Step
from sandali.resolution.recovery import events
from sandali.resolution.recovery.actions import do_step, standing_step, take_step_back, words_of
from sandali.resolution.recovery.tree import (
    MOST_CAUSES,
    MOST_DEPTH,
    Branch,
    branch_of,
    children_named,
    mended_of,
)

LONGEST_NAME: Final = 80


class CannotChange(ValueError):
    """The tree cannot be changed like that; the text says why, for whoever asked."""


# --- The tree ----------------------------------------------------------------------------------------------------------
def named(name: str) -> tuple[str, str]:
    """A name as it is stored, and folded. Raises CannotChange when it is none."""
    line = " ".join(isolate(clean(name)).split())[:LONGEST_NAME].strip()
    if not fold(line):
        raise CannotChange(_("A cause needs a name."))
    return line, fold(line)[:120]


def refuse_taken(parent: int | None, folded: str, *, besides: int = 0) -> None:
    """Raises CannotChange where the parent has a cause of this name."""
    if Cause.objects.filter(children_named(parent, folded)).exclude(pk=besides).exists():
        raise CannotChange(_("There is a cause of this name in the same place."))


def place_under(parent: int | None, height: int) -> Branch | None:
    """Where a cause of this height would stand. Raises CannotChange when the tree became too deep, Cause.DoesNotExist."""
    if parent is None:
        return None
    branch = branch_of(parent)
    if branch.depth + height > MOST_DEPTH:
        raise CannotChange(_("The tree would become too deep. Choose a place further up."))
    return branch


def change(cause: Cause, version: int | None, **fields: Any) -> Cause:
    """Write fields as the cause stood at `version` (None skips that check). Raises Overtaken with the cause as it stands now."""
    rows = Cause.objects.filter(pk=cause.pk, merged_into=None)
    done = (rows if version is None else rows.filter(version=version)).update(**fields, version=F("version") + 1)
    current = Cause.objects.get(pk=cause.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def add_cause(name: str, *, by: Any, parent: int | None = None) -> Cause:
    """A new cause under `parent`, or at the top. Raises CannotChange, Cause.DoesNotExist."""
    line, folded = named(name)
    place_under(parent, 1)
    refuse_taken(parent, folded)
    if Cause.objects.count() >= MOST_CAUSES:
        raise CannotChange(_("There are very many causes already. Merge some first."))
    cause = Cause.objects.create(name=line, folded=folded, parent_id=parent)
    record(events.CAUSE_ADDED, cause, by=by, cause=line)
    return cause


@transaction.atomic
def rename_cause(cause: Cause, name: str, *, by: Any, version: int | None = None) -> Cause:
    """Another name for the same thing. Raises CannotChange, Overtaken."""
    line, folded = named(name)
    refuse_taken(cause.parent_id, folded, besides=cause.pk)
    before = cause.name
    cause = change(cause, version, name=line, folded=folded)
    if line != before:
        record(events.CAUSE_RENAMED, cause, by=by, cause=line, before=before)
    return cause


@transaction.atomic
def move_cause(cause: Cause, parent: int | None, *, by: Any, version: int | None = None) -> Cause:
    """Another place in the tree, with all below it. Raises CannotChange (also under itself), Overtaken, Cause.DoesNotExist."""
    branch = branch_of(cause.pk)
    if parent in {one.pk for one in branch.below()}:
        raise CannotChange(_("A cause cannot be placed under itself."))
    place_under(parent, branch.height)
    refuse_taken(parent, cause.folded, besides=cause.pk)
    cause = change(cause, version, parent_id=parent)
    record(events.CAUSE_MOVED, cause, by=by, cause=cause.name)
    return cause


@transaction.atomic
def merge_cause(cause: Cause, into: int, *, by: Any, version: int | None = None) -> Cause:
    """Two causes were one all along: cases and what stands below go to the other. Raises CannotChange, Overtaken, Cause.DoesNotExist."""
    branch, other = branch_of(cause.pk), branch_of(into)
    if other.pk in {one.pk for one in branch.below()}:
        raise CannotChange(_("A cause cannot be merged into itself or into anything below it."))
    if other.depth + branch.height - 1 > MOST_DEPTH:
        raise CannotChange(_("The tree would become too deep. Choose a place further up."))
    taken = {fold(child.name) for child in other.children} & {fold(child.name) for child in branch.children}
    if taken:
        raise CannotChange(_("Both have causes of the same name below them. Merge those first."))
    current = change(cause, version, merged_into_id=into, retired_at=timezone.now())
    Cause.objects.filter(parent=cause.pk).update(parent=into, version=F("version") + 1)
    doubled = CaseCause.objects.filter(cause=into).values("case")
    CaseCause.objects.filter(cause=cause, case__in=doubled).delete()
    CaseCause.objects.filter(cause=cause).update(cause=into)
    record(events.CAUSE_MERGED, current, by=by, cause=cause.name, into=other.name)
    return current


@transaction.atomic
def retire_cause(cause: Cause, *, by: Any, version: int | None = None) -> Cause:
    """It is offered no more; its cases keep it. Raises Overtaken."""
    cause = change(cause, version, retired_at=timezone.now())
    record(events.CAUSE_RETIRED, cause, by=by, cause=cause.name)
    return cause


@transaction.atomic
def bring_cause_back(cause: Cause, *, by: Any, version: int | None = None) -> Cause:
    """It is offered again. Raises Overtaken."""
    cause = change(cause, version, retired_at=None)
    record(events.CAUSE_BROUGHT_BACK, cause, by=by, cause=cause.name)
    return cause


@transaction.atomic
def mend_cause(cause: Cause, how: str, *, by: Any, at: datetime | None = None, version: int | None = None) -> Cause:
    """It is mended, since `at`, and how. Raises NoWords, CannotChange for a time to come, Overtaken."""
    said, now = words_of(how), timezone.now()
    if at is not None and at > now:
        raise CannotChange(_("This day is still to come."))
    cause = change(cause, version, mended_at=at or now, mended_by=by, mended_how=said)
    record(events.CAUSE_MENDED, cause, by=by, cause=cause.name)
    return cause


@transaction.atomic
def unmend_cause(cause: Cause, *, by: Any, version: int | None = None) -> Cause:
    """It is not mended after all; what was written stays to be read in the history. Raises Overtaken."""
    how = cause.mended_how
    cause = change(cause, version, mended_at=None, mended_by=None, mended_how="")
    record(events.CAUSE_NOT_MENDED, cause, by=by, cause=cause.name, how=how)
    return cause


# --- The causes of a case ------------------------------------------------------------------------------------------------
@transaction.atomic
def find_cause(case: Case, number: int, *, by: Any) -> CaseCause:
    """The case has this cause, perhaps beside others; the step is done. Raises Cause.DoesNotExist for one that is not offered."""
    hold_case(case)
    cause = Cause.objects.get(pk=number, retired_at=None, merged_into=None)
    found, made = CaseCause.objects.get_or_create(case=case, cause=cause, defaults={"opened_at": case.opened_at, "by": by})
    if made:
        CauseLook.objects.filter(case=case).delete()
        record(events.CAUSE_FOUND, found, by=by, cause=cause.name)
        tell_if_it_came_back(found, by=by)
    if standing_step(case, Step.CAUSE) is None:
        do_step(case, Step.CAUSE, by=by, quiet=True)
    return found


def tell_if_it_came_back(found: CaseCause, *, by: Any) -> None:
    """Whoever said that this cause, or one above it, is mended hears that a case has it which was opened since."""
    branch = mended_of([found.cause_id]).get(found.cause_id)
    if branch is None or branch.mended_at is None or found.opened_at < branch.mended_at:
        return
    mended = Cause.objects.select_related("mended_by").get(pk=branch.pk)
    people = [mended.mended_by.pk] if mended.mended_by is not None and mended.mended_by.is_active else []
    record(events.CAUSE_CAME_BACK, found, by=by, cause=mended.name, people=people)


@transaction.atomic
def take_cause_away(case: Case, number: int, *, by: Any) -> bool:
    """This was not it; without any cause the step is open again."""
    hold_case(case)
    found = CaseCause.objects.select_related("cause").filter(case=case, cause=number).first()
    if found is None:
        return False
    record(events.CAUSE_TAKEN_AWAY, found, by=by, cause=found.cause.name)
    found.delete()
    if not CaseCause.objects.filter(case=case).exists():
        take_step_back(case, Step.CAUSE, by=by)
    return True


@transaction.atomic
def look_again(case: Case, at: datetime, *, by: Any) -> CauseLook:
    """The cause is not known yet; at `at` somebody is told to look again. Raises CannotChange for a time that has passed."""
    if at <= timezone.now():
        raise CannotChange(_("This day has passed already. Please choose a later one."))
    hold_case(case)
    look, _made = CauseLook.objects.update_or_create(case=case, defaults={"look_at": at, "by": by, "at": timezone.now(), "told_at": None})
    record(events.CAUSE_UNKNOWN, look, by=by)
    return look


@transaction.atomic
def write_lesson(case: Case, text: str, *, by: Any, version: int | None = None) -> Lesson:
    """What we learnt from it. `version` 0 says that the writer saw none. Raises NoWords, Overtaken."""
    said = words_of(text)
    hold_case(case)
    standing = Lesson.objects.filter(case=case).first()
    if version is not None and version != (standing.version if standing else 0):
        raise Overtaken(standing)
    if standing is not None and standing.text == said:
        return standing
    if standing is None:
        standing = Lesson.objects.create(case=case, department=case.department, text=said, by=by)
    else:
        Lesson.objects.filter(pk=standing.pk).update(text=said, version=F("version") + 1)
        standing.refresh_from_db()
    record(events.LESSON_WRITTEN, standing, by=by)
    return standing

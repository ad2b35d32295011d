"""Making, changing, removing and using macros."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.automation.macros import events
from sandali.automation.macros.undoing import kept, state_of
from sandali.automation.models import Macro
from sandali.automation.rules.actions import EmptyRule, kept_acts
from sandali.automation.rules.doing import Doing, do_all
from sandali.cases.actions import change_state
from sandali.cases.actions.drafts import save_draft
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Direction, Draft, State
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed, Role, may
from sandali.company.queries import department_ids
from sandali.history.events import record
from sandali.kit.text import clean

# What a person sets by hand. "Answered" asks the customer; nobody of ours can say "confirmed" (P10).
STATES: Final = (State.OPEN, State.WAITING, State.ANSWERED)
LONGEST: Final = 500  # the beginning of an answer: the letter is its writer's (docs/architecture.md: facts, not scripts)


class DraftStands(Exception):
    """The person has begun an answer on this case: a macro's text does not take its place; the text of the error says so."""


def macro_fields(maker: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a macro as they are kept. Raises EmptyRule, ValueError, NotAllowed for sharing where one may not."""
    state, text, department = given.get("state") or "", clean(given.get("text") or "").strip()[:LONGEST], given.get("department")
    if state and state not in STATES:
        raise ValueError(f"nobody of ours sets a case to {state!r} by a macro")
    acts = {name: value for name, value in given["acts"].items() if value not in (None, "", False)}
    if not acts and not state and not text:
        raise EmptyRule(_("Say at least one thing that the macro does."))
    for_everybody = bool(given.get("for_everybody"))
    if for_everybody and not may(maker, "share_views"):
        raise NotAllowed
    if department is not None and department.pk not in department_ids(maker) and maker.role != Role.ADMIN:
        raise NotAllowed
    return {
        "name": str(given["name"]).strip()[:80], "acts": kept_acts(acts) if acts else {}, "state": str(state), "text": text,
        "for_everybody": for_everybody, "department": None if for_everybody else department,
    }  # fmt: skip


@transaction.atomic
def add_macro(*, by: Any, **given: Any) -> Macro:
    """A new macro, of its maker, a department's or everybody's. Raises EmptyRule, ValueError, NotAllowed."""
    macro = Macro.objects.create(owner=by, **macro_fields(by, given))
    record(events.MACRO_ADDED, macro, by=by, macro=macro.name)
    return macro


@transaction.atomic
def change_macro(macro: Macro, *, by: Any, version: int | None = None, **given: Any) -> Macro:
    """What a macro does, and who has it. Raises EmptyRule, ValueError, NotAllowed, Overtaken with the macro as it stands."""
    rows = Macro.objects.filter(pk=macro.pk, removed_at=None)
    done = (rows if version is None else rows.filter(version=version)).update(**macro_fields(by, given), version=F("version") + 1)
    current = Macro.objects.get(pk=macro.pk)
    if not done:
        raise Overtaken(current, str(current.version))
    record(events.MACRO_CHANGED, current, by=by, macro=current.name)
    return current


@transaction.atomic
def remove_macro(macro: Macro, *, by: Any) -> None:
    """Nobody has it any more."""
    if Macro.objects.filter(pk=macro.pk, removed_at=None).update(removed_at=timezone.now()):
        record(events.MACRO_REMOVED, macro, by=by, macro=macro.name)


@transaction.atomic
def use_macro(macro: Macro, case: Case, *, by: Any, begins: bool = True) -> None:
    """Do all that a macro says to a case, or nothing of it. Its text begins the person's answer, and waits there for them
    (unless it `begins` no answer: on many cases at once).

    The caller has fetched the case for handling. Raises what the acts raise (doing.do_all), and DraftStands."""
    hold_case(case)
    if begins and macro.text and Draft.objects.filter(case=case, person=by, direction=Direction.OUT).exclude(text="").exists():
        raise DraftStands(_("You have begun an answer here already. Please send or delete it first, so that nothing of it is lost."))
    did, before, after = do_all(case, macro.acts, Doing(by, macro.name)), None, None
    if macro.state:
        before = state_of(case)
        change_state(Case.objects.get(pk=case.pk), macro.state, by=by)
        after = state_of(case)
    is_begun = bool(begins and macro.text)
    if is_begun:
        save_draft(case, macro.text, by=by, direction=Direction.OUT, seen=case.last_message_id)
    record(events.MACRO_USED, case, by=by, macro=macro.name, number=macro.pk, **kept(did, before, after, is_begun=is_begun))

"""What rules and macros do to a case: each act asks whether there is anything to do, does it by the rooms' own action, and knows its way back.

None of them writes to a customer, and none can say that a matter is settled: `confirmed` is the customer's word (P10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.automation.rules.events import ASKED_TO_LOOK, RULE_TELLS
from sandali.cases.access import could_own, who_sees
from sandali.cases.actions import (
    assign_case,
    change_state,
    classify_case,
    move_case,
    tag_case,
    untag_case,
    write_note,
)
from sandali.cases.actions.rule_notes import leave_note
from sandali.cases.actions.together import add_follower
from sandali.cases.actions.work import make_task
from sandali.cases.models import DONE, Case, State
from sandali.cases.waits import opening_hours
from sandali.company.models import Department, Person
from sandali.history.events import record
from sandali.kit.hours import NeverOpen
from sandali.kit.text import fold

MOST_DAYS: Final = 365


class CannotDo(Exception):
    """An act has nobody or nothing to be done with any more; the text says which."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it: a person with a macro, or (by is None) the rule of this name."""

    by: Any
    name: str


@dataclass(frozen=True, slots=True)
class Act:
    """`stands`: the case is like that already. `do` returns what was before, for the way back (None where there is none)."""

    stands: Callable[[Case, Any], bool]
    do: Callable[[Case, Any, Doing], Any]
    back: Callable[[Case, Any, Any, Any], bool] | None = None


def department_of(number: Any) -> Department:
    """A department in use. Raises CannotDo."""
    found = Department.objects.filter(pk=number, archived_at=None).first()
    if found is None:
        raise CannotDo(_("The department is not in use any more."))
    return found


def person_of(number: Any) -> Person:
    """Somebody who is with us. Raises CannotDo."""
    found = Person.objects.filter(pk=number, is_active=True).first()
    if found is None:
        raise CannotDo(_("The person has left."))
    return found


def tagged(case: Case, name: str) -> bool:
    """Whether a case has the tag, however typed. All of its tags are read, so that they can be read ahead for many."""
    return fold(name)[:60] in {tag.folded for tag in case.tags.all()}


def move(case: Case, number: Any, doing: Doing) -> Any:
    """To the department; the owner who does not belong there is noted for the way back."""
    before = {"department": case.department_id, "owner": case.assignee_id}
    move_case(case, department_of(number), by=doing.by)
    return before


def move_back(case: Case, to: Any, was: Any, who: Any) -> bool:
    """To the department where it was, with its owner, where nobody moved it since."""
    if case.department_id != to:
        return False
    owner = Person.objects.filter(pk=was["owner"], is_active=True).first() if was["owner"] else None
    case = move_case(case, Department.objects.filter(pk=was["department"]).first(), by=who)
    if owner is not None and case.assignee_id is None and could_own(owner, case.department_id):
        assign_case(case, owner, by=who)
    return True


def give(case: Case, number: Any, doing: Doing) -> Any:
    """To the person."""
    before = case.assignee_id
    assign_case(case, person_of(number), by=doing.by)
    return before


def free(case: Case, _value: Any, doing: Doing) -> Any:
    """For the routing to give out: nobody's, until somebody with room is here."""
    before = case.assignee_id
    assign_case(case, None, by=doing.by)
    return before


def owner_back(case: Case, to: Any, was: Any, who: Any) -> bool:
    """To whoever had it, where it is still with whom it was given to (True stands for nobody)."""
    if case.assignee_id != (None if to is True else to):
        return False
    owner = Person.objects.filter(pk=was, is_active=True).first() if was else None
    if owner is not None and not could_own(owner, case.department_id):
        return False
    assign_case(case, owner, by=who)
    return True


def sort(column: str) -> Act:
    """Kind or priority."""

    def do(case: Case, value: Any, doing: Doing) -> Any:
        before = getattr(case, column)
        classify_case(case, by=doing.by, kind=value if column == "kind" else None, priority=value if column == "priority" else None)
        return before

    def back(case: Case, to: Any, was: Any, who: Any) -> bool:
        if getattr(case, column) != to:
            return False
        classify_case(case, by=who, kind=was if column == "kind" else None, priority=was if column == "priority" else None)
        return True

    return Act(lambda case, value: getattr(case, column) == value, do, back)


def tag(case: Case, name: str, doing: Doing) -> Any:
    """Add the tag."""
    tag_case(case, name, by=doing.by)
    return ""


def untag(case: Case, name: str, doing: Doing) -> Any:
    """Take the tag away."""
    for found in case.tags.filter(folded=fold(name)[:60]):
        untag_case(case, found, by=doing.by)
    return ""


def tag_back(case: Case, name: str, was: Any, who: Any) -> bool:
    """Take the tag off again."""
    return tagged(case, name) and untag(case, name, Doing(who, "")) == was


def untag_back(case: Case, name: str, _was: Any, who: Any) -> bool:
    """Put the tag on again."""
    return not tagged(case, name) and tag_case(case, name, by=who) is not None


def ask(case: Case, title: str, doing: Doing, department: Any = None) -> Any:
    """A task for a department."""
    make_task(case, title, by=doing.by, department=department_of(department))
    return None


def follow(case: Case, number: Any, doing: Doing) -> Any:
    """Have somebody follow the case. Raises CannotName where they may not see it."""
    add_follower(case, person_of(number), by=doing.by)
    return None


def tell(case: Case, number: Any, doing: Doing) -> Any:
    """A notice to somebody who may see the case."""
    people = [person.pk for person in who_sees(case, [person_of(number)])]
    if not people:
        raise CannotDo(_("The person may not see this case, so they cannot be told of it."))
    record(RULE_TELLS if doing.by is None else ASKED_TO_LOOK, case, by=doing.by, rule=doing.name, people=people)
    return None


def note(case: Case, text: str, doing: Doing) -> Any:
    """A note; a macro's is the person's own."""
    if doing.by is None:
        leave_note(case, text, rule=doing.name)
    else:
        write_note(case, text, by=doing.by)
    return None


def wakes_at(days: int, now: datetime) -> datetime:
    """So many days on, at our opening where we are closed then."""
    moment = now + timedelta(days=days)
    try:
        return opening_hours().next_opening(moment)
    except NeverOpen:
        return moment


def snooze(case: Case, days: int, doing: Doing) -> Any:
    """Sleep for some days, or until the customer writes. What rests is left: nothing takes a customer's word away."""
    if case.state in DONE:
        raise CannotDo(_("The case is closed, so it cannot be snoozed."))
    before = str(case.state)
    change_state(case, State.SNOOZED, by=doing.by, until=wakes_at(days, timezone.now()))
    return before


def wake(case: Case, _to: Any, was: Any, who: Any) -> bool:
    """Awake again, where it still sleeps."""
    if case.state != State.SNOOZED:
        return False
    change_state(case, State.WAITING if was == State.WAITING else State.OPEN, by=who)
    return True


def never(_case: Case, _value: Any) -> bool:
    """There is always something to do."""
    return False


# In the order in which they are done: where it is, whose, what it is; then what is said of it; sleep last.
ACTS: Final[dict[str, Act]] = {
    "department": Act(lambda case, number: case.department_id == number, move, move_back),
    "person": Act(lambda case, number: case.assignee_id == number, give, owner_back),
    "give_out": Act(lambda case, _value: case.assignee_id is None, free, owner_back),
    "kind": sort("kind"),
    "priority": sort("priority"),
    "tag": Act(tagged, tag, tag_back),
    "untag": Act(lambda case, name: not tagged(case, name), untag, untag_back),
    "task": Act(never, lambda case, value, doing: ask(case, value["title"], doing, value["department"])),
    "follower": Act(lambda case, number: number in {one.person_id for one in case.followers.all()}, follow),
    "told": Act(never, tell),
    "note": Act(never, note),
    "snooze": Act(lambda case, _days: case.state == State.SNOOZED, snooze, wake),
}


def to_do(case: Case, acts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What of these there is to do on the case as it stands. Reads only."""
    return [(name, acts[name]) for name, act in ACTS.items() if name in acts and not act.stands(case, acts[name])]


def do_all(case: Case, acts: Mapping[str, Any], doing: Doing) -> list[dict[str, Any]]:
    """Do them, each on the case as the one before left it; returns what was done, for the history and the way back.

    Raises CannotDo, CannotName, CannotOwn, CannotAnswer, ValueError, NotAllowed."""
    did = []
    for name, act in ACTS.items():
        if name not in acts:
            continue
        case = Case.objects.select_related("customer", "department", "channel", "assignee").get(pk=case.pk)
        if not act.stands(case, acts[name]):
            did.append({"act": name, "to": acts[name], "was": act.do(case, acts[name], doing)})
    return did


__all__ = ["ACTS", "Act", "CannotDo", "Doing", "do_all", "to_do"]

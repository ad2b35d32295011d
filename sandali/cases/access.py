"""The only way to fetch cases on somebody's behalf. What a person may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from sandali.cases.models import Aside, Attachment, Case, Handover, HandoverState, Message, Task, TaskState
from sandali.company.models import Department, Person
from sandali.company.permissions import (
    ALL,
    DEPARTMENT,
    OWN,
    NotAllowed,
    Role,
    may,
    scope_in,
    scope_of,
    standing_of,
)
from sandali.company.queries import department_ids, know_departments
from sandali.kit.kept import Kept
from sandali.kit.prepared import PreparedModels

# What a front door asks for → the right that the matrix knows.
RIGHTS: Final = {
    "see": "see_cases", "answer": "answer_cases", "note": "note_cases", "handle": "handle_cases", "regroup": "regroup_cases",
    "grant": "grant_remedies",
}  # fmt: skip


def reach(person: Any, right: str) -> Q:
    """The condition on cases for a right: own, department's, or all outside other people's private departments.

    In a department where the person reads only, or has another role, that decides about its cases."""
    if not may(person, right):
        return Q(pk__in=[])
    standing = standing_of(person)
    if not standing.special:
        return _reach_of(person, scope_of(person, right), department_ids(person))
    where = {place.department: scope_in(person, place, right) for place in standing.special}
    plain = [place.department for place in standing.places if place not in standing.special]
    opened = [department for department, found in where.items() if found in (DEPARTMENT, ALL)]
    owned = [department for department, found in where.items() if found == OWN]
    usual = _reach_of(person, scope_of(person, right), plain) & ~_of_departments(list(where))
    return usual | _of_departments(opened) | (Q(assignee=person) & _of_departments(owned))


def _reach_of(person: Any, scope: str, departments: list[int]) -> Q:
    """The condition of a scope for somebody of these departments."""
    mine = Q(assignee=person)
    match scope:
        case "":
            return Q(pk__in=[])
        case "own":
            return mine
        case "department":
            return mine | _of_departments([0, *departments])
        case _ if person.role == Role.ADMIN:
            return Q()
    closed = Department.objects.filter(is_private=True).exclude(pk__in=departments)
    return mine | ~Q(department__in=closed) | Q(department__isnull=True)


def _of_departments(departments: list[int]) -> Q:
    """The condition on cases of these departments, where 0 stands for none.

    Not as two columns' conditions: SQLite would gather every case of the department and sort them for a page of thirty."""
    return Q(In(Coalesce(F("department_id"), 0), departments)) if departments else Q(pk__in=[])


def reach_key(person: Any) -> tuple[Any, ...]:
    """What the reach of a person rests on: for the same key, `cases_for` asks the database the same question."""
    return person.pk, person.is_active, person.role, standing_of(person)


def cases_for(person: Any, *, lent: bool = True) -> QuerySet[Case]:
    """Every case the person may see. Lists, counts, search, exports: all start here.

    `lent` takes in those that a task or an open hand-over lends (see `lent_by_task`, `lent_by_offer`); without them stand the
    cases that one may also work on."""
    return _cases_for.get((lent, *reach_key(person)), lambda: _written_for(person, lent=lent)).all()


# Writing the condition takes a millisecond; each that is kept is some ten kilobytes.
_cases_for: Kept[QuerySet[Case]] = Kept(256)


def _written_for(person: Any, *, lent: bool) -> QuerySet[Case]:
    reached = reach(person, "see_cases")
    if lent and reached and may(person, "see_cases"):
        reached |= lent_by_task(person) | lent_by_offer(person)
    return Case.objects.filter(reached)


def tasks_of(person: Any) -> Q:
    """The condition on tasks that are the person's own or their departments', and not withdrawn."""
    return (Q(owner=person) | Q(department__in=department_ids(person))) & ~Q(state=TaskState.WITHDRAWN)


def lent_by_task(person: Any) -> Q:
    """The condition on cases that a task of the person, or of their department, lets them read: to see, and nothing else.

    Correlated, because a subquery of its own would gather every task that the department ever had, for each list."""
    return Q(Exists(Task.objects.filter(tasks_of(person), case=OuterRef("pk"))))


def offers_to(person: Any) -> Q:
    """The condition on hand-overs that wait for the person's answer, or for somebody's of their departments."""
    return (Q(to_person=person) | Q(to_department__in=department_ids(person))) & Q(state=HandoverState.OFFERED)


def lent_by_offer(person: Any) -> Q:
    """The condition on cases that are being handed to the person, or to their department: whoever is asked may read first."""
    return Q(Exists(Handover.objects.filter(offers_to(person), case=OuterRef("pk"))))


def access_case(person: Any, number: int, *, to: str = "see") -> Case:
    """One case, to "see", "answer", "note", "handle", "regroup" or "grant" (a remedy).

    Raises Case.DoesNotExist when the person may not see it, NotAllowed when seeing is all they may: what was merged into another
    case can be looked at, and nothing else."""
    case = visible_case(person, number)
    if to != "see" and case.aside == Aside.MERGED:
        raise NotAllowed
    if to != "see" and not Case.objects.filter(reach(person, RIGHTS[to]), pk=number).exists():
        raise NotAllowed
    return case


_visible: Kept[PreparedModels] = Kept(512)


def visible_case(person: Any, number: int) -> Case:
    """One case that the person may see, with what its page needs of other tables. Raises Case.DoesNotExist."""
    joined = ("customer__organisation", "channel", "department", "assignee")
    query = _visible.get(
        reach_key(person), lambda: PreparedModels(lambda case: cases_for(person).filter(pk=case).select_related(*joined))
    )
    found = query(number)
    if not found:
        raise Case.DoesNotExist
    return found[0]


def access_message(person: Any, case_id: int, message_id: int, *, to: str = "see") -> Message:
    """One message of a case that the person may see. Raises Case.DoesNotExist, Message.DoesNotExist, NotAllowed."""
    case = access_case(person, case_id, to=to)
    message = Message.objects.select_related("delivery", "arrival__channel").get(pk=message_id, case=case)
    message.case = case
    return message


def access_attachment(person: Any, number: int) -> Attachment:
    """One file, through the case that it belongs to. Raises Attachment.DoesNotExist."""
    return Attachment.objects.select_related("message").get(pk=number, message__case__in=cases_for(person))


def rights_on(person: Any, case: Case) -> frozenset[str]:
    """Which of RIGHTS the person has on a case they see, for showing only what works."""
    return reached_rights(person, case) | {"see"}


def reached_rights(person: Any, case: Case) -> frozenset[str]:
    """Which of RIGHTS the person has on a case by whose and where it is, as `reach` would find; lent cases are not in it."""
    departments = department_ids(person)
    near = case.assignee_id == person.pk or case.department_id is None or case.department_id in departments
    # A case of somebody else's private department is seen through a task alone.
    everywhere = near or person.role == Role.ADMIN or not (case.department is not None and case.department.is_private)

    mine = case.assignee_id == person.pk
    place = next((one for one in standing_of(person).special if one.department == case.department_id), None)

    def has(right: str) -> bool:
        if not may(person, right):
            return False
        if place is not None:
            found = scope_in(person, place, right)
            return found in (DEPARTMENT, ALL) or (found == OWN and mine)
        found = scope_of(person, right)
        return (found == ALL and everywhere) or (found == DEPARTMENT and near) or (found == OWN and mine)

    asked = RIGHTS if case.aside != Aside.MERGED else {"see": RIGHTS["see"]}
    return frozenset(name for name, right in asked.items() if has(right))


def could_own(person: Any, department: int | None) -> bool:
    """Whether a case of the department could be the person's own: as its owner they would see it and might handle it.

    Who only reads there could not, whoever gives it to them."""
    place = next((one for one in standing_of(person).special if one.department == department), None)
    found = (scope_of(person, right) if place is None else scope_in(person, place, right) for right in (RIGHTS["see"], RIGHTS["handle"]))
    return bool(getattr(person, "is_active", False)) and all(found)


def who_sees(case: Case, people: Iterable[Person]) -> list[Person]:
    """Those of the people who may see the case, as `cases_for` would find for each, in as many queries for one as for all."""
    asked = list(people)
    know_departments(asked)
    lent: set[int] = set()
    lent_to: set[int] = set()
    tasks = Task.objects.filter(case=case).exclude(state=TaskState.WITHDRAWN).values_list("owner_id", "department_id")
    offers = Handover.objects.filter(case=case, state=HandoverState.OFFERED).values_list("to_person_id", "to_department_id")
    for person, department in tasks.union(offers):
        lent |= {person} if person else set()
        lent_to |= {department} if department else set()
    return [
        person for person in asked
        if may(person, "see_cases")
        and ("see" in reached_rights(person, case) or person.pk in lent or not lent_to.isdisjoint(department_ids(person)))
    ]  # fmt: skip


def access_task(person: Any, case_id: int, number: int, *, to: str = "see") -> Task:
    """One task of a case that the person may see: to "see"; to "do" (take, answer, pass on), which its owner and its department's
    people may and whoever handles the case; or to "change" (edit, withdraw, reopen), which is handling the case.

    Raises Case.DoesNotExist, Task.DoesNotExist, NotAllowed."""
    case = access_case(person, case_id, to="handle" if to == "change" else "see")
    task = Task.objects.select_related("department", "owner", "by", "answered_by").get(pk=number, case=case)
    task.case = case
    if to == "do" and not may_do(person, task, rights_on(person, case)):
        raise NotAllowed
    return task


def access_offer(person: Any, case_id: int) -> Handover:
    """The latest hand-over of a case that the person may see, open or not. Raises Case.DoesNotExist, Handover.DoesNotExist."""
    case = access_case(person, case_id)
    offer = Handover.objects.select_related("to_person", "to_department").filter(case=case).order_by("-pk").first()
    if offer is None:
        raise Handover.DoesNotExist
    offer.case = case
    return offer


def may_do(person: Any, task: Task, rights: frozenset[str]) -> bool:
    """Whether the person may take, answer and pass on a task of a case on which they have these rights."""
    return "handle" in rights or task.owner_id == person.pk or task.department_id in department_ids(person)

"""The only way to fetch cases on somebody's behalf. What a person may not see does not exist for them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from sandali.cases.models import Attachment, Case, Message
from sandali.company.models import Department
from sandali.company.permissions import ALL, DEPARTMENT, OWN, NotAllowed, Role, may, scope
from sandali.company.queries import department_ids

# What a front door asks for → the right that the matrix knows.
RIGHTS: Final = {"see": "see_cases", "answer": "answer_cases", "note": "note_cases", "handle": "handle_cases"}


def reach(person: Any, right: str) -> Q:
    """The condition on cases for a right: own, department's, or all outside other people's private departments."""
    if not may(person, right):
        return Q(pk__in=[])
    mine = Q(assignee=person)
    departments = department_ids(person)
    match scope(person.role, right):
        case "own":
            return mine
        case "department":
            # Not as two columns' conditions: SQLite would gather every case of the department and sort them for a page of thirty.
            return mine | Q(In(Coalesce(F("department_id"), 0), [0, *departments]))
        case _ if person.role == Role.ADMIN:
            return Q()
    closed = Department.objects.filter(is_private=True).exclude(pk__in=departments)
    return mine | ~Q(department__in=closed) | Q(department__isnull=True)


def reach_key(person: Any) -> tuple[Any, ...]:
    """What the reach of a person rests on: for the same key, `cases_for` asks the database the same question."""
    return person.pk, person.is_active, person.role, tuple(department_ids(person))


def cases_for(person: Any) -> QuerySet[Case]:
    """Every case the person may see. Lists, counts, search, exports: all start here."""
    return Case.objects.filter(reach(person, "see_cases"))


def access_case(person: Any, number: int, *, to: str = "see") -> Case:
    """One case, to "see", "answer", "note" or "handle".

    Raises Case.DoesNotExist when the person may not see it, NotAllowed when seeing is all they may."""
    case = cases_for(person).select_related("customer__organisation", "channel", "department", "assignee").get(pk=number)
    if to != "see" and not Case.objects.filter(reach(person, RIGHTS[to]), pk=number).exists():
        raise NotAllowed
    return case


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
    departments = department_ids(person)
    near = case.assignee_id == person.pk or case.department_id is None or case.department_id in departments

    def has(right: str) -> bool:
        reached = scope(person.role, right) if may(person, right) else ""
        return reached == ALL or (reached == DEPARTMENT and near) or (reached == OWN and case.assignee_id == person.pk)

    return frozenset(name for name, right in RIGHTS.items() if has(right))

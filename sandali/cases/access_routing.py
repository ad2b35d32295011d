"""The only way to fetch what decides about routing on somebody's behalf.

Rules stand between departments, so they are for who manages routing everywhere; a lead decides how their own departments give out."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from sandali.cases.models import RoutingRule, Skill
from sandali.company.models import Department
from sandali.company.permissions import ALL, NotAllowed, Role, may, scope_of
from sandali.company.queries import department_ids, open_departments

RIGHT = "manage_routing"


def manages_rules(person: Any) -> bool:
    """Whether somebody decides about rules and skills, which are the whole company's."""
    return may(person, RIGHT) and scope_of(person, RIGHT) == ALL


def access_rule(person: Any, number: int) -> RoutingRule:
    """One rule, to manage. Raises RoutingRule.DoesNotExist, NotAllowed."""
    refuse_unless_everywhere(person)
    return RoutingRule.objects.get(pk=number)


def access_skill(person: Any, number: int) -> Skill:
    """One skill, to manage. Raises Skill.DoesNotExist, NotAllowed."""
    refuse_unless_everywhere(person)
    return Skill.objects.get(pk=number)


def refuse_unless_everywhere(person: Any) -> None:
    """Raises NotAllowed."""
    if not manages_rules(person):
        raise NotAllowed


def departments_routed_by(person: Any) -> QuerySet[Department]:
    """Departments in use of which somebody decides how they give out: their own, or all but others' private ones."""
    if not may(person, RIGHT):
        return Department.objects.none()
    own = Q(pk__in=department_ids(person))
    if not manages_rules(person):
        return open_departments().filter(own)
    return open_departments() if person.role == Role.ADMIN else open_departments().filter(own | Q(is_private=False))


def access_routed_department(person: Any, number: int) -> Department:
    """One of them. Raises Department.DoesNotExist."""
    return departments_routed_by(person).get(pk=number)

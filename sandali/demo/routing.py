"""How the demo's cases find their way: two rules, one department in turn with a ceiling, one skill."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandali.cases.models import Kind, Priority, Routing, RoutingRule, RoutingWay, Skill
from sandali.company.models import Department, Person

CEILING = 12


def set_routing_up() -> None:
    """Rules and ways that would be there after some months; nothing of the past is sorted by them."""
    department = Department.objects.filter(archived_at=None, is_private=False).order_by("pk").first()
    if department is None:
        return
    skill = Skill.objects.create(name=_("English"))
    skill.people.set(Person.objects.filter(is_active=True, memberships__department=department).order_by("pk")[:2])
    RoutingRule.objects.create(name=_("Letters in English"), place=1, language="en", skill=skill)
    words = "شکایت\nناراضی\ncomplaint\nrefund"
    RoutingRule.objects.create(name=_("Complaints come first"), place=2, words=words, kind=Kind.COMPLAINT, priority=Priority.HIGH)
    Routing.objects.create(department=department, way=RoutingWay.TURN, ceiling=CEILING)

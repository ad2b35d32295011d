"""What is decided about routing: rules and their order, how a department gives its cases out, what people can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from sandali.cases import events_routing as events
from sandali.cases.models import Kind, Priority, Routing, RoutingRule, RoutingWay, Skill
from sandali.cases.routing import routing_stamp
from sandali.company.actions import Overtaken
from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.models import Department, Membership
from sandali.history.events import record

CONDITIONS = ("channel", "words", "sender", "language")
OUTCOMES = ("department", "person", "kind", "priority", "skill")


class EmptyRule(ValueError):
    """A rule must ask something and do something; the text says which is missing."""


class SkillTaken(ValueError):
    """There is a skill of this name; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("There is a skill of this name already."))


def rule_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a rule as they are kept. Raises EmptyRule, ValueError for a kind, priority or language that is none."""
    fields = {name: given.get(name) for name in (*CONDITIONS, *OUTCOMES)}
    fields["words"] = "\n".join(line.strip() for line in (fields["words"] or "").splitlines() if line.strip())
    fields["sender"] = (fields["sender"] or "").strip().lower()[:254]
    fields["language"] = fields["language"] or ""
    fields["kind"] = Kind(fields["kind"]).value if fields["kind"] else ""
    fields["priority"] = Priority(fields["priority"]).value if fields["priority"] else None
    if not any(fields[name] for name in CONDITIONS):
        raise EmptyRule(_("Say at least one thing by which a case is known: channel, words, sender or language."))
    if not any(fields[name] for name in OUTCOMES):
        raise EmptyRule(_("Say at least one thing that becomes of the case: department, person, kind, priority or skill."))
    return {"name": str(given["name"]).strip()[:80], **fields}


@transaction.atomic
def add_rule(*, by: Any, **given: Any) -> RoutingRule:
    """A new rule, asked after all others. Raises EmptyRule."""
    last = RoutingRule.objects.aggregate(last=Max("place"))["last"]
    rule = RoutingRule.objects.create(place=(last or 0) + 1, **rule_fields(given))
    record(events.RULE_ADDED, rule, by=by, rule=rule.name)
    return rule


@transaction.atomic
def change_rule(rule: RoutingRule, *, by: Any, version: int | None = None, **given: Any) -> RoutingRule:
    """What a rule asks and does. Raises EmptyRule, Overtaken with the rule as it stands."""
    fields = rule_fields(given)
    rows = RoutingRule.objects.filter(pk=rule.pk)
    done = (rows if version is None else rows.filter(version=version)).update(**fields, version=F("version") + 1)
    current = RoutingRule.objects.get(pk=rule.pk)
    if not done:
        raise Overtaken(current, str(current.version))
    record(events.RULE_CHANGED, current, by=by, rule=current.name)
    return current


@transaction.atomic
def move_rule(rule: RoutingRule, *, by: Any, up: bool) -> bool:
    """Ask the rule one place earlier, or later; returns whether there was a place to go to."""
    ordered = list(RoutingRule.objects.select_for_update().order_by("place", "pk"))
    at = next(place for place, one in enumerate(ordered) if one.pk == rule.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(ordered):
        return False
    ordered[at], ordered[to] = ordered[to], ordered[at]
    for place, one in enumerate(ordered, start=1):
        if one.place != place:
            RoutingRule.objects.filter(pk=one.pk).update(place=place)
    record(events.RULE_MOVED, rule, by=by, rule=rule.name, place=to + 1)
    return True


@transaction.atomic
def switch_rule(rule: RoutingRule, *, by: Any, on: bool) -> None:
    """Ask the rule from now on, or no longer."""
    if RoutingRule.objects.filter(pk=rule.pk).exclude(is_active=on).update(is_active=on, version=F("version") + 1):
        record(events.RULE_SWITCHED_ON if on else events.RULE_SWITCHED_OFF, rule, by=by, rule=rule.name)


@transaction.atomic
def remove_rule(rule: RoutingRule, *, by: Any) -> None:
    """Forget a rule. What it did to cases stays, with its name in their history."""
    record(events.RULE_REMOVED, rule, by=by, rule=rule.name)
    RoutingRule.objects.filter(pk=rule.pk).delete()


@transaction.atomic
def change_routing(department: Department, *, by: Any, way: str, ceiling: int, was: str | None = None) -> Routing:
    """How a department's cases find an owner, and the most that is given to one person (0: no ceiling). Raises ValueError, Overtaken."""
    routing, _made = Routing.objects.get_or_create(department=department)
    routing = Routing.objects.select_for_update().get(pk=routing.pk)
    refuse_overtaken(was, routing_stamp(department), routing)
    if (routing.way, routing.ceiling) == (RoutingWay(way), ceiling):
        return routing
    routing.way, routing.ceiling = RoutingWay(way), ceiling
    routing.save(update_fields=["way", "ceiling"])
    record(events.ROUTING_CHANGED, routing, by=by, department=department.name, way=str(routing.way), ceiling=ceiling)
    return routing


@transaction.atomic
def change_skills(department: Department, skills: Mapping[int, Iterable[int]], *, by: Any) -> bool:
    """What the people of a department can: skill's id → ids of people. Others' skills, and skills not named, stay. Returns whether
    anything is different now."""
    members = set(Membership.objects.filter(department=department).values_list("person_id", flat=True))
    changed = False
    for skill in Skill.objects.filter(pk__in=skills):
        wanted = members & set(skills[skill.pk])
        standing = members & set(skill.people.values_list("pk", flat=True))
        skill.people.remove(*(standing - wanted))
        skill.people.add(*(wanted - standing))
        changed = changed or wanted != standing
    if changed:
        record(events.SKILLS_CHANGED, department, by=by, department=department.name)
    return changed


@transaction.atomic
def add_skill(name: str, *, by: Any) -> Skill:
    """A skill that cases may ask for. Raises SkillTaken, ValueError for no name."""
    name = " ".join(name.split())[:60]
    if not name:
        raise ValueError("a skill needs a name")
    if Skill.objects.filter(name__iexact=name).exists():
        raise SkillTaken
    try:
        with transaction.atomic():
            skill = Skill.objects.create(name=name)
    except IntegrityError as taken:  # by somebody who pressed at the same moment
        raise SkillTaken from taken
    record(events.SKILL_ADDED, skill, by=by, skill=name)
    return skill


@transaction.atomic
def remove_skill(skill: Skill, *, by: Any) -> None:
    """Nobody needs it any more: cases and rules that asked for it ask for none."""
    record(events.SKILL_REMOVED, skill, by=by, skill=skill.name)
    skill.delete()

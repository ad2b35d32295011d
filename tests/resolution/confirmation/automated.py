"""Rules and macros that somebody set up, and that did something a moment ago."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sandali.automation.macros.actions import use_macro
from sandali.automation.macros.many import use_on_many
from sandali.automation.macros.undoing import access_use
from sandali.automation.models import RuleRun
from sandali.automation.rules.actions import add_rule
from sandali.automation.rules.doing import CannotDo
from sandali.automation.rules.running import run_rule
from sandali.automation.rules.triggers import TRIGGERS
from sandali.cases.models import State
from sandali.history.models import Event
from tests.resolution.confirmation.world import YES, Nothing, World


def some_acts(world: World) -> dict[str, Any]:
    """What a rule or a macro does, at random, all of it at times."""
    all_of_them = {
        "department": world.cast.support.pk, "person": world.cast.reza.pk, "kind": "complaint", "priority": 4, "tag": YES, "untag": YES, "note": YES, "snooze": 1,
        "follower": world.cast.nahid.pk, "told": world.cast.nahid.pk, "task": {"title": YES, "department": world.cast.support.pk},
    }  # fmt: skip
    return {name: all_of_them[name] for name in world.random.sample(sorted(all_of_them), world.random.randrange(1, 5))}


def a_rule(world: World) -> dict[str, Any]:
    """A rule that anything may set off."""
    return {"name": YES, "trigger": world.random.choice(sorted(TRIGGERS)), "amount": 1, "conditions": {}, "acts": some_acts(world)}


def ran(world: World) -> RuleRun:
    """A rule that did something to a case a moment ago."""
    rule = add_rule(by=world.cast.admin, **a_rule(world))
    run = run_rule(rule, world.case().pk, at=timezone.now(), event_number=int(world.key().split()[1]))
    if run is None or run.outcome != "done":
        raise Nothing("RuleRun")
    return run


def pressed(world: World) -> Event:
    """A macro that its person used on a case a moment ago."""
    macro, case = world.row("Macro", removed_at=None), world.case()
    try:
        use_macro(macro, case, by=world.cast.admin, begins=False)
    except (CannotDo, ValueError) as refused:
        raise Nothing("Event") from refused
    return access_use(world.cast.admin, case.pk, macro.pk)


def begun(world: World) -> int:
    """The number of the event by which somebody began a macro on every case."""
    event = use_on_many(world.row("Macro", removed_at=None), [case.pk for case in world.cases], by=world.cast.admin)
    if event is None:
        raise Nothing("Macro")
    return event.pk


def a_macro(world: World) -> dict[str, Any]:
    """A macro that says the state too, one that it may say or one that it may not."""
    return {"name": YES, "acts": some_acts(world), "state": world.random.choice(["", *State.values]), "text": world.random.choice(["", YES])}

"""The demo's rules and a macro: one rule that did something to the last complaints, one that goes by the clock and is off."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from sandali.automation.macros.actions import add_macro
from sandali.automation.models import RuleRun
from sandali.automation.rules.actions import add_rule, switch_rule
from sandali.automation.rules.running import run_rules
from sandali.cases.models import Case, Kind, Priority
from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.history.models import Event

DONE_TO: Final = 4


def set_rules_up(now: datetime) -> None:
    """Rules that would be there after some months, and what one of them did."""
    leader = Person.objects.filter(is_active=True, role__in=(Role.ADMIN, Role.MANAGER)).order_by("pk").first()
    if leader is None:
        return
    add_rule(by=leader, name=_("Complaints are seen"), trigger="wrote", conditions={"kind": Kind.COMPLAINT}, acts={"tag": _("complaint seen")})
    add_macro(by=leader, name=_("To be looked into"), acts={"tag": _("looked into"), "priority": Priority.HIGH, "follower": leader.pk}, for_everybody=True)
    late = add_rule(
        by=leader, name=_("Nobody waits for a whole day"), trigger="waits", amount=8, conditions={"priority": Priority.HIGH},
        acts={"priority": Priority.URGENT, "told": leader.pk},
    )  # fmt: skip
    switch_rule(late, by=leader, on=False)
    complaints = Case.objects.filter(kind=Kind.COMPLAINT, aside="").order_by("-pk").values_list("pk", flat=True)[:DONE_TO]
    for number in reversed(complaints):
        event = Event.objects.filter(case_id=number, kind="message_received").order_by("-pk").select_related("by").first()
        if event is not None:
            run_rules(event)
    RuleRun.objects.update(at=now)

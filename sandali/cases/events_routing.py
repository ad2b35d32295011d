"""What happens where cases find their way: rules, the ways of departments, skills."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CASE_ROUTED = event_kind("case_routed", _("The rule “%(rule)s” sorted the case"), icon="arrows-split")
CASE_FREED = event_kind(
    "case_freed",
    _("%(owner)s has left: the case is for anybody to take"),
    title=_("The case of a colleague who left is free"),
    icon="user",
    audience=("case_department", "case_followers"),
    push=False,
)
RULE_ADDED = event_kind("rule_added", _("%(who)s added the routing rule “%(rule)s”"), icon="arrows-split")
RULE_CHANGED = event_kind("rule_changed", _("%(who)s changed the routing rule “%(rule)s”"), icon="arrows-split")
RULE_MOVED = event_kind("rule_moved", _("%(who)s moved the routing rule “%(rule)s”"), icon="arrows-split")
RULE_SWITCHED_ON = event_kind("rule_switched_on", _("%(who)s switched the routing rule “%(rule)s” on"), icon="player-play")
RULE_SWITCHED_OFF = event_kind("rule_switched_off", _("%(who)s switched the routing rule “%(rule)s” off"), icon="player-pause")
RULE_REMOVED = event_kind("rule_removed", _("%(who)s removed the routing rule “%(rule)s”"), icon="trash")
ROUTING_CHANGED = event_kind("routing_changed", _("%(who)s changed how %(department)s gives its cases out"), icon="users-group")
SKILL_ADDED = event_kind("skill_added", _("%(who)s added the skill “%(skill)s”"), icon="award")
SKILL_REMOVED = event_kind("skill_removed", _("%(who)s removed the skill “%(skill)s”"), icon="trash")
SKILLS_CHANGED = event_kind("skills_changed", _("%(who)s changed what people of %(department)s can"), icon="award")

# Nobody gave the case: how it found its owner, by the event's `how`. The sentence of "case_assigned" then says this.
GIVEN: Final = {
    "turn": _("The case was given to %(to)s in turn"),
    "least": _("The case was given to %(to)s, who had the least in hand"),
    "rule": _("The rule “%(rule)s” gave the case to %(to)s"),
    "asked": _("The customer chose %(to)s"),
}
# The same to whoever it was given; "" when a person gave it.
GIVEN_TO_YOU: Final = {
    "": _("%(who)s gave you the case"),
    "turn": _("The case was given to you in turn"),
    "least": _("The case was given to you, who had the least in hand"),
    "rule": _("The rule “%(rule)s” gave you the case"),
    "asked": _("The customer chose you"),
}
# What the thread tells between messages.
IN_THREAD = ("case_routed", "case_freed")

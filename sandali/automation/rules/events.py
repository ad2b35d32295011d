"""What happens to rules, and what rules say. What a rule does to a case is told by that act's own event, which names the rule."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

AUTO_RULE_ADDED = event_kind("auto_rule_added", _("%(who)s added the rule “%(rule)s”"), icon="bolt")
AUTO_RULE_CHANGED = event_kind("auto_rule_changed", _("%(who)s changed the rule “%(rule)s”"), icon="bolt")
AUTO_RULE_MOVED = event_kind("auto_rule_moved", _("%(who)s moved the rule “%(rule)s”"), icon="bolt")
AUTO_RULE_SWITCHED_ON = event_kind("auto_rule_switched_on", _("%(who)s switched the rule “%(rule)s” on"), icon="player-play")
AUTO_RULE_SWITCHED_OFF = event_kind("auto_rule_switched_off", _("%(who)s switched the rule “%(rule)s” off"), icon="player-pause")
AUTO_RULE_REMOVED = event_kind("auto_rule_removed", _("%(who)s removed the rule “%(rule)s”"), icon="trash")
AUTO_RULE_PAUSED = event_kind(
    "auto_rule_paused", _("The rule “%(rule)s” failed ten times in a row and is paused"), title=_("A rule of mine failed and is paused"),
    icon="alert-triangle", audience=("people_named",), mail="away",
)
AUTO_RULE_TAKEN_BACK = event_kind("auto_rule_taken_back", _("%(who)s took back what the rule “%(rule)s” did"), icon="arrow-back-up")
RULE_TELLS = event_kind(
    "rule_tells", _("The rule “%(rule)s” wants you to look at this case"), title=_("A rule wants me to look at a case"), icon="bolt",
    audience=("people_named",), mail="away",
)
ASKED_TO_LOOK = event_kind(
    "asked_to_look", _("%(who)s asks you to look at this case"), title=_("A colleague asks me to look at a case"), icon="eye",
    audience=("people_named",), mail="away",
)

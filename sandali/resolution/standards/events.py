"""What happens to standards, and who is told of what is due."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

STANDARD_ADDED = event_kind("standard_added", _("%(who)s added the service standard “%(standard)s”"), icon="clock")
STANDARD_CHANGED = event_kind("standard_changed", _("%(who)s changed the service standard “%(standard)s”"), icon="clock")
STANDARD_SWITCHED_ON = event_kind("standard_switched_on", _("%(who)s switched the service standard “%(standard)s” on"), icon="player-play")
STANDARD_SWITCHED_OFF = event_kind("standard_switched_off", _("%(who)s switched the service standard “%(standard)s” off"), icon="player-pause")
STANDARD_REMOVED = event_kind("standard_removed", _("%(who)s removed the service standard “%(standard)s”"), icon="trash")
ESCALATION_CHANGED = event_kind("escalation_changed", _("%(who)s changed who hears of what is late"), icon="alarm")
CLOCK_EXCUSED = event_kind("clock_excused", _("%(who)s wrote why “%(target)s” was not kept: “%(reason)s”"), icon="message-report")

# Who is told stands in the event: `people`.
CLOCK_WARNED = event_kind(
    "clock_warned", _("“%(target)s” is due %(due)s"), title=_("An answer is due soon in a case of mine or my department"),
    icon="clock", audience=("people_named",), push=False,
)
CLOCK_LATE = event_kind(
    "clock_late", _("“%(target)s” was due %(due)s"), title=_("An answer is late in a case of mine or my department"),
    icon="alarm", audience=("people_named",), mail="away",
)
CLOCK_ESCALATED = event_kind(
    "clock_escalated", _("“%(target)s” was due %(due)s, and the customer still waits"),
    title=_("A late case in my team stays unanswered"), icon="alarm", audience=("people_named",), mail="away",
)
CLOCKS_WARNED = event_kind(
    "clocks_warned", _("Answers are due soon in %(count)s cases of %(whose)s"), title=_("Answers are due soon in several cases"),
    icon="clock", audience=("people_named",), push=False, of_many=True,
)
CLOCKS_LATE = event_kind(
    "clocks_late", _("%(count)s cases of %(whose)s are late"), title=_("Several cases of mine or my department are late"),
    icon="alarm", audience=("people_named",), mail="away", of_many=True,
)
CLOCKS_ESCALATED = event_kind(
    "clocks_escalated", _("%(count)s cases of %(whose)s stay late, and the customers still wait"),
    title=_("Several late cases in my team stay unanswered"), icon="alarm", audience=("people_named",), mail="away", of_many=True,
)

IN_THREAD = ("clock_excused",)

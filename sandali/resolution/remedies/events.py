"""What happens to remedies. `remedy` in their data is [kind, amount or None, currency]."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

REMEDY_GIVEN = event_kind("remedy_given", _("%(who)s put it right: %(remedy)s"), icon="gift")
REMEDY_ASKED = event_kind(
    "remedy_asked", _("%(who)s asks to put it right: %(remedy)s"), title=_("A colleague asks for a remedy beyond their allowance"),
    icon="help-circle", audience=("remedy_granters",), mail="away",
)
REMEDY_GRANTED = event_kind(
    "remedy_granted", _("%(who)s granted it: %(remedy)s"), title=_("A remedy I asked for was granted"),
    icon="gift", audience=("remedy_asker",), mail="away",
)
REMEDY_REFUSED = event_kind(
    "remedy_refused", _("%(who)s did not grant it (%(remedy)s): %(word)s"), title=_("A remedy I asked for was not granted"),
    icon="circle-x", audience=("remedy_asker",), mail="away",
)
REMEDY_REOPENED = event_kind(
    "remedy_reopened", _("%(who)s takes their answer back; it is asked for again: %(remedy)s"),
    title=_("The answer to a remedy that I asked for was taken back"), icon="help-circle", audience=("remedy_asker",), push=False,
)
REMEDY_OVERDUE = event_kind(
    "remedy_overdue", _("Nobody has answered whether it may be put right: %(remedy)s"), title=_("A colleague waits too long for a remedy"),
    icon="alarm", audience=("people_named",), mail="at_once",
)
# Of many at once, each hears their number.
REMEDIES_OVERDUE = event_kind(
    "remedies_overdue", _("%(count)s questions whether something may be put right wait too long for an answer"), title=_("Colleagues wait too long for several remedies"),
    icon="alarm", audience=("people_named",), mail="at_once", of_many=True,
)
REMEDY_TAKEN_BACK = event_kind(
    "remedy_taken_back", _("%(who)s took it back: %(remedy)s"), title=_("A remedy I gave was taken back"),
    icon="arrow-back-up", audience=("remedy_asker",), push=False,
)
REMEDY_DONE = event_kind("remedy_done", _("It is with the customer: %(remedy)s"), icon="circle-check")
STORY_TOLD = event_kind("story_told", _("%(who)s told the story of it: %(title)s"), icon="book")
STORY_WITHHELD = event_kind("story_withheld", _("%(who)s withheld the story: %(title)s"), icon="eye-off")
STORY_SHOWN = event_kind("story_shown", _("%(who)s lets the story be told again: %(title)s"), icon="eye")
ALLOWANCES_CHANGED = event_kind("allowances_changed", _("%(who)s changed what people may give without asking"), icon="wallet")

# What the thread tells between messages. An overdue question is told to people, the case says it beside it.
IN_THREAD = (
    "remedy_given", "remedy_asked", "remedy_granted", "remedy_refused", "remedy_reopened", "remedy_taken_back", "remedy_done",
)  # fmt: skip

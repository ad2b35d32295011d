"""What happens to suggestions, each with its sentence and who is told."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

SUGGESTION_MADE = event_kind(
    "suggestion_made", _("%(who)s suggests: %(begins)s"), title=_("A colleague suggests something to me or to the managers"), icon="bulb",
    audience=("suggestion_receivers",), mail="away",
)
SUGGESTION_CHANGED = event_kind("suggestion_changed", _("%(who)s changed the suggestion: %(begins)s"), icon="pencil")
SUGGESTION_WITHDRAWN = event_kind("suggestion_withdrawn", _("%(who)s took the suggestion back"), icon="x")
SUGGESTION_RETURNED = event_kind("suggestion_returned", _("%(who)s made the suggestion again"), icon="arrow-back-up")
SUGGESTION_TAKEN_UP = event_kind(
    "suggestion_taken_up", _("%(who)s took the suggestion up: %(begins)s"), title=_("A suggestion of mine was answered"), icon="thumb-up",
    audience=("suggestion_voices",), mail="away",
)
SUGGESTION_DECLINED = event_kind(
    "suggestion_declined", _("%(who)s declined the suggestion: %(begins)s"), title=_("A suggestion of mine was declined"), icon="message-report",
    audience=("suggestion_voices",), mail="away",
)
SUGGESTION_DONE = event_kind(
    "suggestion_done", _("A suggestion was carried out: %(begins)s"), title=_("A suggestion of mine was carried out"), icon="heart-handshake",
    audience=("suggestion_voices",), mail="away",
)
ANSWER_TAKEN_BACK = event_kind(
    "suggestion_answer_taken_back", _("%(who)s took the answer to the suggestion back"), title=_("The answer to a suggestion of mine was taken back"),
    icon="arrow-back-up", audience=("suggestion_voices",), push=False,
)
VOICE_ADDED = event_kind(
    "suggestion_voice_added", _("%(who)s ran into the same: %(begins)s"), title=_("A colleague ran into what I made a suggestion about"), icon="users-plus",
    audience=("suggestion_writer",), push=False,
)
VOICE_REMOVED = event_kind("suggestion_voice_removed", _("%(who)s took their word back"), icon="x")
# Of all that run out at one moment, as one: nobody is told a hundred times.
SUGGESTIONS_DUE = event_kind(
    "suggestions_due", _("Suggestions that wait for your answer until the next working day: %(count)s"),
    title=_("Suggestions to me will soon be late"), icon="clock", audience=("suggestion_round",),
)
SUGGESTIONS_LATE = event_kind(
    "suggestions_late", _("Suggestions of colleagues without the answer that was owed: %(count)s"),
    title=_("Suggestions of colleagues are late for an answer"), icon="alarm", audience=("suggestion_round",), mail="away",
)
SUGGESTION_RULES_CHANGED = event_kind("suggestion_rules_changed", _("%(who)s changed within how many working days suggestions are answered"), icon="settings")
# Stands on the case, for whoever sees the case.
SUGGESTED_FROM_CASE = event_kind("suggested_from_case", _("%(who)s made a suggestion to the managers out of this case"), icon="bulb")

# What the thread of a case tells between messages.
IN_THREAD = ("suggested_from_case",)

"""What happens between the people of a case: named, followed, taken over, handed over, told again."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

MENTIONED = event_kind(
    "mentioned", _("%(who)s named you in a note"), title=_("Somebody named me in a note"), icon="at", audience=("mentioned",), mail="away"
)
CASE_FOLLOWED = event_kind("case_followed", _("%(who)s follows the case"), icon="eye")
CASE_UNFOLLOWED = event_kind("case_unfollowed", _("%(who)s does not follow the case any more"), icon="eye-off")
FOLLOWER_ADDED = event_kind(
    "follower_added", _("%(who)s asked %(name)s to follow the case"), title=_("Somebody asked me to follow a case"), icon="eye",
    audience=("named_person",), mail="away",
)  # fmt: skip
FOLLOWER_REMOVED = event_kind("follower_removed", _("%(who)s took %(name)s off the followers"), icon="eye-off")
CASE_TAKEN_OVER = event_kind(
    "case_taken_over",
    _("%(who)s took the case over from %(owner)s: “%(word)s”"),
    title=_("Somebody took over a case of mine"),
    icon="user",
    audience=("former_owner", "case_followers"),
    mail="away",
)
HANDOVER_OFFERED = event_kind(
    "handover_offered",
    _("%(who)s wants to hand the case over to %(to)s"),
    title=_("A case is handed to me or my department"),
    icon="arrow-forward-up",
    audience=("handover_people",),
    mail="away",
)
HANDOVER_ACCEPTED = event_kind(
    "handover_accepted",
    _("%(who)s accepted the hand-over"),
    title=_("A case I handed over was accepted"),
    icon="circle-check",
    audience=("handover_giver", "case_followers"),
)
HANDOVER_DECLINED = event_kind(
    "handover_declined",
    _("%(who)s declined the hand-over: “%(word)s”"),
    title=_("A case I handed over was declined"),
    icon="arrow-back-up",
    audience=("handover_giver",),
    mail="away",
)
HANDOVER_WITHDRAWN = event_kind(
    "handover_withdrawn",
    _("The case is not handed to %(to)s any more"),
    title=_("A case is no longer being handed to me"),
    icon="x",
    audience=("handover_people",),
    push=False,
)
HANDOVER_REOPENED = event_kind(
    "handover_reopened",
    _("The hand-over to %(to)s stands again"),
    title=_("A case is handed to me again after all"),
    icon="arrow-forward-up",
    audience=("handover_people",),
    push=False,
)
TOLD_AGAIN = event_kind("told_again", _("%(who)s counted that the customer had to explain it again"), icon="repeat")
TOLD_AGAIN_UNDONE = event_kind("told_again_undone", _("%(who)s took back that the customer had to explain it again"), icon="arrow-back-up")

# What the thread tells between messages. An accepted hand-over is told by the case's new owner.
IN_THREAD = (
    "case_taken_over", "handover_offered", "handover_declined", "handover_withdrawn", "handover_reopened", "told_again",
    "told_again_undone",
)  # fmt: skip
# After these somebody may see a case that they did not see, or no longer see one.
MOVES = ("handover_offered", "handover_accepted", "handover_declined", "handover_withdrawn", "handover_reopened", "case_taken_over")

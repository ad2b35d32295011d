"""What happens on the way from a complaint to a customer who was heard, and to a cause that is mended."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

RECOVERY_BEGUN = event_kind("recovery_begun", _("%(who)s took the case onto the recovery path"), icon="heart-handshake")
RECOVERY_OWNED = event_kind(
    "recovery_owned", _("%(to)s owns what went wrong here"), title=_("I am to own what went wrong in a case"), icon="user-check",
    audience=("recovery_owner",), mail="away",
)
MEANING_WRITTEN = event_kind("meaning_written", _("%(who)s wrote down what it means to the customer"), icon="bulb")
CUSTOMER_APOLOGISED = event_kind("customer_apologised", _("%(who)s apologised to the customer"), icon="heart-handshake")
PUT_RIGHT = event_kind("put_right", _("%(who)s wrote down what was put right"), icon="check")
CHANGE_TOLD = event_kind("change_told", _("%(who)s told the customer what has changed"), icon="send")
STEP_TAKEN_BACK = event_kind("recovery_step_taken_back", _("%(who)s took a step of the recovery back: %(step)s"), icon="arrow-back-up")

APOLOGY_TO_SIGN = event_kind(
    "apology_to_sign", _("%(who)s asks %(to)s to sign an apology"), title=_("An apology waits for my signature"), icon="pencil",
    audience=("apology_signer",), mail="at_once",
)
APOLOGY_STILL_TO_SIGN = event_kind(
    "apology_still_to_sign", _("An apology still waits for the signature of %(to)s"), title=_("An apology waits for a signature for too long"),
    icon="hourglass", audience=("people_named",), mail="at_once",
)
APOLOGIES_STILL_TO_SIGN = event_kind(
    "apologies_still_to_sign", _("%(count)s apologies still wait for a signature"), title=_("Several apologies wait for a signature for too long"),
    icon="hourglass", audience=("people_named",), mail="at_once", of_many=True,
)
APOLOGY_SIGNED = event_kind(
    "apology_signed", _("%(who)s signed the apology"), title=_("An apology I wrote was signed"), icon="pencil", audience=("apology_writer",),
    push=False,
)
APOLOGY_DECLINED = event_kind(
    "apology_declined", _("%(who)s did not sign the apology: %(word)s"), title=_("An apology I wrote was not signed"), icon="x",
    audience=("apology_writer",), mail="away",
)
APOLOGY_WITHDRAWN = event_kind("apology_withdrawn", _("%(who)s asks for no signature any more"), icon="arrow-back-up")

CAUSE_FOUND = event_kind("cause_found", _("%(who)s found a cause: %(cause)s"), icon="search")
CAUSE_CAME_BACK = event_kind(
    "cause_came_back", _("%(cause)s came back: it was mended before this case was opened"), title=_("A cause I marked as mended came back"),
    icon="refresh", audience=("people_named",), mail="away",
)
CAUSE_TAKEN_AWAY = event_kind("cause_taken_away", _("%(who)s took a cause away: %(cause)s"), icon="search")
CAUSE_UNKNOWN = event_kind("cause_unknown", _("%(who)s does not know the cause yet and looks again later"), icon="hourglass")
CAUSE_TO_FIND = event_kind(
    "cause_to_find", _("The cause is still to be found: today was the day to look again"), title=_("The day to look for a cause again has come"),
    icon="search", audience=("people_named",), mail="away",
)
CAUSES_TO_FIND = event_kind(
    "causes_to_find", _("%(count)s causes are still to be found: today was the day to look again"),
    title=_("The day to look for several causes again has come"), icon="search", audience=("people_named",), mail="away", of_many=True,
)
LESSON_WRITTEN = event_kind("lesson_written", _("%(who)s wrote down what we learnt from it"), icon="bulb")

IMPROVEMENT_MADE = event_kind(
    "improvement_made", _("%(who)s asks %(to)s to make something better: %(what)s"), title=_("I am asked to make something better"), icon="checklist",
    audience=("improvement_owner",), mail="away",
)
IMPROVEMENT_TAKEN_ON = event_kind("improvement_taken_on", _("%(who)s takes on making something better: %(what)s"), icon="checklist")
IMPROVEMENT_CHANGED = event_kind("improvement_changed", _("%(who)s changed an improvement: %(what)s"), icon="checklist")
IMPROVEMENT_DONE = event_kind(
    "improvement_done", _("%(who)s made something better: %(what)s"), title=_("An improvement I asked for is done"), icon="circle-check",
    audience=("improvement_maker",), push=False,
)
IMPROVEMENT_DROPPED = event_kind(
    "improvement_dropped", _("%(who)s dropped an improvement: %(what)s"), title=_("An improvement I asked for was dropped"), icon="x",
    audience=("improvement_maker",), push=False,
)
IMPROVEMENT_REOPENED = event_kind("improvement_reopened", _("%(who)s opened an improvement again: %(what)s"), icon="refresh")
IMPROVEMENT_DUE = event_kind(
    "improvement_due", _("An improvement is due: %(what)s"), title=_("An improvement of mine is due"), icon="clock", audience=("people_named",),
    mail="away",
)
IMPROVEMENTS_DUE = event_kind(
    "improvements_due", _("%(count)s improvements of yours are due"), title=_("Several improvements of mine are due"), icon="clock",
    audience=("people_named",), mail="away", of_many=True,
)
IMPROVEMENT_OVERDUE = event_kind(
    "improvement_overdue", _("An improvement is overdue: %(what)s"), title=_("An improvement is overdue"), icon="alert-triangle",
    audience=("people_named",), mail="away",
)
IMPROVEMENTS_OVERDUE = event_kind(
    "improvements_overdue", _("%(count)s improvements are overdue"), title=_("Several improvements are overdue"), icon="alert-triangle",
    audience=("people_named",), mail="away", of_many=True,
)

CAUSE_ADDED = event_kind("cause_added", _("%(who)s added the cause %(cause)s"), icon="plus")
CAUSE_RENAMED = event_kind("cause_renamed", _("%(who)s renamed the cause %(before)s to %(cause)s"), icon="pencil")
CAUSE_MOVED = event_kind("cause_moved", _("%(who)s moved the cause %(cause)s"), icon="arrows-split")
CAUSE_MERGED = event_kind("cause_merged", _("%(who)s merged the cause %(cause)s into %(into)s"), icon="link")
CAUSE_RETIRED = event_kind("cause_retired", _("%(who)s retired the cause %(cause)s"), icon="archive")
CAUSE_BROUGHT_BACK = event_kind("cause_brought_back", _("%(who)s brought the cause %(cause)s back"), icon="refresh")
CAUSE_MENDED = event_kind("cause_mended", _("%(who)s says that the cause %(cause)s is mended"), icon="circle-check")
CAUSE_NOT_MENDED = event_kind("cause_not_mended", _("%(who)s says that the cause %(cause)s is not mended"), icon="refresh")
TELLING_BEGUN = event_kind("telling_begun", _("%(who)s tells everybody who complained of %(cause)s that it is mended"), icon="send")
TELLING_WITHDRAWN = event_kind("telling_withdrawn", _("%(who)s took the letter about %(cause)s back before it left"), icon="arrow-back-up")
TELLING_ENDED = event_kind(
    "telling_ended", _("Everybody who could be reached was told that %(cause)s is mended: %(told)s of %(all)s"), title=_("A letter of mine to many people was sent"),
    icon="circle-check", audience=("telling_writer",), push=False,
)

CAUSES_EXPORTED = event_kind("causes_exported", _("%(who)s exported cases by their causes"), icon="download")

# What the thread tells between messages.
IN_THREAD = (
    "recovery_begun", "recovery_owned", "meaning_written", "customer_apologised", "put_right", "change_told", "recovery_step_taken_back",
    "apology_to_sign", "apology_signed", "apology_declined", "apology_withdrawn", "cause_found", "cause_came_back", "cause_taken_away",
    "cause_unknown",
    "cause_to_find", "lesson_written", "improvement_made", "improvement_taken_on", "improvement_done",
)  # fmt: skip

"""What happens to public matters."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CASE_MADE_PUBLIC = event_kind(
    "case_made_public", _("%(who)s noted that everybody can read this"), title=_("A case of mine was said in public"), icon="speakerphone",
    audience=("case_owner", "case_followers"), mail="away",
)
CASE_PUBLIC_CHANGED = event_kind("case_public_changed", _("%(who)s changed where this was said in public"), icon="speakerphone")
CASE_NOT_PUBLIC = event_kind("case_not_public", _("%(who)s noted that this is not public"), icon="speakerphone")
PLAN_CHOSEN = event_kind("public_plan_chosen", _("%(who)s chose the plan “%(plan)s”"), icon="map")
PLAN_LEFT = event_kind("public_plan_left", _("%(who)s left the plan aside"), icon="map")
PUBLIC_ANSWERED = event_kind("public_answered", _("%(who)s answered where it was said"), icon="speakerphone")
PUBLIC_THANKED = event_kind("public_thanked", _("%(who)s thanked the customer for saying it"), icon="heart")
ANSWER_TAKEN_BACK = event_kind("public_answer_taken_back", _("It is not answered in public yet after all"), icon="arrow-back-up")
THANKS_TAKEN_BACK = event_kind("public_thanks_taken_back", _("The customer is not thanked yet after all"), icon="arrow-back-up")
# Whom they tell stands in the event: `people`. Of many at once, each hears their number.
PUBLIC_DUE_SOON = event_kind(
    "public_due_soon", _("The public answer is due soon"), title=_("A public answer in a case of mine is due soon"), icon="clock",
    audience=("people_named",),
)
PUBLICS_DUE_SOON = event_kind(
    "publics_due_soon", _("%(count)s public answers are due soon"), title=_("Several public answers in cases of mine are due soon"), icon="clock",
    audience=("people_named",), of_many=True,
)
PUBLIC_LATE = event_kind(
    "public_late", _("The public answer is late"), title=_("A public answer in a case of mine is late"), icon="alarm",
    audience=("people_named",), mail="away",
)
PUBLICS_LATE = event_kind(
    "publics_late", _("%(count)s public answers are late"), title=_("Several public answers in cases of mine are late"), icon="alarm",
    audience=("people_named",), mail="away", of_many=True,
)
# About a plan, as one for all that fell due: leaders are told once, not a hundred times.
PUBLIC_ROUND_LATE = event_kind(
    "public_round_late", _("Public complaints without the answer that the plan “%(plan)s” owes: %(count)s"),
    title=_("Public complaints are late for an answer"), icon="alarm", audience=("public_leaders",), mail="away",
)
PLAN_WRITTEN = event_kind("public_plan_written", _("%(who)s wrote the plan “%(plan)s”"), icon="map")
PLAN_CHANGED = event_kind("public_plan_changed", _("%(who)s changed the plan “%(plan)s”"), icon="map")
PLAN_ARCHIVED = event_kind("public_plan_archived", _("%(who)s archived the plan “%(plan)s”"), icon="archive")
PLAN_RETURNED = event_kind("public_plan_returned", _("%(who)s brought the plan “%(plan)s” back"), icon="arrow-back-up")

# What the thread tells between messages.
IN_THREAD = (
    "case_made_public", "case_public_changed", "case_not_public", "public_plan_chosen", "public_plan_left", "public_answered", "public_thanked",
    "public_answer_taken_back", "public_thanks_taken_back", "public_late",
)  # fmt: skip

"""What happens between our answer and the customer's word."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CUSTOMER_ASKED = event_kind("customer_asked", _("The customer was asked whether it is settled"), icon="message-question")
CUSTOMER_REMINDED = event_kind("customer_reminded", _("The customer was reminded of our question"), icon="bell")
CUSTOMER_SAYS_NO = event_kind(
    "customer_says_no", _("The customer says that it is not settled yet"), title=_("A customer says that a case of mine is not settled"),
    icon="message-question", audience=("case_owner", "case_followers"), mail="away",
)
ANSWER_UNSURE = event_kind("answer_unsure", _("Their reply to our question is no sure yes or no, so one of us reads it. %(why)s"), icon="help-circle")
SECOND_LOOK = event_kind("second_look", _("The customer was asked whether all is still well"), icon="message-question")
STILL_WELL = event_kind(
    "still_well", _("The customer says that all is still well"), title=_("A customer says that all is still well"),
    icon="heart-handshake", audience=("case_owner",), push=False,
)
RELAPSED = event_kind(
    "relapsed", _("The customer says that it is back"), title=_("A matter that was settled is back"),
    icon="refresh", audience=("case_owner", "case_followers"), mail="away",
)
ASKING_RULES_CHANGED = event_kind("asking_rules_changed", _("%(who)s changed how customers are asked"), icon="message-question")

# What the thread tells between messages.
IN_THREAD = ("customer_asked", "customer_reminded", "customer_says_no", "answer_unsure", "second_look", "still_well", "relapsed")

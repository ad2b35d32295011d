"""What happens by the clock in cases: answers that leave later, thanks that wake nobody, reminders."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

ANSWER_SCHEDULED = event_kind("answer_scheduled", _("%(who)s wrote an answer that leaves later"), icon="clock")
ANSWER_HASTENED = event_kind("answer_hastened", _("%(who)s lets the answer leave now"), icon="send")
ANSWER_HELD = event_kind(
    "answer_held",
    _("The answer from %(name)s stays here: the customer wrote before it left"),
    title=_("An answer of mine was held, because the customer wrote first"),
    icon="player-pause",
    audience=("delivery_writer", "heirs_of_writer"),
    mail="away",
)
REMINDER_DUE = event_kind(
    "reminder_due", _("You wanted to be reminded: %(text)s"), title=_("A reminder of mine is due"), icon="bell", audience=("reminded",)
)

# What the thread tells between messages: the bubble itself says when an answer leaves.
IN_THREAD = ("answer_held",)

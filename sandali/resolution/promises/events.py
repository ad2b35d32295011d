"""What happens to promises."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

PROMISE_MADE = event_kind("promise_made", _("%(who)s promised, by %(due)s: %(what)s"), icon="heart-handshake")
PROMISE_MOVED = event_kind("promise_moved", _("%(who)s gave a promise a new date, %(due)s: %(what)s"), icon="calendar")
CALL_BACK_OWED = event_kind("call_back_owed", _("A call was missed: by %(due)s we call back"), icon="phone")
PROMISE_KEPT = event_kind("promise_kept", _("%(who)s kept a promise: %(what)s"), icon="circle-check")
PROMISE_NOT_KEPT = event_kind("promise_not_kept", _("%(who)s took back that a promise was kept: %(what)s"), icon="arrow-back-up")
PROMISE_BROKEN = event_kind("promise_broken", _("A promise was not kept by %(due)s: %(what)s"), icon="alert-triangle")
PROMISE_WITHDRAWN = event_kind("promise_withdrawn", _("%(who)s withdrew a promise (%(reason)s): %(what)s"), icon="x")
PROMISE_STANDS = event_kind("promise_stands", _("%(who)s lets a withdrawn promise stand again: %(what)s"), icon="arrow-back-up")
PROMISE_FELL = event_kind("promise_fell", _("A promise fell with the answer that did not leave: %(what)s"), icon="arrow-back-up")
PROMISE_PASSED = event_kind(
    "promise_passed", _("%(who)s handed a promise to %(to)s: %(what)s"), title=_("A promise was handed to me"),
    icon="arrow-forward-up", audience=("people_named",), mail="away",
)
PROMISE_DUE_SOON = event_kind(
    "promise_due_soon", _("A promise is due %(due)s: %(what)s"), title=_("A promise of mine is due soon"),
    icon="clock", audience=("people_named",), mail="away",
)
PROMISES_DUE_SOON = event_kind(
    "promises_due_soon", _("%(count)s promises of yours are due soon"), title=_("Many promises of mine are due soon at once"), icon="clock", audience=("people_named",), mail="away", of_many=True,
)
PROMISE_ESCALATED = event_kind(
    "promise_escalated", _("A promise was not kept by %(due)s: %(what)s"), title=_("A promise of mine or my people was broken"),
    icon="alert-triangle", audience=("people_named",), mail="away",
)
PROMISES_BROKEN = event_kind(
    "promises_broken", _("%(count)s promises were not kept in time"), title=_("Many promises of mine or my people were broken at once"), icon="alert-triangle", audience=("people_named",), mail="away", of_many=True,
)
APOLOGY_SAID = event_kind("apology_said", _("%(who)s said sorry"), icon="message-circle")
SORRY_AGAIN = event_kind(
    "sorry_again", _("%(who)s said sorry again, and nothing had moved since the last time"),
    title=_("Sorry was said again in a case of mine, and nothing had moved"), icon="repeat", audience=("case_owner",), push=False,
)

# What the thread tells between messages.
IN_THREAD = (
    "promise_made", "promise_moved", "promise_kept", "promise_not_kept", "promise_broken", "promise_withdrawn", "promise_stands",
    "promise_fell", "promise_passed", "call_back_owed", "sorry_again",
)  # fmt: skip

"""What can set a rule off: a short list of what people think in, each with the events that it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.cases import events
from sandali.cases.events_together import CASE_TAKEN_OVER
from sandali.history.kinds import EventKind
from sandali.resolution.confirmation.events import CUSTOMER_SAYS_NO
from sandali.resolution.promises.events import PROMISE_BROKEN


@dataclass(frozen=True, slots=True)
class Trigger:
    """`words` in a list, `when` within a sentence. One that goes by the clock has no kinds and asks for an amount (working hours, days)."""

    words: Any
    when: Any
    kinds: tuple[EventKind, ...] = ()


WAITS, SILENT = "waits", "silent"
TRIGGERS: Final[dict[str, Trigger]] = {
    "opened": Trigger(_("A case is opened"), _("When a case is opened"), (events.CASE_OPENED,)),
    "wrote": Trigger(_("The customer writes"), _("When the customer writes"), (events.MESSAGE_RECEIVED,)),
    "reopened": Trigger(_("A case is reopened by the customer"), _("When the customer reopens a case"), (events.CASE_REOPENED,)),
    "answered": Trigger(_("One of us answers"), _("When one of us answers"), (events.CASE_ANSWERED,)),
    "undelivered": Trigger(_("An answer does not arrive"), _("When an answer does not arrive"), (events.ANSWER_UNDELIVERED,)),
    "state": Trigger(_("The state is changed"), _("When the state is changed"), (events.STATE_CHANGED, events.CASE_WOKE)),
    "owner": Trigger(_("The owner is changed"), _("When the owner is changed"), (events.CASE_ASSIGNED, events.CASE_RELEASED, CASE_TAKEN_OVER)),
    "moved": Trigger(_("A case is moved to another department"), _("When a case is moved to another department"), (events.CASE_MOVED,)),
    "tagged": Trigger(_("A tag is added"), _("When a tag is added"), (events.CASE_TAGGED,)),
    "sorted": Trigger(_("Kind or priority is changed"), _("When kind or priority is changed"), (events.CASE_CLASSIFIED,)),
    "says_no": Trigger(_("The customer says it is not settled"), _("When the customer says it is not settled"), (CUSTOMER_SAYS_NO,)),
    "broken": Trigger(_("A promise is broken"), _("When a promise is broken"), (PROMISE_BROKEN,)),
    WAITS: Trigger(_("The customer has waited for some working hours"), _("When the customer has waited for %(amount)s working hours")),
    SILENT: Trigger(_("Nothing was said for some days"), _("When nothing was said for %(amount)s days")),
}
OF_KIND: Final = {kind.name: name for name, trigger in TRIGGERS.items() for kind in trigger.kinds}
TIMED: Final = frozenset([WAITS, SILENT])
MOST_AMOUNT: Final = 365

"""Which events cases listen to."""

from typing import Any

from sandali.cases.acknowledging import acknowledge_later
from sandali.cases.actions.customers_merged import tell_owners
from sandali.cases.actions.freeing import free_opened
from sandali.cases.actions.later import answer_left
from sandali.cases.actions.undelivered import delivery_failed, delivery_sent
from sandali.cases.events import (
    CASE_ANSWERED,
    CASE_ASSIGNED,
    CASE_MOVED,
    CASE_OPENED,
    CASE_RELEASED,
    CASE_REOPENED,
    CASE_WOKE,
    STATE_CHANGED,
)
from sandali.cases.events_routing import CASE_FREED, ROUTING_CHANGED, SKILLS_CHANGED
from sandali.cases.events_together import CASE_TAKEN_OVER
from sandali.cases.jobs_freeing import person_changed
from sandali.cases.jobs_routing import give_out_soon
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_SENT
from sandali.company.events import HOURS_CHANGED, PERSON_CHANGED, PLACE_CHANGED, PRESENCE_CHANGED
from sandali.customers.events import CUSTOMERS_MERGED

# At once: asking whether the channel acknowledges at all costs a tenth of the job that would ask it later, and whose turn it
# is must be true in the moment in which it is known that an answer failed.
AT_ONCE: dict[Any, Any] = {CASE_OPENED: [acknowledge_later, give_out_soon], DELIVERY_FAILED: delivery_failed, DELIVERY_SENT: [delivery_sent, answer_left]}
# After these a case waits for an owner, or somebody has room for one. What comes without an event (somebody opens a page
# again after a while, the company opens) is found by the clock.
AT_ONCE |= dict.fromkeys(
    [
        CASE_ANSWERED, CASE_ASSIGNED, CASE_FREED, CASE_MOVED, CASE_RELEASED, CASE_TAKEN_OVER, CASE_WOKE, STATE_CHANGED,
        ROUTING_CHANGED, SKILLS_CHANGED, PRESENCE_CHANGED, PLACE_CHANGED, HOURS_CHANGED,
    ],
    give_out_soon,
)  # fmt: skip
# Before who is told of it is asked: an owner who has left hears nothing.
AT_ONCE[CASE_REOPENED] = [free_opened, give_out_soon]
AFTERWARDS: dict[Any, Any] = {PERSON_CHANGED: person_changed, CUSTOMERS_MERGED: tell_owners}

"""Two customers' records were put together: whoever owns an open case that went along hears that its customer has another one's story now."""

from __future__ import annotations

from sandali.cases.events_regroup import CUSTOMER_JOINED
from sandali.cases.models import DONE, Case
from sandali.customers.models import Merging
from sandali.history.events import record
from sandali.history.models import Event

MOST_TOLD = 200  # cases: nobody has more of them open with one customer, and one who has is told of the newest


def tell_owners(event: Event) -> None:
    """CUSTOMERS_MERGED: open cases with an owner say so on their own timeline. Nothing is told of a merge that was undone at once."""
    made = Merging.objects.select_related("source").filter(pk=event.subject_id, undone_at=None).first()
    if made is None:
        return
    numbers = made.kept["moved"].get("cases.Case.customer_id", [])
    cases = Case.objects.filter(pk__in=numbers, aside="", assignee__isnull=False).exclude(state__in=DONE).order_by("-pk")[:MOST_TOLD]
    for case in reversed(cases):
        record(CUSTOMER_JOINED, case, by=made.by, name=str(made.source))

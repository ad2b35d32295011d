"""Which events of customers sales listen to: papers are found by their customer's name."""

from __future__ import annotations

from typing import Any

from sandali.customers.events import CUSTOMER_EDITED, CUSTOMERS_MERGED, CUSTOMERS_UNMERGED
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.sales.models import Deal, Order
from sandali.sales.words import index_papers_of

# Asked at every such event; most customers have neither.
_deals = Prepared(lambda customer: Deal.objects.filter(customer=customer).values_list("pk")[:1])
_orders = Prepared(lambda customer: Order.objects.filter(customer=customer).values_list("pk")[:1])


def people_of(event: Event) -> list[int]:
    """Whose record it is, and the other one's of a merge."""
    return [number for number in (event.customer_id, event.data.get("other")) if isinstance(number, int)]


def customer_renamed(event: Event) -> None:
    """CUSTOMER_EDITED, CUSTOMERS_MERGED, CUSTOMERS_UNMERGED, by a job: their papers bear another name, or somebody else's now."""
    index_papers_of(people_of(event))


def wants(event: Event) -> bool:
    """Whether any of them has a paper: for all others there is no job."""
    return any(_deals(number) or _orders(number) for number in people_of(event))


customer_renamed.wants = wants  # type: ignore[attr-defined]
AT_ONCE: dict[Any, Any] = {}
AFTERWARDS: dict[Any, Any] = dict.fromkeys((CUSTOMER_EDITED, CUSTOMERS_MERGED, CUSTOMERS_UNMERGED), customer_renamed)

"""Which events of the rooms below change what we understand."""

from typing import Any

from sandali.cases.events import CASE_ANSWERED, MESSAGE_RECEIVED
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_WITHDRAWN
from sandali.resolution.understanding.moods import customer_wrote
from sandali.resolution.understanding.offering import offer_left, offer_lost

# At once: nobody opens a case whose last words are there and whose mood is not.
AT_ONCE: dict[Any, Any] = {
    CASE_ANSWERED: offer_left,
    DELIVERY_FAILED: offer_lost,
    DELIVERY_WITHDRAWN: offer_lost,
    MESSAGE_RECEIVED: customer_wrote,
}
AFTERWARDS: dict[Any, Any] = {}

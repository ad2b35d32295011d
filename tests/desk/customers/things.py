"""One of everything about customers that has an address of its own, for tests/desk/who.py."""

from __future__ import annotations

from sandali.customers.fields.actions import define_field
from tests.cast import Cast


def customer_things(cast: Cast) -> dict[str, int]:
    """Name → number, as `Things.numbers` has them."""
    field = define_field("customer", "text", "پلاک", by=cast.admin)
    return {"settings_field": field.pk}

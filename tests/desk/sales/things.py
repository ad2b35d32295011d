"""One of everything that is sold, for tests/desk/who.py: of no department, so that whoever has the right may."""

from sandali.sales.actions.orders import note_payment
from tests.cast import Cast
from tests.sales.things import DAY, make_order, make_product


def sales_things(cast: Cast) -> dict[str, int]:
    """Argument → number."""
    order = make_order(cast, department=None)
    payment = note_payment(order, 1000, by=cast.sara, day=DAY, way="cash", key="!")
    return {"order": order.pk, "payment": payment.pk, "product": make_product(cast).pk}

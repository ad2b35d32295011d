"""One of everything that is sold, for tests/desk/who.py: of no department, so that whoever has the right may."""

from sandali.sales.actions.orders import note_payment
from tests.cast import Cast
from tests.sales.things import DAY, make_deal, make_order, make_product, make_quote


def sales_things(cast: Cast) -> dict[str, int]:
    """Argument → number."""
    order = make_order(cast, department=None)
    payment = note_payment(order, 1000, by=cast.sara, day=DAY, way="cash", key="!")
    deal = make_deal(cast, department=None)
    pipeline = deal.stage.pipeline_id
    return {"deal": deal.pk, "quote": make_quote(cast, deal).pk, "settings_pipeline": pipeline, "order": order.pk, "payment": payment.pk, "product": make_product(cast).pk}

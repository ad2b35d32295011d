"""Products, orders, deals and quotes."""

from sandali.sales.models.deals import Deal, DealMove, DealState, LostReason, Pipeline, PipelineStage
from sandali.sales.models.orders import BOUGHT, Order, OrderLine, OrderState, OrderStep, Payment, PaymentWay
from sandali.sales.models.products import Product, SalesNumber
from sandali.sales.models.quotes import Quote, QuoteLine, QuoteState, SalesRules

__all__ = [
    "BOUGHT", "Deal", "DealMove", "DealState", "LostReason", "Order", "OrderLine", "OrderState", "OrderStep", "Payment", "PaymentWay",
    "Pipeline", "PipelineStage", "Product", "Quote", "QuoteLine", "QuoteState", "SalesNumber", "SalesRules",
]  # fmt: skip

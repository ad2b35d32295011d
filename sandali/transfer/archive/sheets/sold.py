"""Orders with their lines, deals, and quotes. Sums are numbers in the currency beside them, never in toman."""

from __future__ import annotations

from typing import Final

from sandali.sales.models import Deal, DealState, Order, OrderLine, OrderState, Quote, QuoteState
from sandali.transfer.archive.sheets.columns import Column, Sheet, label, money

SUM: Final = Column("Sum", "مبلغ")
CURRENCY: Final = Column("Currency", "واحد پول")
ORDERS: Final = Sheet(
    "orders",
    (
        Column("Order number", "شماره سفارش"), Column("Customer", "شماره مشتری"), Column("Customer name", "نام مشتری"), Column("State", "وضعیت"), SUM, CURRENCY,
        Column("Owner", "مسئول"), Column("Deal", "شماره معامله"), Column("Invoice", "شماره فاکتور"), Column("Placed", "ثبت میلادی"), Column("Placed (Jalali)", "ثبت"),
        Column("Note", "یادداشت"),
    ),
    lambda using: Order.objects.using(using).select_related("customer", "owner"),
    lambda one, near, words: [
        one.number, one.customer_id, one.customer.name, label(OrderState, one.state), money(one.total, one.currency), one.currency,
        one.owner.name if one.owner else "", one.deal_id, one.invoice, *words.moment(one.placed_at), one.note,
    ],
)  # fmt: skip
LINES: Final = Sheet(
    "order-lines",
    (Column("Order number", "شماره سفارش"), Column("Product", "کالا"), Column("Quantity", "تعداد"), Column("Price", "بها"), Column("Discount", "تخفیف"), CURRENCY),
    lambda using: OrderLine.objects.using(using).select_related("order"),
    lambda one, near, words: [
        one.order.number, one.name, one.thousandths / 1000, money(one.price, one.order.currency), money(one.discount, one.order.currency), one.order.currency,
    ],
)  # fmt: skip
DEALS: Final = Sheet(
    "deals",
    (
        Column("Number", "شماره"), Column("Title", "عنوان"), Column("Customer", "شماره مشتری"), Column("Customer name", "نام مشتری"), Column("Pipeline", "مسیر فروش"),
        Column("Stage", "مرحله"), Column("State", "وضعیت"), SUM, CURRENCY, Column("Owner", "مسئول"), Column("Expected", "انتظار میلادی"),
        Column("Expected (Jalali)", "انتظار"), Column("Next step", "گام بعدی"), Column("Why it was lost", "علت از دست رفتن"), Column("Note", "یادداشت"),
        Column("Since", "از تاریخ میلادی"), Column("Since (Jalali)", "از تاریخ"),
    ),
    lambda using: Deal.objects.using(using).select_related("customer", "owner", "stage__pipeline", "lost_reason"),
    lambda one, near, words: [
        one.pk, one.title, one.customer_id, one.customer.name, one.stage.pipeline.name, one.stage.name, label(DealState, one.state), money(one.amount, one.currency),
        one.currency, one.owner.name if one.owner else "", *words.day(one.expected_on), one.next_step,
        one.lost_words or (one.lost_reason.name if one.lost_reason else ""), one.note, *words.moment(one.created_at),
    ],
)  # fmt: skip
QUOTES: Final = Sheet(
    "quotes",
    (
        Column("Quote number", "شماره پیش‌فاکتور"), Column("Deal", "شماره معامله"), Column("State", "وضعیت"), SUM, CURRENCY, Column("Valid until", "اعتبار میلادی"),
        Column("Valid until (Jalali)", "اعتبار"), Column("Sent", "فرستاده میلادی"), Column("Sent (Jalali)", "فرستاده"), Column("Answered", "پاسخ میلادی"),
        Column("Answered (Jalali)", "پاسخ"), Column("The customer's word", "سخن مشتری"),
    ),
    lambda using: Quote.objects.using(using),
    lambda one, near, words: [
        one.number, one.deal_id, label(QuoteState, one.state), money(one.total, one.currency), one.currency, *words.day(one.valid_until),
        *words.moment(one.sent_at), *words.moment(one.answered_at), one.word,
    ],
)  # fmt: skip

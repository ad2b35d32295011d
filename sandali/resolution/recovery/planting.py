"""The causes that most companies know, in Persian and English, to begin with."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from sandali.resolution.models import Cause
from sandali.resolution.recovery.causes import add_cause

# A first cause, and what stands below it. Each company makes it its own.
USUAL: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "fa": {
        "ارسال و تحویل": ("تأخیر پیک", "بسته‌بندی ضعیف", "نشانی اشتباه", "گم‌شدن مرسوله", "ناهماهنگی زمان تحویل"),
        "کالا": ("ایراد ساخت", "ناهمخوانی با توضیح", "قطعهٔ جاافتاده", "کنترل کیفیت پیش از ارسال", "راهنمای نارسا"),
        "پرداخت و صورت‌حساب": ("برداشت دوباره", "بازگشت وجه دیرهنگام", "مبلغ اشتباه در فاکتور", "خطای درگاه پرداخت"),
        "پاسخ‌گویی ما": ("پاسخ دیرهنگام", "اطلاعات نادرست", "لحن نامناسب", "قول انجام‌نشده", "دست‌به‌دست‌شدن مشتری"),
        "سامانه و سایت": ("قطعی", "خطای ثبت سفارش", "موجودی نادرست"),
        "قاعدهٔ خود ما": ("شرط نامنصفانه", "شرط نامفهوم"),
    },
    "en": {
        "Delivery": ("Courier was late", "Weak packaging", "Wrong address", "Parcel was lost", "Delivery time not agreed"),
        "Goods": ("Manufacturing fault", "Not as described", "Part was missing", "No check before dispatch", "Poor instructions"),
        "Payment and invoices": ("Charged twice", "Refund was late", "Wrong amount on the invoice", "Payment page failed"),
        "How we answered": ("Answered late", "Wrong information", "Wrong tone", "Promise not kept", "Passed from hand to hand"),
        "System and website": ("Outage", "Order was not saved", "Wrong stock figures"),
        "Our own rules": ("Unfair rule", "Unclear rule"),
    },
}


@transaction.atomic
def plant_causes(language: str, *, by: Any) -> int:
    """Plant the usual causes of a language where there are none; returns how many were made."""
    if Cause.objects.exists():
        return 0
    made = 0
    for first, below in USUAL.get(language, USUAL["en"]).items():
        parent = add_cause(first, by=by)
        for name in below:
            add_cause(name, by=by, parent=parent.pk)
        made += 1 + len(below)
    return made

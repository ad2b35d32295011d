"""Template filters for digits, numbers, dates and telephone numbers in the reader's language, zone and calendar."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sandali.kit import dates, digits, phones
from sandali.kit import money as sums

register = template.Library()


def _language() -> str:
    return dates.current_display().language


@register.filter(name="digits")
def show_digits(value: Any) -> str:
    """The text with its digits in the reader's language; for codes and counts that need no separators."""
    return "" if value is None else digits.localize_digits(value, _language())


@register.filter
def code(value: str) -> str:
    """A code that people type and search for: with Latin letters it stays Latin («TX-410»), a mere number is in the reader's digits."""
    return digits.localize_code(value, _language())


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """A number with separators: «۱٬۲۳۴٫۵». `|number:2` rounds to two digits."""
    if isinstance(value, int | float | Decimal):
        return digits.format_number(value, _language(), places=places)
    return show_digits(value)


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """A share (0.25) as «۲۵٪»; nothing for None."""
    return "" if value is None else digits.format_percent(value, _language(), places=places)


@register.filter
def short(value: Any) -> str:
    """«۸٫۷ میلیارد»; nothing for None."""
    return "" if value is None else digits.short_number(value, _language())


@register.filter
def money(value: int | None, currency: str = "IRR") -> str:
    """Integer minor units with their unit; nothing for None."""
    return "" if value is None else digits.format_money(value, currency, _language(), toman=dates.current_display().toman)


@register.filter
def amount(value: int | None, currency: str = "IRR") -> str:
    """The same without its unit, for columns that name the unit once (`money_unit`)."""
    return money(value, currency).partition("\u00a0")[0]


@register.filter
def money_unit(currency: str) -> str:
    """In what amounts of a currency are shown: «تومان»."""
    return money(0, currency).partition("\u00a0")[2]


@register.filter
def quantity(value: int | None) -> str:
    """Thousandths as people write a quantity: «۱٫۵»; nothing for None."""
    return "" if value is None else sums.show_quantity(value, _language())


@register.filter
def filesize_fa(value: int | None) -> str:
    """Bytes as «۱٫۵ مگابایت»; nothing for None."""
    return "" if value is None else digits.file_size(value, _language())


@register.filter
def date_long(value: date | None) -> str:
    """«شنبه ۳۰ آبان ۱۴۰۵»."""
    return dates.show_date(value, "long") if value else ""


@register.filter
def date_medium(value: date | None) -> str:
    """«۳۰ آبان ۱۴۰۵»."""
    return dates.show_date(value, "medium") if value else ""


@register.filter
def date_short(value: date | None) -> str:
    """«۳۰ آبان»."""
    return dates.show_date(value, "short") if value else ""


@register.filter
def date_numeric(value: date | None) -> str:
    """«۱۴۰۵/۰۸/۳۰»."""
    return dates.show_date(value, "numeric") if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """«۱۲:۴۰»."""
    return dates.show_time(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """«۳۰ آبان ۱۴۰۵، ۱۲:۴۰»."""
    return dates.show_moment(value) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    """«۲ ساعت پیش»."""
    return dates.ago(value) if value else ""


@register.filter
def phone(value: str | None) -> str:
    """An E.164 number grouped for reading; put it inside `dir="ltr"`."""
    return phones.show_phone(value, _language()) if value else ""


@register.simple_tag(name="time")
def time_tag(value: datetime | date | None, style: str = "ago") -> str | SafeString:
    """`<time datetime="…" title="exact">shown</time>`: `{% time case.due_at %}`, or with a style: ago, moment, clock,
    long, medium, short, numeric. A date without a clock has styles long to numeric. Nothing for None.
    """
    if value is None:
        return ""
    if not isinstance(value, datetime):
        shown = dates.show_date(value, style if style in dates.STYLES else "medium")
        return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), dates.show_date(value, "long"), shown)
    exact = dates.show_moment(value, "long")
    shows: dict[str, Callable[[datetime], str]] = {"ago": dates.ago, "moment": dates.show_moment, "clock": dates.show_time}
    shown = shows[style](value) if style in shows else dates.show_date(value, style)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), exact, shown)

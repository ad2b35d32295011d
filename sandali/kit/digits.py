"""Numbers as people read and type them: Persian, Arabic, full-width and ASCII digits, separators, money, short forms, file sizes."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

_ASCII = "0123456789"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC = "٠١٢٣٤٥٦٧٨٩"
_FULL_WIDTH = "０１２３４５６７８９"
_TO_PERSIAN = str.maketrans(_ASCII + _ARABIC, _PERSIAN * 2)
_TO_ASCII = str.maketrans(_PERSIAN + _ARABIC + _FULL_WIDTH, _ASCII * 3)
_FA_MARKS = str.maketrans({",": "٬", ".": "٫", "-": "−"})
_SIGNS = str.maketrans({"−": "-", "‐": "-", "–": "-", "－": "-", "＋": "+", "٬": ",", "،": ",", "'": ",", "٫": "."})
_SPACES = re.compile(r"[\s\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]+")
_SEPARATED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")

# Currencies whose smallest unit is not a hundredth (ISO 4217).
_EXPONENTS = {"IRR": 0, "JPY": 0, "KRW": 0, "VND": 0, "AFN": 2, "IQD": 3, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3}
_UNITS_FA = {
    "IRR": "ریال", "IRT": "تومان", "USD": "دلار", "EUR": "یورو", "GBP": "پوند", "AED": "درهم", "TRY": "لیر", "AFN": "افغانی",
    "IQD": "دینار عراق", "CNY": "یوان",
}  # fmt: skip
_UNITS_EN = {"IRR": "rials", "IRT": "tomans"}
_SHORT = {
    "fa": ((10**3, "هزار"), (10**6, "میلیون"), (10**9, "میلیارد"), (10**12, "هزار میلیارد")),
    "en": ((10**3, "thousand"), (10**6, "million"), (10**9, "billion"), (10**12, "trillion")),
}
# What people write behind an amount: the unit of rials, and words of large numbers.
_TYPED_UNITS = {
    "تومان": "IRT", "تومن": "IRT", "toman": "IRT", "tomans": "IRT", "irt": "IRT",
    "ریال": "IRR", "ريال": "IRR", "﷼": "IRR", "rial": "IRR", "rials": "IRR", "irr": "IRR",
}  # fmt: skip
_TYPED_SIZES = {word: size for steps in _SHORT.values() for size, word in steps} | {"هزارمیلیارد": 10**12}
_TYPED_WORD = re.compile(r"[^\d\s.,٬٫+\-]+$")
_BYTES = {"fa": ("بایت", "کیلوبایت", "مگابایت", "گیگابایت", "ترابایت"), "en": ("B", "kB", "MB", "GB", "TB")}


def to_persian(text: object) -> str:
    """`text` with ASCII and Arabic digits written as Persian ones; separators stay."""
    return str(text).translate(_TO_PERSIAN)


def to_ascii(text: object) -> str:
    """`text` with Persian, Arabic and full-width digits written as ASCII ones; everything else stays."""
    return str(text).translate(_TO_ASCII)


def localize_digits(text: object, language: str) -> str:
    """`text` in the digits of `language`."""
    return to_persian(text) if language == "fa" else str(text)


def localize_code(text: str, language: str) -> str:
    """A code that people type and search for: with Latin letters it stays Latin («TX-410»), a mere number is in the digits of `language`."""
    return text if any("a" <= letter <= "z" for letter in text.lower()) else localize_digits(text, language)


def format_number(value: int | float | Decimal, language: str, *, places: int | None = None) -> str:
    """«۱٬۲۳۴٫۵» in `fa`, "1,234.5" in `en`. With `places`, rounded half up to that many digits and filled with zeros."""
    exact = value if isinstance(value, int | Decimal) else Decimal(str(value))
    if places is not None:
        exact = Decimal(exact).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if isinstance(exact, Decimal) and exact.is_zero():
        exact = abs(exact)
    shown = f"{exact:,f}" if isinstance(exact, Decimal) else f"{exact:,}"
    return to_persian(shown.translate(_FA_MARKS)) if language == "fa" else shown


def format_percent(share: float | Decimal, language: str, *, places: int = 0) -> str:
    """A share (0.25) as «۲۵٪» or "25%"."""
    shown = format_number(Decimal(str(share)) * 100, language, places=places)
    return f"{shown}٪" if language == "fa" else f"{shown}%"


def _plain(text: str) -> str:
    """ASCII digits, `.` for the decimal point, no thousands separators. Only full groups of three count as separated."""
    bare = _SPACES.sub("", to_ascii(text)).translate(_SIGNS)
    return bare.replace(",", "") if _SEPARATED.fullmatch(bare) else bare


def parse_number(text: str) -> Decimal:
    """The number a person typed, in any digits, with thousands separators («۱٬۲۳۴٫۵», "1,234.5", "1 234").

    Raises ValueError with a sentence for the person when it is not one number.
    """
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain) or len(plain) > 40:
        raise ValueError(_("This is not a number: “%(text)s”.") % {"text": text.strip()[:40]})
    try:
        return Decimal(plain)
    except InvalidOperation as problem:
        raise ValueError(_("This is not a number: “%(text)s”.") % {"text": text.strip()[:40]}) from problem


def minor_digits(currency: str) -> int:
    """How many decimal digits the minor unit of `currency` (ISO 4217) has: 2 for EUR, 0 for IRR."""
    return _EXPONENTS.get(currency, 2)


def format_money(minor: int, currency: str, language: str, *, toman: bool = True) -> str:
    """Integer minor units with the unit after the number: 120,000 IRR is «۱۲٬۰۰۰ تومان», or «۱۲۰٬۰۰۰ ریال» without `toman`."""
    if currency == "IRR" and toman:
        amount, currency, places = Decimal(minor) / 10, "IRT", 1 if minor % 10 else 0
    else:
        places = minor_digits(currency)
        amount = Decimal(minor).scaleb(-places)
    units = _UNITS_FA if language == "fa" else _UNITS_EN
    # A no-break space: a figure must not part from its unit at a line's end.
    return f"{format_number(amount, language, places=places)}\u00a0{units.get(currency, currency)}"


def currency_name(currency: str, language: str, *, toman: bool = True) -> str:
    """The unit in which amounts of a currency are shown and typed: «تومان» for IRR."""
    units = _UNITS_FA if language == "fa" else _UNITS_EN
    return units.get("IRT" if currency == "IRR" and toman else currency, currency)


def parse_money(text: str, currency: str, *, toman: bool = True) -> int:
    """What a person typed as integer minor units of `currency`; rials are typed as toman unless `toman` is false.

    A unit that stands behind the number wins over that («۱۲۰٬۰۰۰ ریال»), and so does a large number's word («۱۲ میلیون تومان»).
    Raises ValueError with a sentence when it is no number, or finer than the currency's smallest unit.
    """
    bare, times, unit = _apart(text)
    if unit and currency == "IRR":
        toman = unit == "IRT"
    shift = 1 if currency == "IRR" and toman else minor_digits(currency)
    minor = (parse_number(bare) * times).scaleb(shift)
    if minor != minor.to_integral_value():
        raise ValueError(_("This amount is finer than the smallest unit of the currency."))
    return int(minor)


def _apart(text: str) -> tuple[str, int, str]:
    """What was typed as (number, how many times it, "IRT", "IRR" or ""); words that are neither stay with the number."""
    bare, times, unit = to_ascii(text).strip(), 1, ""
    while (found := _TYPED_WORD.search(bare)) is not None:
        word = found[0].lower()
        if word in _TYPED_UNITS and not unit and times == 1:
            unit = _TYPED_UNITS[word]
        elif word in _TYPED_SIZES:
            times *= _TYPED_SIZES[word]
        else:
            return text, 1, ""
        bare = bare[: found.start()].strip()
    return (bare, times, unit) if bare else (text, 1, "")


def short_number(value: int | float | Decimal, language: str) -> str:
    """«۸٫۷ میلیارد», "8.7 billion": at most one decimal, below a thousand the number itself."""
    exact = Decimal(str(value))
    if abs(exact) < 1000:
        return format_number(value, language)
    steps = _SHORT["fa" if language == "fa" else "en"]
    # 999,950 is already "1 million": what counts is the rounded figure.
    size, word = next((step for step in steps if abs(exact) / step[0] < Decimal("999.95")), steps[-1])
    scaled = (exact / size).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    places = 0 if scaled == scaled.to_integral_value() else 1
    return f"{format_number(scaled, language, places=places)}\u00a0{word}"


def file_size(size: int, language: str) -> str:
    """Bytes as «۱٫۵ مگابایت» or "1.5 MB" (powers of 1000, as disks and mail servers count)."""
    units = _BYTES["fa" if language == "fa" else "en"]
    amount, at = Decimal(size), 0
    while at + 1 < len(units) and amount.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) >= 1000:
        amount, at = amount / 1000, at + 1
    rounded = amount.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    places = 0 if rounded == rounded.to_integral_value() or rounded >= 100 else 1
    return f"{format_number(rounded, language, places=places)}\u00a0{units[at]}"

"""How remedies are called: "a refund of 400,000 tomans", in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.kit.dates import current_display
from sandali.kit.digits import format_money
from sandali.resolution.models import RemedyKind, RemedyState

# A noun with the amount, and without. Whole phrases, because languages put the amount in other places.
WITH_AMOUNT: Final = {
    RemedyKind.REFUND: gettext_lazy("a refund of %(amount)s"),
    RemedyKind.REPLACEMENT: gettext_lazy("a replacement worth %(amount)s"),
    RemedyKind.DISCOUNT: gettext_lazy("a discount of %(amount)s"),
    RemedyKind.GIFT: gettext_lazy("a gift worth %(amount)s"),
    RemedyKind.EXCEPTION: gettext_lazy("an exception worth %(amount)s"),
    RemedyKind.TIME: gettext_lazy("more time, worth %(amount)s"),
}
ALONE: Final = {
    RemedyKind.REFUND: gettext_lazy("a refund"),
    RemedyKind.REPLACEMENT: gettext_lazy("a replacement"),
    RemedyKind.DISCOUNT: gettext_lazy("a discount"),
    RemedyKind.GIFT: gettext_lazy("a gift"),
    RemedyKind.EXCEPTION: gettext_lazy("an exception to a policy"),
    RemedyKind.TIME: gettext_lazy("more time"),
}
ICONS: Final = {
    RemedyKind.REFUND: "wallet", RemedyKind.REPLACEMENT: "package", RemedyKind.DISCOUNT: "receipt", RemedyKind.GIFT: "gift",
    RemedyKind.EXCEPTION: "shield-off", RemedyKind.TIME: "clock",
}  # fmt: skip
TONES: Final = {
    RemedyState.ASKED: "warn", RemedyState.GIVEN: "brand", RemedyState.GRANTED: "brand", RemedyState.DONE: "ok",
    RemedyState.REFUSED: "bad", RemedyState.TAKEN_BACK: "",
}  # fmt: skip


def money(amount: int, currency: str) -> str:
    """An amount as the company shows it: toman or rial, by its setting."""
    display = current_display()
    return format_money(amount, currency, display.language, toman=display.toman)


def remedy_words(kind: str, amount: int | None, currency: str) -> str:
    """What was given, as it stands inside a sentence."""
    if kind not in RemedyKind.values:
        return kind
    if amount is None:
        return str(ALONE[RemedyKind(kind)])
    return str(WITH_AMOUNT[RemedyKind(kind)]) % {"amount": money(amount, currency)}


def event_words(value: Any) -> str:
    """The same of what an event holds: [kind, amount, currency]."""
    return remedy_words(*value) if isinstance(value, list) and len(value) == 3 else str(value)


def titled(kind: str, amount: int | None, currency: str) -> str:
    """What was given, as a line begins with it."""
    words = remedy_words(kind, amount, currency)
    return words[:1].upper() + words[1:]


def left_words(left: int | None, currency: str) -> str:
    """How much may still be given without asking."""
    return _("without a limit") if left is None else money(left, currency)

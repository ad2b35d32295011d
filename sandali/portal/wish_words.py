"""Ways, hours and weekdays as words of the page's language, for the desk and for customers' own pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from functools import reduce

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.customers.contact import CALLS
from sandali.customers.models import Wishes
from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.digits import localize_digits
from sandali.kit.zones import zone_label

WEEK = (5, 6, 0, 1, 2, 3, 4)  # from Saturday, the Persian week
LANGUAGES = {"fa": gettext_lazy("Persian"), "en": gettext_lazy("English")}


def language() -> str:
    """The page's language."""
    return "fa" if (get_language() or "fa").startswith("fa") else "en"


def way_name(kind: str) -> str:
    """What a way is called; "" is every way."""
    if not kind:
        return _("every way")
    if kind == CALLS:
        return _("Phone call")
    return str(KINDS[kind].card.label) if kind in KINDS else kind


def way_choices(*, sends: bool = False, besides: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The ways by which this company reaches people, by name: kinds of its channels that send, and (unless they are to send) calls.

    `besides` are ways that were chosen already and may have no channel any more."""
    kinds = set(Channel.objects.filter(is_active=True, archived_at=None).values_list("kind", flat=True))
    found = [kind for kind, adapter in KINDS.items() if adapter.can.send and (kind in kinds or kind in besides)]
    return [(kind, way_name(kind)) for kind in (found if sends else [*found, CALLS])]


def clock(moment: time) -> str:
    """«۰۹:۰۰», "09:00"."""
    return localize_digits(f"{moment:%H:%M}", language())


def listed(words: Iterable[str]) -> str:
    """Words in a row, as the language sets them apart."""
    found = list(words)
    return reduce(lambda first, rest: _("%(first)s, %(rest)s") % {"first": first, "rest": rest}, found) if found else ""


def weekdays() -> list[tuple[int, str]]:
    """(number, name) of the days, from the day on which a week begins in this language."""
    order = WEEK if language() == "fa" else range(7)
    return [(day, WEEKDAYS[language()][day]) for day in order]


def weekday_names(days: Iterable[int]) -> str:
    """Weekdays by name, in the order of a week."""
    chosen = set(days)
    return listed(name for day, name in weekdays() if day in chosen)


def hours_words(wishes: Wishes) -> str:
    """When they want to be reached; "" where they did not say."""
    words = ""
    if wishes.hours_from is not None and wishes.hours_until is not None:
        hours = {"opening": clock(wishes.hours_from), "closing": clock(wishes.hours_until)}
        words = _("%(opening)s to %(closing)s") % hours
    if wishes.days and words:
        words = _("%(days)s, %(hours)s") % {"days": weekday_names(wishes.days), "hours": words}
    elif wishes.days:
        words = weekday_names(wishes.days)
    if words and wishes.zone:
        words = _("%(hours)s (%(zone)s)") % {"hours": words, "zone": zone_label(wishes.zone, language())}
    return words

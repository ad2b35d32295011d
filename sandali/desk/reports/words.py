"""Figures in words: lengths of time, shares, and what has changed since the period before."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display
from sandali.kit.digits import format_number, format_percent

SAME = 0.03  # a change that is smaller is neither good nor poor
NOTHING = 0.005  # one that is smaller would be shown as none


def duration(seconds: int | None, *, days: bool = False) -> str:
    """A length to the minute: «۲ ساعت و ۵ دقیقه», "2 h 5 min"; from ten hours on to the hour; "–" for none.

    `days`: from two days on in days, which hours of work do not add up to."""
    if seconds is None:
        return "–"
    minutes = (seconds + 30) // 60
    if minutes < 1:
        return _("under a minute") if seconds else _("%(number)s min") % {"number": number(0)}
    if minutes < 60:
        return _("%(number)s min") % {"number": number(minutes)}
    hours, rest = divmod(minutes, 60)
    if days and hours >= 48:
        whole = round(hours / 24)
        return ngettext("%(number)s day", "%(number)s days", whole) % {"number": number(whole)}
    if hours >= 10 or not rest:
        return _("%(number)s h") % {"number": number(round(minutes / 60))}
    return _("%(hours)s h %(minutes)s min") % {"hours": number(hours), "minutes": number(rest)}


def short_duration(seconds: int | None, *, days: bool = False) -> tuple[str, str]:
    """A length as a figure and its unit, for where there is little room: («۶٫۶», «ساعت»), ("34", "minutes")."""
    if seconds is None:
        return "–", ""
    hours, language = seconds / 3600, current_display().language
    if hours < 1:
        minutes = round(seconds / 60)
        return number(minutes), ngettext("minute", "minutes", minutes)
    in_days = days and hours >= 48
    value = int((hours / 24 if in_days else hours) * 10 + 0.5) / 10
    if value >= 10 or value.is_integer():
        value = round(value)
    many = 1 if value == 1 else 2 if value < 2 else round(value)
    return format_number(value, language), ngettext("day", "days", many) if in_days else ngettext("hour", "hours", many)


def share(part: int, whole: int) -> str:
    """A part of a whole: «۸۲٪»; "–" of nothing."""
    return format_percent(part / whole, current_display().language) if whole else "–"


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved: `shown` its size («۸٪»), `rising` where to, `good` whether that is welcome (None when it is neither)."""

    shown: str = ""
    rising: bool = True
    good: bool | None = None


def change(now: float | None, before: float | None, *, more_is_good: bool | None) -> Change:
    """How a figure moved since the period before, in per cent of what it was; nothing where either is missing or zero."""
    if now is None or not before:
        return Change()
    moved = (now - before) / before
    if abs(moved) < NOTHING:
        return Change()
    good = None if more_is_good is None or abs(moved) < SAME else (moved > 0) == more_is_good
    return Change(format_percent(abs(moved), current_display().language), moved >= 0, good)


def change_of_share(now: tuple[int, int], before: tuple[int, int]) -> Change:
    """How a share (part, whole) moved, in percentage points; more of it is good."""
    if not now[1] or not before[1]:
        return Change()
    moved = now[0] / now[1] - before[0] / before[1]
    points = round(abs(moved) * 100)
    if not points:
        return Change()
    words = ngettext("%(number)s point", "%(number)s points", points) % {"number": number(points)}
    return Change(words, moved >= 0, None if abs(moved) < SAME / 3 else moved > 0)


def verdict(now: int | None, before: int | None, *, days: bool) -> tuple[str, str]:
    """(tone, sentence) that answers whether first replies became better or worse."""
    if now is None:
        return "info", _("No first reply was given in this period yet.")
    if before is None:
        return "info", _("There were no first replies in the period before to compare with.")
    lengths = {"now": duration(now, days=days), "before": duration(before, days=days)}
    if abs(now - before) < SAME * before:
        return "info", _("About the same: half of the customers had a first reply within %(now)s, as in the period before.") % lengths
    if now < before:
        return "ok", _("Better: half of the customers had a first reply within %(now)s; before it was %(before)s.") % lengths
    return "warn", _("Worse: half of the customers had a first reply within %(now)s; before it was %(before)s.") % lengths

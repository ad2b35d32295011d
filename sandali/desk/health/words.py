"""Figures of the health of records as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.desk.reports.tables import Cell, Line, Table
from sandali.health.checks import Check, Group
from sandali.health.queries import MOST_COUNTED, Figure
from sandali.health.rules import Rules
from sandali.kit.components.pieces import number
from sandali.kit.dates import show_date


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of the table."""

    name: str
    url: str
    count: str
    of: str
    change: str
    is_worse: bool
    is_better: bool
    is_fault: bool
    trend: list[int]
    trend_words: str


def url_of(check: Check) -> str:
    """The page of a check."""
    return reverse("report_record_check", args=[check.code])


def counted(figure: Figure) -> str:
    """How many; of somebody's own, from MOST_COUNTED on no more is asked."""
    if figure.total == 0:
        return "–"
    if figure.total is None and figure.faulty >= MOST_COUNTED:
        return _("%(number)s or more") % {"number": number(figure.faulty)}
    return number(figure.faulty)


def shown(figure: Figure) -> Shown:
    """A figure with its words."""
    change = ""
    if figure.change:
        more = ngettext("%(number)s more", "%(number)s more", figure.change) if figure.change > 0 else ngettext("%(number)s fewer", "%(number)s fewer", -figure.change)
        change = more % {"number": number(abs(figure.change))}
    values = [faulty for _day, faulty in figure.trend]
    words = _("from %(first)s to %(last)s") % {"first": number(values[0]), "last": number(values[-1])} if len(values) > 1 else ""
    return Shown(
        str(figure.check.name), url_of(figure.check), counted(figure),
        _("of %(number)s") % {"number": number(figure.total)} if figure.total else "",
        change, figure.change > 0, figure.change < 0, bool(figure.faulty), values if len(values) > 1 else [], words,
    )  # fmt: skip


def groups(figures: Iterable[Figure]) -> list[tuple[str, str, list[Shown]]]:
    """(code, name, figures) of each kind of fault of which something is shown."""
    by_group: dict[str, list[Shown]] = {}
    for figure in figures:
        by_group.setdefault(figure.check.group, []).append(shown(figure))
    return [(group.value, str(group.label), by_group[group]) for group in Group if group in by_group]


def limit_words(check: Check, rules: Rules) -> str:
    """What the limit of a check is, "" where it has none."""
    days = rules.days_of(check)
    if not days:
        return ""
    said = ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days)}
    return _("%(rule)s: %(limit)s") % {"rule": check.rule, "limit": said}


def chart_of(check: Check, trend: Sequence[tuple[date, int]]) -> Table | None:
    """The way of a check's figure, as the table from which the chart is drawn; None where it is only a point yet."""
    if len(trend) < 2:
        return None
    lines = [Line(show_date(day, "short"), [Cell(number(faulty), str(faulty))]) for day, faulty in trend]
    said = {"first": number(trend[0][1]), "last": number(trend[-1][1]), "day": show_date(trend[0][0], "medium")}
    return Table(_("How it went"), _("It was %(first)s on %(day)s, and is %(last)s now.") % said, [str(check.name)], lines)


def chart_of_groups(figures: Sequence[Figure]) -> Table | None:
    """All kinds of faults over time. A kind has a value on days on which each of its checks was counted under the limits that hold now;
    anything else would be a leap that no record made."""
    days = sorted({day for figure in figures for day, _faulty in figure.trend})
    if len(days) < 2:
        return None
    chosen = [group for group in Group if any(figure.check.group == group for figure in figures)]
    sums = {group: sums_of([dict(figure.trend) for figure in figures if figure.check.group == group], days) for group in chosen}
    known = [at for at in range(len(days)) if any(sums[group][at] is not None for group in chosen)]
    if len(known) < 2:
        return None
    lines = [Line(show_date(days[at], "short"), [cell(sums[group][at]) for group in chosen]) for at in known]
    sentence = _("Records at fault on each day, by what is wrong with them. A record can be wrong in several ways.")
    return Table(_("The last three months"), sentence, [str(group.label) for group in chosen], lines)


def sums_of(trends: list[dict[date, int]], days: Sequence[date]) -> list[int | None]:
    """The sum of each day, None where a trend has nothing for it."""
    return [sum(trend[day] for trend in trends) if all(day in trend for trend in trends) else None for day in days]


def cell(value: int | None) -> Cell:
    """A number, or that there is none."""
    return Cell(number(value), str(value)) if value is not None else Cell("–")


def verdict(figures: Sequence[Figure], *, whole: bool) -> tuple[str, str]:
    """(tone, sentence): is anything wrong, and does it get better or worse."""
    wrong = [figure for figure in figures if figure.faulty]
    if not wrong:
        return "ok", _("Everything is in order: no record is at fault.") if whole else _("Everything is in order among the records that are yours.")
    if not whole:
        said = ngettext("%(number)s kind of fault among the records that are yours.", "%(number)s kinds of faults among the records that are yours.", len(wrong))
        return "info", said % {"number": number(len(wrong))}
    worse, better = (sum(1 for figure in figures if sign * figure.change > 0) for sign in (1, -1))
    said = _("%(wrong)s of %(all)s checks found something.") % {"wrong": number(len(wrong)), "all": number(len(figures))}
    moved = moved_words(better, worse)
    return ("warn" if worse > better else "ok" if moved else "info"), f"{said} {moved}".strip()


def moved_words(better: int, worse: int) -> str:
    """How many checks got better and worse within a month, "" where none did."""
    numbers = {"better": number(better), "worse": number(worse)}
    if better and worse:
        return _("Compared with a month ago %(better)s got better and %(worse)s got worse.") % numbers
    if better:
        return ngettext("Compared with a month ago %(better)s got better.", "Compared with a month ago %(better)s got better.", better) % numbers
    return ngettext("Compared with a month ago %(worse)s got worse.", "Compared with a month ago %(worse)s got worse.", worse) % numbers if worse else ""


def sorts_of_acts(check: Check, person_may: Any) -> str:
    """Which act on many the list of a check has: "kinds", "corrections", or ""."""
    if check.code == "no_kind" and person_may("handle_cases"):
        return "kinds"
    return "corrections" if check.code == "misspelt" and person_may("edit_customers") else ""

"""The figures of sales as the page shows them: key figures, months, reasons and groups, each with the address of its deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.desk.remedies.words import money
from sandali.desk.reports.tables import NOBODY, Cell, Line, Table
from sandali.desk.reports.words import Change, change, change_of_share, duration, share, short_duration
from sandali.kit.components.pieces import number
from sandali.kit.periods import Period, short_name
from sandali.sales.report import ENOUGH, Tally, Told

NONE = "–"


def behind(asking: Any, state: str, many: int, *, days: Period | None = None, **narrower: int) -> str:
    """The address of the deals behind a figure, "" where there are none. 0 asks for those of none."""
    if not many:
        return ""
    first, last = span(asking, days)
    asked = {"state": state, "from": first.isoformat(), "to": last.isoformat(), **dict(asking.narrows), **narrower}
    return f"{reverse('deal_list')}?{urlencode(asked)}"


def span(asking: Any, days: Period | None) -> tuple[date, date]:
    """From which to which day."""
    period = days or asking.question.period
    return period.first, period.last


def sums(amounts: Mapping[str, int]) -> list[str]:
    """Amounts in words, each currency by itself; nothing of nothing."""
    return [money(amount, currency) for currency, amount in sorted(amounts.items()) if amount]


def rate(one: Tally) -> str:
    """How many of those that ended were won; of a few no share is told."""
    return share(one.won, one.ended) if one.ended >= ENOUGH else NONE


def key_figures(asking: Any, found: Told, before: Tally) -> list[dict[str, Any]]:
    """The row that answers "better or worse than the period before?", as the `kpi` tag takes it."""
    now, was = found.whole, _("before: %(value)s")
    counts = {"won": number(now.won), "all": number(now.ended)}
    value, note, moved = _("%(won)s of %(all)s") % counts, _("of the deals that ended were won"), Change()
    if now.ended >= ENOUGH:
        value, note = share(now.won, now.ended), _("won: %(won)s of %(all)s that ended") % counts
        moved = change_of_share((now.won, now.ended), (before.won, before.ended)) if before.ended >= ENOUGH else Change()
    took = short_duration(now.half_within, days=True)
    return [
        {
            "label": _("Won"), "value": number(now.won), "note": " · ".join(sums(now.won_for)) or was % {"value": number(before.won)},
            "moved": change(now.won, before.won, more_is_good=True), "trend": [one.won for one in found.steps], "url": behind(asking, "won", now.won),
        },
        {
            "label": _("Lost"), "value": number(now.lost), "note": " · ".join(sums(now.lost_for)) or was % {"value": number(before.lost)},
            "moved": change(now.lost, before.lost, more_is_good=False), "trend": [one.lost for one in found.steps], "url": behind(asking, "lost", now.lost),
        },
        {"label": _("Share won"), "value": value if now.ended else NONE, "note": note if now.ended else "", "moved": moved, "trend": [], "url": ""},
        {
            "label": _("Half won within"), "value": took[0], "unit": took[1], "note": _("from the day on which the deal was opened") if now.took else "",
            "moved": change(now.half_within, before.half_within, more_is_good=False), "trend": [], "url": "",
        },
    ]  # fmt: skip


def flow(asking: Any, found: Told, months: Sequence[Period]) -> Table:
    """What was won and what was lost, month by month: the chart."""
    lines = [
        Line(short_name(step, asking.question.display), [Cell(number(one.won), str(one.won), behind(asking, "won", one.won, days=step)), Cell(number(one.lost), str(one.lost), behind(asking, "lost", one.lost, days=step))])
        for step, one in zip(months, found.steps, strict=True)
    ]
    said = {"won": number(found.whole.won), "lost": number(found.whole.lost)}
    return Table(_("Won and lost"), _("Deals won: %(won)s. Deals lost: %(lost)s.") % said, [_("Won"), _("Lost")], lines)


def cells(asking: Any, one: Tally, *, days: Period | None = None, **narrower: int) -> list[dict[str, Any]]:
    """A line of figures: won, for how much, lost, for how much, the share, and how long winning took."""
    won, lost = (behind(asking, state, many, days=days, **narrower) for state, many in (("won", one.won), ("lost", one.lost)))
    return [
        {"lines": [number(one.won)], "url": won}, {"lines": sums(one.won_for) or [NONE], "url": ""}, {"lines": [number(one.lost)], "url": lost},
        {"lines": sums(one.lost_for) or [NONE], "url": ""}, {"lines": [rate(one)], "url": ""}, {"lines": [duration(one.half_within, days=True)], "url": ""},
    ]  # fmt: skip


def columns() -> list[str]:
    """What `cells` are called."""
    return [_("Won"), _("Won for"), _("Lost"), _("Lost for"), _("Share won"), _("Half won within")]


def by_month(asking: Any, found: Told, months: Sequence[Period]) -> dict[str, Any]:
    """The months with their sums, the latest first, and what they come to."""
    lines = [{"name": short_name(step, asking.question.display), "cells": cells(asking, one, days=step)} for step, one in zip(months, found.steps, strict=True)]
    return {"columns": columns(), "lines": lines[::-1], "whole": cells(asking, found.whole)}


def reasons_of(asking: Any, found: Told, names: Mapping[int | None, str]) -> list[dict[str, Any]]:
    """Why deals were lost, the most frequent first, as bars."""
    most = max((one.lost for one in found.reasons.values()), default=0)
    ordered = sorted(names, key=lambda key: -found.reasons[key].lost)
    return [
        {
            "name": names[key], "count": number(found.reasons[key].lost), "sums": " · ".join(sums(found.reasons[key].lost_for)),
            "share": round(100 * found.reasons[key].lost / most), "url": behind(asking, "lost", found.reasons[key].lost, reason=key or 0),
        }
        for key in ordered
    ]  # fmt: skip


def groups_apart(asking: Any, groups: Mapping[int | None, Tally], names: Mapping[int | None, str]) -> dict[str, Any]:
    """The figures told apart, in the order of the names: nobody is ranked."""
    lines = [
        {
            "name": names[key] or NOBODY[asking.by](), "cells": cells(asking, groups[key], **{asking.by: key or 0}),
            "url": asking.url(**{asking.by: key}) if key is not None else "",
        }
        for key in names
    ]  # fmt: skip
    return {"columns": columns(), "lines": lines}

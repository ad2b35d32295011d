"""Conditions on customers: what each is asked with, whom it holds for, its words; and how often something happened in which time.

A room that knows something of customers has a module with CONDITIONS, listed in settings.SEGMENT_CONDITIONS. What a condition asks is
always asked of what its reader may see: what they may not see does not exist for them, in counts as in lists (docs/decisions/0047)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sandali.company.queries import company_zone
from sandali.customers.models import CustomField
from sandali.customers.segments.parts import Choice, Day, Number, Part, Wrong
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import format_number

ISOLATE, END = "\u2068", "\u2069"
AT_LEAST, EXACTLY, AT_MOST, NEVER = "at_least", "exactly", "at_most", "never"
GONE: Final = gettext_lazy("(no longer there)")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, at which moment; `only`: nobody but these customers is asked about, which makes the question small."""

    person: Any
    now: datetime = field(default_factory=timezone.now)
    only: tuple[int, ...] | None = None

    def near(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of rows that have a customer, those that can matter."""
        return rows if self.only is None else rows.filter(customer__in=self.only)


@dataclass(frozen=True, slots=True)
class Known:
    """How what conditions name by number is called, read once for all of them."""

    fields: Mapping[int, CustomField] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    organisations: Mapping[int, str] = field(default_factory=dict)

    def tag(self, number: int) -> str:
        """A tag's name."""
        return called(self.tags, number)

    def organisation(self, number: int) -> str:
        """An organisation's name."""
        return called(self.organisations, number)


def called(names: Mapping[int, str], number: int) -> str:
    """A name in its own direction."""
    return quoted(names[number]) if number in names else str(GONE)


def quoted(text: object) -> str:
    """A text of people among other words, in its own direction."""
    return f"{ISOLATE}{text}{END}"


class Condition:
    """One kind of condition. It holds no state: its values come along, as its parts have read them."""

    name: ClassVar[str] = ""
    label: Any = ""
    group: Any = ""
    right: ClassVar[str] = ""  # without which it is not offered
    parts: tuple[Part, ...] = ()

    def read(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """The values to keep of what was typed; a name that is no part's is as if absent. Raises Wrong."""
        kept: dict[str, Any] = {}
        for part in self.parts:
            value = part.read(str(typed.get(part.name, ""))[:500], typed)
            if value is not None:
                kept[part.name] = value
            elif part.is_required:
                raise Wrong(_("Please fill this in."), part.name)
        self.check(kept)
        return kept

    def check(self, kept: dict[str, Any]) -> None:
        """What several parts have to say together. Raises Wrong."""

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        """The condition on customers."""
        raise NotImplementedError

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        """The condition as a phrase that goes on after "customers"."""
        raise NotImplementedError


@cache
def conditions() -> dict[str, Condition]:
    """Name → condition, of all rooms in the order of the settings. Raises ValueError where two have one name."""
    found: dict[str, Condition] = {}
    for module in settings.SEGMENT_CONDITIONS:
        for one in import_module(module).CONDITIONS:
            if one.name in found:
                raise ValueError(f"two conditions are called {one.name}")
            found[one.name] = one
    return found


# --- When ------------------------------------------------------------------------------------------------------------
SINCE, UNTIL = Day("since", gettext_lazy("Since"), is_required=False), Day("until", gettext_lazy("Until"), is_required=False)
DAYS = Number("days", gettext_lazy("Or within the last days"), is_required=False)
PERIOD: Final = (SINCE, UNTIL, DAYS)


def begins(day: str) -> datetime:
    """The first moment of a day (ISO 8601) on the company's wall."""
    return datetime.combine(date.fromisoformat(day), time.min, tzinfo=company_zone())


def ends(day: str) -> datetime:
    """The first moment after a day on the company's wall."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min, tzinfo=company_zone())


def within(column: str, values: Mapping[str, Any], asking: Asking) -> Q:
    """That a moment lies in the period of the parts PERIOD, both days included."""
    found = Q()
    if "since" in values:
        found &= Q(**{f"{column}__gte": begins(values["since"])})
    if "until" in values:
        found &= Q(**{f"{column}__lt": ends(values["until"])})
    if "days" in values:
        found &= Q(**{f"{column}__gte": asking.now - timedelta(days=values["days"])})
    return found


def check_period(kept: Mapping[str, Any]) -> None:
    """A period has an order, and is said one way. Raises Wrong."""
    if "days" in kept and ("since" in kept or "until" in kept):
        raise Wrong(_("Please write either dates or a number of days."), "days")
    if "since" in kept and "until" in kept and kept["since"] > kept["until"]:
        raise Wrong(_("This day is before the first one."), "until")


def in_period(phrase: str, values: Mapping[str, Any]) -> str:
    """A phrase with its period, where there is one."""
    said = {name: show_date(date.fromisoformat(values[name])) for name in ("since", "until") if name in values}
    if "days" in values:
        period = ngettext("in the last day", "in the last %(number)s days", values["days"]) % {"number": shown_number(values["days"])}
    elif len(said) == 2:
        period = _("from %(since)s to %(until)s") % said
    elif said:
        period = (_("since %(since)s") if "since" in said else _("until %(until)s")) % said
    else:
        return phrase
    return _("%(phrase)s %(period)s") % {"phrase": phrase, "period": period}


def shown_number(number: int) -> str:
    """A number in the reader's digits."""
    return format_number(number, current_display().language)


# --- How often -------------------------------------------------------------------------------------------------------
def how_often() -> list[tuple[str, str]]:
    """The ways to count."""
    return [(AT_LEAST, _("At least")), (EXACTLY, _("Exactly")), (AT_MOST, _("At most")), (NEVER, _("Never"))]


HOW = Choice("how", pgettext_lazy("how often", "Counted"), choices=how_often)
TIMES = Number("times", pgettext_lazy("how often", "Times"), is_required=False, most=10_000)
HOW_OFTEN: Final = (HOW, TIMES)


class Counting(Condition):
    """That something happened so often in a period. `rows` are what is counted: each has a customer, and its moment in `column`."""

    column: ClassVar[str] = "at"

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        """What happened, as far as the person who asks may see it."""
        raise NotImplementedError

    def check(self, kept: dict[str, Any]) -> None:
        """A number is wanted, unless it never happened."""
        if kept["how"] == NEVER:
            kept.pop("times", None)
        elif "times" not in kept:
            raise Wrong(_("Please write how often."), "times")
        check_period(kept)

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        """Along one set of numbers: nobody is asked one by one."""
        rows = asking.near(self.rows(values, asking).filter(within(self.column, values, asking))).order_by()
        how, times = values["how"], values.get("times", 1)
        if how == NEVER or (how == AT_LEAST and times == 1):
            found = Q(pk__in=rows.values("customer_id"))
            return ~found if how == NEVER else found
        ways = {AT_LEAST: "often__gte", EXACTLY: "often", AT_MOST: "often__gt"}
        found = Q(pk__in=rows.values("customer_id").annotate(often=Count("*")).filter(**{ways[how]: times}).values("customer_id"))
        return ~found if how == AT_MOST else found  # whoever has none is among them


def times_words(values: Mapping[str, Any]) -> str:
    """How often, in words."""
    times, how = values.get("times", 1), values["how"]
    said = {"number": shown_number(times)}
    if how == AT_LEAST:
        return ngettext("at least once", "at least %(number)s times", times) % said
    if how == AT_MOST:
        return ngettext("once at most", "at most %(number)s times", times) % said
    return ngettext("exactly once", "exactly %(number)s times", times) % said

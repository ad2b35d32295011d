"""The inbox list: which cases are asked for, and each as a row ready to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import reach_key
from sandali.cases.models import ON_US, Case, Kind, Priority, State
from sandali.cases.queries import (
    BOXES,
    MOST_COUNTED,
    SHOWN,
    SORTS,
    box_counts,
    in_box,
    read_until,
    shown,
    sorted_cases,
)
from sandali.customers.models import Customer
from sandali.kit.components.pieces import avatar, chip, number
from sandali.kit.components.regions import list_row
from sandali.kit.components.talk import length
from sandali.kit.dates import ago, current_display
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared

PAGE = 30
BOX_NAMES = {
    "mine": gettext_lazy("Mine"),
    "unassigned": gettext_lazy("Unassigned"),
    "department": gettext_lazy("My department"),
    "all": gettext_lazy("All"),
}
SHOWN_NAMES = {
    "us": gettext_lazy("Wants our word"),
    "waiting": gettext_lazy("Waiting for the customer"),
    "snoozed": gettext_lazy("Snoozed"),
    "done": gettext_lazy("Answered and confirmed"),
    "every": gettext_lazy("All states"),
}
SORT_NAMES = {
    "due": gettext_lazy("Longest waiting first"),
    "waking": gettext_lazy("Soonest back first"),
    "latest": gettext_lazy("Latest first"),
}
SORTS_OF = {"us": ("due", "latest"), "snoozed": ("waking", "latest")}
CHANNEL_ICONS = {"email": "mail", "counter": "armchair"}
DIRECTION_ICONS = {"call": "phone", "visit": "armchair"}
STATE_CHIPS = {
    State.WAITING: ("hourglass", ""),
    State.SNOOZED: ("zzz", ""),
    State.ANSWERED: ("message-question", "info"),
    State.CONFIRMED: ("heart-handshake", "ok"),
    State.LAPSED: ("clock", ""),
}
KIND_TONES = {Kind.COMPLAINT: "bad", Kind.PRAISE: "ok", Kind.SUGGESTION: "violet"}
# Until the company has service standards of its own, a case that waits for half a day stands out, for a day more so.
WAITS_LONG, WAITS_TOO_LONG = timedelta(hours=4), timedelta(hours=24)


@lru_cache(maxsize=1)
def _inbox_address() -> str:
    return reverse("cases")


@lru_cache(maxsize=256)
def _query(box: str, what: str, sort: str) -> str:
    given = {"box": box, "state": what if what != "us" else "", "sort": sort if sort != sorts_of(what)[0] else ""}
    return "?" + urlencode({key: value for key, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Filter:
    """What the inbox shows: a box of BOXES, a filter of SHOWN, a sort of SORTS. As a query string it travels with every link."""

    box: str = "mine"
    shown: str = "us"
    sort: str = "due"

    @property
    def query(self) -> str:
        """The query string, without what is usual; begins with "?"."""
        return _query(self.box, self.shown, self.sort)

    @property
    def url(self) -> str:
        """The inbox with this filter."""
        return _inbox_address() + self.query

    def case_url(self, number: int) -> str:
        """A case beside the list with this filter."""
        return f"{_inbox_address()}{number}/{self.query}"

    def at(self, **changed: str) -> Filter:
        """The same with something changed, and a sort that fits."""
        wanted = replace(self, **changed)
        return wanted if wanted.sort in sorts_of(wanted.shown) else replace(wanted, sort=sorts_of(wanted.shown)[0])


def sorts_of(what: str) -> tuple[str, ...]:
    """The sorts that a filter offers, the usual one first."""
    return SORTS_OF.get(what, ("latest",))


def asked_filter(asked: Mapping[str, str]) -> Filter:
    """The filter of a query string. Unknown words are as if they were not there (H7: an allow-list)."""
    box = asked.get("box", "")
    what = asked.get("state", "")
    what = what if what in SHOWN else "us"
    sort = asked.get("sort", "")
    return Filter(box if box in BOXES else "mine", what, sort if sort in sorts_of(what) else sorts_of(what)[0])


def asked_after(asked: Mapping[str, str]) -> tuple[datetime, int] | None:
    """Where the next page begins: "2026-11-21T08:00:00+00:00,12"; None when it is missing or wrong."""
    moment, _comma, row = asked.get("after", "").partition(",")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(row)) if at.tzinfo is not None else None
    except ValueError:
        return None


def inbox(person: Any, wanted: Filter, *, after: tuple[datetime, int] | None = None, current: int = 0) -> dict[str, Any]:
    """Context of the list: rows, the next page's address, tabs, filters."""
    listed = with_read(person, first_rows(person, wanted) if after is None else later_rows(person, wanted, after))
    page, more = listed[:PAGE], len(listed) > PAGE
    now = timezone.now()
    return {
        "filter": wanted,
        "rows": format_html_join("", "{}", ((row(one, wanted, now=now, current=one.number == current),) for one in page)),
        "more_url": f"{wanted.url}&{urlencode({'after': after_of(page[-1], wanted.sort)})}" if more else "",
    }


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows of a case. The field names are those of ROW_FIELDS in order, then whether it holds something unread."""

    number: int
    subject: str
    preview: str
    state: str
    kind: str
    priority: int
    waiting_since: datetime | None
    snoozed_until: datetime | None
    last_message_at: datetime
    last_message_id: int
    customer_id: int
    customer_name: str
    channel: str | None
    owner_id: int | None
    owner: str | None
    unread: bool = False


ROW_FIELDS = (
    "pk", "subject", "preview", "state", "kind", "priority", "waiting_since", "snoozed_until", "last_message_at", "last_message_id",
    "customer_id", "customer__name", "channel__kind", "assignee_id", "assignee__name",
)  # fmt: skip


def read_rows(person: Any, cases: QuerySet[Case]) -> list[Row]:
    """Cases as rows, without making models of them: a list is read far more often than anything else."""
    return with_read(person, list(cases.values_list(*ROW_FIELDS)))


_first: Kept[Prepared] = Kept(1024)


def first_rows(person: Any, wanted: Filter) -> list[tuple[Any, ...]]:
    """The beginning of a list, and one row more than a page."""
    return _first.get((reach_key(person), wanted), lambda: Prepared(lambda: listed_values(person, wanted)))()


def later_rows(person: Any, wanted: Filter, after: tuple[datetime, int]) -> list[tuple[Any, ...]]:
    """The same after a row that was seen."""
    return list(listed_values(person, wanted, after))


def listed_values(person: Any, wanted: Filter, after: tuple[datetime, int] | None = None) -> QuerySet[Case, Any]:
    """A page of a list and one row more, as ROW_FIELDS."""
    found = sorted_cases(shown(in_box(person, wanted.box), wanted.shown), sort=wanted.sort, after=after)
    return found.values_list(*ROW_FIELDS)[: PAGE + 1]


def with_read(person: Any, values: list[tuple[Any, ...]]) -> list[Row]:
    """Values as rows, each with whether it holds something unread."""
    read = read_until(person, [one[0] for one in values])
    return [Row(*one, unread=read.get(one[0], 0) < one[9]) for one in values]


def after_of(last: Row, sort: str) -> str:
    """The mark of the last row of a page."""
    return f"{getattr(last, SORTS[sort][0]).isoformat()},{last.number}"


def tabs(person: Any, wanted: Filter, newest: tuple[int, datetime] | None) -> list[dict[str, Any]]:
    """The boxes with their counts, as they stood when `newest` was the last thing that happened."""
    counts = box_counts(person, newest)
    return [
        {"label": BOX_NAMES[box], "url": wanted.at(box=box).url, "current": box == wanted.box, "count": capped(counts[box])} for box in BOXES
    ]


def capped(value: int) -> str:
    """A count in the digits of the page; a long queue is "99+"."""
    return number(value) if value < MOST_COUNTED else _("%(number)s+") % {"number": number(MOST_COUNTED - 1)}


def filters(wanted: Filter) -> dict[str, list[dict[str, Any]]]:
    """The two small menus above the list."""
    return {
        "states": [
            {"label": name, "url": wanted.at(shown=what).url, "current": what == wanted.shown} for what, name in SHOWN_NAMES.items()
        ],
        "sorts": [
            {"label": SORT_NAMES[sort], "url": wanted.at(sort=sort).url, "current": sort == wanted.sort}
            for sort in sorts_of(wanted.shown)
        ],
    }


def row(one: Row, wanted: Filter, *, now: datetime, current: bool = False) -> SafeString:
    """One case of the list. Rows change rarely and are shown often, so they are kept by everything that they say."""
    owner = (one.owner, one.owner_id) if wanted.box != "mine" and one.owner and one.owner_id else None
    waits = now - one.waiting_since if one.waiting_since is not None and one.state in ON_US else None
    tone = "" if waits is None else "bad" if waits > WAITS_TOO_LONG else "warn" if waits > WAITS_LONG else ""
    name = one.customer_name or str(Customer(pk=one.customer_id))
    return _row(
        one.number, wanted.case_url(one.number), name, one.customer_id, one.subject, one.preview, one.last_message_at,
        ago(one.last_message_at, now), CHANNEL_ICONS.get(one.channel or "", "user"), State(one.state), one.priority, one.kind, owner,
        length(waits) if waits is not None else "", tone, current, one.unread, current_display(),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _row(
    number_of: int, url: str, name: str, key: int, subject: str, preview: str, at: datetime, when: str, channel: str, state: State,
    priority: int, kind: str, owner: tuple[str, int] | None, waits: str, tone: str, current: bool, unread: bool, display: object,
) -> SafeString:  # fmt: skip
    both = _("%(subject)s · %(preview)s") % {"subject": subject, "preview": preview}
    return list_row(
        chips(state, priority, kind, owner, waits=waits, tone=tone, unread=unread),
        url=url,
        title=name,
        preview=both if subject and preview else subject or preview,
        at=at,
        key=key,
        channel=channel,
        current=current,
        unread=unread,
        id=f"case-row-{number_of}",
        hx_get=url,
        hx_target="#main",
        hx_swap="outerHTML",
        hx_push_url="true",
    )


def chips(
    state: State, priority: int, kind: str, owner: tuple[str, int] | None, *, waits: str, tone: str, unread: bool
) -> SafeString:
    """What is to be known of a case at a glance: how long it waits, its state, what it is, whose it is."""
    parts = []
    if waits:
        parts.append(chip(_("waiting for %(length)s") % {"length": waits}, tone=tone, icon_name="clock"))
    elif state not in ON_US:
        icon_name, tone = STATE_CHIPS[state]
        parts.append(chip(str(state.label), tone=tone, icon_name=icon_name))
    if priority > Priority.NORMAL:
        urgent = priority == Priority.URGENT
        parts.append(chip(str(Priority(priority).label), tone="bad" if urgent else "warn", icon_name="flag"))
    if kind:
        parts.append(chip(str(Kind(kind).label), tone=KIND_TONES.get(Kind(kind), "")))
    if owner is not None:
        said = _("Owner: %(name)s") % {"name": owner[0]}
        face = avatar(owner[0], key=owner[1], size="tiny", label=said)
        parts.append(format_html('<span class="owner" title="{}">{}</span>', said, face))
    if unread:
        parts.append(format_html('<span class="hidden-visually">{}</span>', _("Unread")))
    return format_html_join("", "{}", ((part,) for part in parts))

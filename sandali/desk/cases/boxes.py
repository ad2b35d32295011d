"""The inbox list: which cases are asked for, and each as a row ready to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import ON_US, Case, Kind, Priority, State
from sandali.cases.queries import BOXES, MOST_COUNTED, SHOWN, SORTS, box_counts, case_page, in_box, shown, unread_ids
from sandali.kit.components.pieces import avatar, chip, number
from sandali.kit.components.regions import list_row
from sandali.kit.components.talk import length

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


@dataclass(frozen=True, slots=True)
class Filter:
    """What the inbox shows: a box of BOXES, a filter of SHOWN, a sort of SORTS. As a query string it travels with every link."""

    box: str = "mine"
    shown: str = "us"
    sort: str = "due"

    @property
    def query(self) -> str:
        """The query string, without what is usual; begins with "?" unless empty."""
        usual = Filter(shown=self.shown)
        given = {
            "box": self.box,
            "state": self.shown if self.shown != "us" else "",
            "sort": self.sort if self.sort != sorts_of(usual.shown)[0] else "",
        }
        return "?" + urlencode({key: value for key, value in given.items() if value})

    @property
    def url(self) -> str:
        """The inbox with this filter."""
        return reverse("cases") + self.query

    def case_url(self, number: int) -> str:
        """A case beside the list with this filter."""
        return reverse("case", args=[number]) + self.query

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
    cases = case_page(shown(in_box(person, wanted.box), wanted.shown), sort=wanted.sort, after=after, most=PAGE + 1)
    page, more = cases[:PAGE], len(cases) > PAGE
    unread = unread_ids(person, page)
    now = timezone.now()
    return {
        "filter": wanted,
        "rows": format_html_join(
            "", "{}", ((row(case, wanted, now=now, current=case.pk == current, unread=case.pk in unread),) for case in page)
        ),
        "more_url": f"{wanted.url}&{urlencode({'after': after_of(page[-1], wanted.sort)})}" if more else "",
    }


def after_of(case: Case, sort: str) -> str:
    """The mark of the last row of a page."""
    return f"{getattr(case, SORTS[sort][0]).isoformat()},{case.pk}"


def tabs(person: Any, wanted: Filter) -> list[dict[str, Any]]:
    """The boxes with their counts."""
    counts = box_counts(person)
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


def row(case: Case, wanted: Filter, *, now: datetime, current: bool = False, unread: bool = False) -> SafeString:
    """One case of the list."""
    url = wanted.case_url(case.pk)
    return list_row(
        chips(case, wanted, now=now, unread=unread),
        url=url,
        title=str(case.customer),
        preview=_("%(subject)s · %(preview)s") % {"subject": case.subject, "preview": case.preview}
        if case.subject and case.preview
        else case.subject or case.preview,
        at=case.last_message_at,
        key=case.customer_id,
        channel=channel_icon(case),
        current=current,
        unread=unread,
        id=f"case-row-{case.pk}",
        hx_get=url,
        hx_target="#main",
        hx_swap="outerHTML",
        hx_push_url="true",
    )


def channel_icon(case: Case) -> str:
    """The small mark at the face: by which kind of channel the case came."""
    return CHANNEL_ICONS.get(case.channel.kind, "message-circle") if case.channel is not None else "user"


def chips(case: Case, wanted: Filter, *, now: datetime, unread: bool) -> SafeString:
    """What is to be known of a case at a glance: how long it waits, its state, what it is, whose it is."""
    parts = [waiting_chip(case, now)] if case.state in ON_US else [state_chip(case)]
    if case.priority > Priority.NORMAL:
        parts.append(priority_chip(case))
    if case.kind:
        parts.append(chip(str(Kind(case.kind).label), tone=KIND_TONES.get(Kind(case.kind), "")))
    if wanted.box != "mine" and case.assignee is not None:
        parts.append(owner_mark(case.assignee.name, case.assignee_id))
    if unread:
        parts.append(format_html('<span class="hidden-visually">{}</span>', _("Unread")))
    return format_html_join("", "{}", ((part,) for part in parts))


def owner_mark(name: str, key: object) -> SafeString:
    """Whose the case is, as a small face at the end of the line; the name is its tip."""
    said = _("Owner: %(name)s") % {"name": name}
    return format_html('<span class="owner" title="{}">{}</span>', said, avatar(name, key=key, size="tiny", label=said))


def waiting_chip(case: Case, now: datetime) -> SafeString:
    """How long the customer waits for our word."""
    if case.waiting_since is None:
        return SafeString("")
    span = now - case.waiting_since
    tone = "bad" if span > WAITS_TOO_LONG else "warn" if span > WAITS_LONG else ""
    return chip(_("waiting for %(length)s") % {"length": length(span)}, tone=tone, icon_name="clock")


def state_chip(case: Case) -> SafeString:
    """The state in words, where it is not our turn."""
    icon_name, tone = STATE_CHIPS.get(State(case.state), ("circle-dot", "brand"))
    return chip(str(State(case.state).label), tone=tone, icon_name=icon_name)


def priority_chip(case: Case) -> SafeString:
    """High or urgent."""
    tone, icon_name = ("bad", "flag") if case.priority == Priority.URGENT else ("warn", "flag")
    return chip(str(Priority(case.priority).label), tone=tone, icon_name=icon_name)

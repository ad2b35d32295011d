"""The inbox list: which cases are asked for, and each as a row ready to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.access import reach_key
from sandali.cases.filtering import READERS, Asked, narrowed, read_asked
from sandali.cases.models import NO_DEADLINE, NOT_DELIVERED, ON_US, Case, Kind, Mood, Priority, State
from sandali.cases.own_filtering import is_own
from sandali.cases.queries import (
    BOXES,
    MOST_COUNTED,
    SHOWN,
    box_counts,
    in_box,
    rank_of,
    read_until,
    shown,
    sorted_cases,
)
from sandali.channels.kinds import KINDS
from sandali.company.permissions import may
from sandali.customers.models import Customer
from sandali.desk.cases.due import due_words
from sandali.desk.cases.paging import after_of
from sandali.desk.promises.signs import end_of_today, sign
from sandali.kit.components.pieces import avatar, chip, number
from sandali.kit.components.regions import list_row
from sandali.kit.components.talk import length
from sandali.kit.dates import ago, current_display, show_moment
from sandali.kit.digits import localize_digits
from sandali.kit.kept import Kept
from sandali.kit.markup_text import format_html, format_html_join
from sandali.kit.page_addresses import reverse
from sandali.kit.prepared import Prepared
from sandali.resolution.promises.queries import signs_of

PAGE = 30
BOX_NAMES = {
    "mine": gettext_lazy("Mine"),
    "unassigned": gettext_lazy("Unassigned"),
    "department": gettext_lazy("My department"),
    "all": gettext_lazy("All"),
}
SHOWN_NAMES = {
    "us": gettext_lazy("Needs an answer"),
    "waiting": gettext_lazy("Waiting for the customer"),
    "snoozed": gettext_lazy("Snoozed"),
    "done": gettext_lazy("Answered and confirmed"),
    "every": gettext_lazy("All states"),
}
SORT_NAMES = {
    "due": gettext_lazy("What is due first"),
    "waiting": gettext_lazy("Longest waiting first"),
    "waking": gettext_lazy("Soonest back first"),
    "latest": gettext_lazy("Latest first"),
    "priority": gettext_lazy("Highest priority first"),
}
# What is late is due today too.
DUE_NAMES = {"late": gettext_lazy("Late"), "today": gettext_lazy("Due today")}
SORTS_OF = {"us": ("due", "waiting", "latest", "priority"), "snoozed": ("waking", "latest")}
CHANNEL_ICONS = {kind: adapter.card.icon for kind, adapter in KINDS.items()}
DIRECTION_ICONS = {"call": "phone", "visit": "armchair"}
STATE_CHIPS = {
    State.WAITING: ("hourglass", ""),
    State.SNOOZED: ("zzz", ""),
    State.ANSWERED: ("message-question", "info"),
    State.CONFIRMED: ("heart-handshake", "ok"),
    State.LAPSED: ("clock", ""),
}
MOOD_ICONS = {Mood.CALM: "mood-neutral", Mood.GLAD: "mood-smile", Mood.WORRIED: "mood-nervous", Mood.UPSET: "mood-sad", Mood.ANGRY: "mood-angry"}
MOOD_TONES = {Mood.CALM: "", Mood.GLAD: "ok", Mood.WORRIED: "info", Mood.UPSET: "warn", Mood.ANGRY: "bad"}
GRAVE = (Mood.UPSET, Mood.ANGRY)  # what a list tells of
ENDED = (State.CONFIRMED, State.LAPSED)
KIND_TONES = {Kind.COMPLAINT: "bad", Kind.PRAISE: "ok", Kind.SUGGESTION: "violet"}
# Where no service standard says until when, a case that waits for half a day stands out, for a day more so.
MINUTE = timedelta(minutes=1)
NOTHING_ASKED = Asked()
OVERRIDING = ("is", "aside")
WAITS_LONG, WAITS_TOO_LONG = timedelta(hours=4), timedelta(hours=24)


@lru_cache(maxsize=1)
def _inbox_address() -> str:
    return reverse("cases")

@lru_cache(maxsize=1024)
def _query(box: str, what: str, sort: str, asked: Asked) -> str:
    given = {"box": box, "state": what if what != "us" and not overrides(asked) else "", "sort": sort if sort != sorts_of(what)[0] else ""}
    return "?" + urlencode([*((key, value) for key, value in given.items() if value), *asked.fields], doseq=True)


def overrides(asked: Asked) -> bool:
    """Whether a filter says itself in which states cases are listed, so that the choice of SHOWN says nothing."""
    return any(asked.many(name) for name in OVERRIDING)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the inbox shows: a box of BOXES, a filter of SHOWN, a sort of SORTS, and what else was asked. As a query string it
    travels with every link."""

    box: str = "mine"
    shown: str = "us"
    sort: str = "due"
    asked: Asked = NOTHING_ASKED

    @property
    def query(self) -> str:
        """The query string, without what is usual; begins with "?"."""
        return _query(self.box, self.shown, self.sort, self.asked)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The same as the fields of a form that is sent by GET."""
        return parse_qsl(self.query[1:])

    @property
    def url(self) -> str:
        """The inbox with this filter."""
        return _inbox_address() + self.query

    def case_url(self, number: int) -> str:
        """A case beside the list with this filter."""
        return f"{_inbox_address()}{number}/{self.query}"

    def at(self, **changed: Any) -> Filter:
        """The same with something changed, and states and a sort that fit. Naming a choice of SHOWN drops the states asked for."""
        wanted = replace(self, **changed)
        if "shown" in changed:
            kept = tuple((name, values) for name, values in wanted.asked.fields if name not in OVERRIDING)
            wanted = replace(wanted, asked=Asked(kept))
        elif overrides(wanted.asked):
            wanted = replace(wanted, shown="every")
        elif overrides(self.asked):
            wanted = replace(wanted, shown="us", sort=sorts_of("us")[0])
        return wanted if wanted.sort in sorts_of(wanted.shown) else replace(wanted, sort=sorts_of(wanted.shown)[0])


LIST_FIELDS = ("box", "state", "sort", *READERS)


def names_a_list(asked: Mapping[str, str]) -> bool:
    """Whether a query string says anything of a list, as an address may also say something else alone (which case to merge with)."""
    return any(name in LIST_FIELDS or is_own(name) for name in asked)


def sorts_of(what: str) -> tuple[str, ...]:
    """The sorts that a filter offers, the usual one first."""
    return SORTS_OF.get(what, ("latest",))


def asked_filter(asked: Mapping[str, str]) -> Filter:
    """The filter of a query string. Unknown words are as if they were not there (H7: an allow-list)."""
    box = asked.get("box", "")
    what = asked.get("state", "")
    more = read_asked(asked)
    what = "every" if overrides(more) else what if what in SHOWN else "us"
    sort = asked.get("sort", "")
    return Filter(box if box in BOXES else "mine", what, sort if sort in sorts_of(what) else sorts_of(what)[0], more)


def inbox(person: Any, wanted: Filter, *, after: tuple[Any, int] | None = None, current: int = 0) -> dict[str, Any]:
    """Context of the list: rows, the next page's address, tabs, filters."""
    listed = with_read(person, first_rows(person, wanted) if after is None else later_rows(person, wanted, after))
    page, more = tuple(listed[:PAGE]), len(listed) > PAGE
    minute, choosing = timezone.now().replace(second=0, microsecond=0), may(person, "handle_cases")  # rows tell the time in minutes
    drawn = list(_drawn(page, wanted, minute, choosing, current_display()))
    for place in [place for place, one in enumerate(page) if one.number == current]:
        drawn[place] = drawn_row(page[place], wanted, minute, choosing=choosing, current=True)
    return {
        "filter": wanted,
        "rows": format_html_join("", "{}", ((one,) for one in drawn)),
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
    version: int
    last_direction: str
    due_at: datetime
    warn_at: datetime | None
    mood: str
    reach: int
    unread: bool = False
    sign: str = ""  # of its promises: "broken", or "due" today

    @property
    def rank(self) -> int:
        """Where it stands by priority."""
        return rank_of(self.priority, self.reach)


ROW_FIELDS = (
    "pk", "subject", "preview", "state", "kind", "priority", "waiting_since", "snoozed_until", "last_message_at", "last_message_id",
    "customer_id", "customer__name", "channel__kind", "assignee_id", "assignee__name",
    "version", "last_direction", "due_at", "warn_at", "mood", "reach",
)  # fmt: skip


def read_rows(person: Any, cases: QuerySet[Case]) -> list[Row]:
    """Cases as rows, without making models of them: a list is read far more often than anything else."""
    return with_read(person, list(cases.values_list(*ROW_FIELDS)))


_first: Kept[Prepared] = Kept(1024)


def first_rows(person: Any, wanted: Filter) -> list[tuple[Any, ...]]:
    """The beginning of a list, and one row more than a page."""
    if wanted.asked:
        return list(listed_values(person, wanted))  # times and words are of this moment
    return _first.get((reach_key(person), wanted, PAGE), lambda: Prepared(lambda: listed_values(person, wanted)))()


def later_rows(person: Any, wanted: Filter, after: tuple[Any, int]) -> list[tuple[Any, ...]]:
    """The same after a row that was seen."""
    return list(listed_values(person, wanted, after))


def listed_cases(person: Any, wanted: Filter) -> QuerySet[Case]:
    """The cases of a list, in no order."""
    walked = wanted.sort == "priority" and wanted.box == "all"  # the other boxes have an index that leads to their own few
    cases = shown(in_box(person, wanted.box, aside=wanted.asked.one("aside")), wanted.shown, walked=walked)
    return narrowed(cases, wanted.asked, person=person)


def listed_values(person: Any, wanted: Filter, after: tuple[Any, int] | None = None) -> QuerySet[Case, Any]:
    """A page of a list and one row more, as ROW_FIELDS."""
    return sorted_cases(listed_cases(person, wanted), sort=wanted.sort, after=after).values_list(*ROW_FIELDS)[: PAGE + 1]


def with_read(person: Any, values: list[tuple[Any, ...]]) -> list[Row]:
    """Values as rows, each with whether it holds something unread."""
    numbers = [one[0] for one in values]
    read, signs = read_until(person, numbers), signs_of(numbers, end_of_today())
    return [Row(*one, unread=read.get(one[0], 0) < one[9], sign=signs.get(one[0], "")) for one in values]


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
    due = due_words(one.due_at, one.warn_at, now) if waits is not None and one.due_at != NO_DEADLINE else None
    name = one.customer_name or str(Customer(pk=one.customer_id))
    return _row(
        one.number, wanted.case_url(one.number), name, one.customer_id, one.subject, one.preview, one.last_message_at,
        ago(one.last_message_at, now), CHANNEL_ICONS.get(one.channel or "", "user"), State(one.state), one.priority, one.kind, owner,
        length(waits) if waits is not None and waits >= MINUTE else "", tone, current, one.unread, one.last_direction == NOT_DELIVERED,
        one.snoozed_until if one.state == State.SNOOZED else None, one.sign, due,
        one.mood if one.mood in GRAVE and one.state not in ENDED else "", one.reach if shows_reach(wanted) else 0, current_display(),
    )  # fmt: skip


def shows_reach(wanted: Filter) -> bool:
    """Whether a list says how many may hear of its cases: where it goes by that."""
    return wanted.sort == "priority" or bool(wanted.asked.one("reach"))


@lru_cache(maxsize=32)
def _drawn(page: tuple[Row, ...], wanted: Filter, minute: datetime, choosing: bool, display: object) -> tuple[SafeString, ...]:
    """A page of the list: between two cases that somebody opens, it seldom changes."""
    return tuple(drawn_row(one, wanted, minute, choosing=choosing) for one in page)


def drawn_row(one: Row, wanted: Filter, now: datetime, *, choosing: bool, current: bool = False) -> SafeString:
    """A row, with a box to choose it by where something can be changed."""
    drawn = row(one, wanted, now=now, current=current)
    return with_check(one, drawn) if choosing else drawn


def with_check(one: Row, drawn: SafeString) -> SafeString:
    """A row with a box to choose it by; its value says how the case stood when it was shown."""
    return _checked(one.number, one.version, one.customer_name or str(Customer(pk=one.customer_id)), current_display().language, drawn)


def _checked(number_of: int, version: int, name: str, language: str, drawn: SafeString) -> SafeString:
    label = _("Choose case %(number)s, %(name)s") % {"number": localize_digits(number_of, language), "name": name}
    return format_html(
        '<div class="list-item"><input class="list-check" type="checkbox" form="bulk" name="case" value="{}:{}" aria-label="{}" autocomplete="off">{}</div>',
        number_of, version, label, drawn,
    )  # fmt: skip


# A row is some five kilobytes, and says another thing each minute.
@lru_cache(maxsize=512)
def _row(
    number_of: int, url: str, name: str, key: int, subject: str, preview: str, at: datetime, when: str, channel: str, state: State,
    priority: int, kind: str, owner: tuple[str, int] | None, waits: str, tone: str, current: bool, unread: bool, lost: bool, wakes: datetime | None,
    promised: str, due: tuple[str, str, str] | None, mood: str, reach: int, display: object,
) -> SafeString:  # fmt: skip
    both = _("%(subject)s · %(preview)s") % {"subject": subject, "preview": preview}
    return list_row(
        chips(state, priority, kind, owner, waits=waits, tone=tone, unread=unread, lost=lost, wakes=wakes, promised=promised, due=due, mood=mood, reach=reach),
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
    state: State, priority: int, kind: str, owner: tuple[str, int] | None, *, waits: str, tone: str, unread: bool, lost: bool = False,
    wakes: datetime | None = None, promised: str = "", due: tuple[str, str, str] | None = None, mood: str = "", reach: int = 0,
) -> SafeString:  # fmt: skip
    """What is to be known of a case at a glance: whether our answer was lost, when our word is due or how long it waits, its state, what it is, whose it is."""
    parts = [chip(_("not delivered"), tone="bad", icon_name="alert-triangle")] if lost else []
    if promised:
        parts.append(sign(promised))
    if due is not None:
        parts.append(chip(due[0], tone=due[2], icon_name=due[1]))
    elif waits:
        parts.append(chip(_("waiting for %(length)s") % {"length": waits}, tone=tone, icon_name="clock"))
    elif state not in ON_US:
        icon_name, tone = STATE_CHIPS[state]
        words = _("back %(moment)s") % {"moment": show_moment(wakes, "short")} if wakes is not None else str(state.label)
        parts.append(chip(words, tone=tone, icon_name=icon_name))
    if mood:
        parts.append(chip(str(Mood(mood).label), tone=MOOD_TONES[Mood(mood)], icon_name=MOOD_ICONS[Mood(mood)]))
    if priority > Priority.NORMAL:
        urgent = priority == Priority.URGENT
        parts.append(chip(str(Priority(priority).label), tone="bad" if urgent else "warn", icon_name="flag"))
    if reach:
        said = ngettext("about %(number)s person", "about %(number)s people", reach) % {"number": number(reach)}
        parts.append(chip(said, icon_name="speakerphone", title=_("How many may hear of it (estimate)")))
    if kind:
        parts.append(chip(str(Kind(kind).label), tone=KIND_TONES.get(Kind(kind), "")))
    if owner is not None:
        said = _("Owner: %(name)s") % {"name": owner[0]}
        face = avatar(owner[0], key=owner[1], size="tiny", label=said)
        parts.append(format_html('<span class="owner" title="{}">{}</span>', said, face))
    if unread:
        parts.append(format_html('<span class="hidden-visually">{}</span>', _("Unread")))
    return format_html_join("", "{}", ((part,) for part in parts))

"""What was said and what happened: bubbles, event lines, days, timelines, deadlines, moments."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.kit.components.markup import EMPTY, attributes, classes, icon
from sandali.kit.components.pieces import avatar, number
from sandali.kit.dates import ago, current_display, show_date, show_moment, show_time
from sandali.kit.markup_text import format_html

SOON = timedelta(hours=1)


_STYLES: dict[str, Callable[[datetime], str]] = {"time": show_time, "full": show_moment, "date": show_date}


def moment(value: datetime | None, *, style: str = "ago") -> SafeString:
    """A moment with the exact time as its tip. `style`: ago (ages while the page is open), time («۱۲:۴۰»), full, date."""
    if value is None:
        return EMPTY
    if style == "ago":
        return format_html("<s-time>{}</s-time>", _time(value, ago(value), current_display()))
    return _time(value, _STYLES[style](value), current_display())


@lru_cache(maxsize=1024)
def _time(value: datetime, shown: str, _display: object) -> SafeString:
    stamp = value.astimezone(UTC).isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', stamp, show_moment(value, "long"), shown)


# What a delivery can be: icon, words, class. Never a silent failure: "failed" is red, and the page puts "try again" beside it.
DELIVERY = {
    "queued": ("clock", gettext_lazy("On its way"), ""),
    "sent": ("check", gettext_lazy("Sent"), ""),
    "delivered": ("checks", gettext_lazy("Delivered"), ""),
    "read": ("checks", gettext_lazy("Read"), "state-ok"),
    "failed": ("alert-circle", gettext_lazy("Not sent"), "state-bad"),
}


_SAID = (
    '<article class="message {}{}"{}>{}<div class="bubble"><div class="bubble-by"><b>{}</b>{}{}{}{}</div>'
    '<div class="bubble-text" dir="auto">{}</div>{}</div></article>'
)
_NOTE = _SAID.replace("<b>{}</b>", "{}<b>{} · {}</b>")


def bubble(
    content: str, *, side: str = "customer", by: str = "", key: object = None, at: datetime | None = None, state: str = "",
    channel: str = "", id: str = "", foot: str = "", face: str = "", after: str = "",
) -> SafeString:  # fmt: skip
    """One message. `side`: customer, agent or note (internal). `state`: queued, sent, delivered, read, failed or "".

    `content` is the message's HTML, cleaned already; each paragraph carries its own `dir="auto"`. `face`: whose avatar, where `by` says more.
    `after` stands behind the moment.
    """
    delivery = EMPTY
    if state:
        name, words, tone = DELIVERY[state]
        delivery = icon(name, small=True, label=str(words), extra=tone)
    who: tuple[object, ...] = (icon("note", small=True), _("Internal note"), by) if side == "note" else (by,)
    return format_html(
        _NOTE if side == "note" else _SAID,
        side,
        " failed" if state == "failed" else "",
        attributes({"id": id}),
        avatar(face or by, key=key, size="small"),
        *who,
        icon(channel, small=True),
        moment(at, style="time"),
        delivery,
        after,
        content,
        format_html('<div class="bubble-foot">{}</div>', foot) if foot else EMPTY,
    )


def event_line(content: str, *, icon_name: str = "bolt", at: datetime | None = None) -> SafeString:
    """What happened between messages, as one quiet line."""
    when = format_html("\u00a0·\u00a0{}", moment(at, style="time")) if at else EMPTY  # a time never begins a line with its dot
    return format_html('<p class="event-line">{}<span>{}{}</span></p>', icon(icon_name, small=True), content, when)


def day_line(day: date | datetime) -> SafeString:
    """A new day begins in the thread."""
    return format_html('<p class="day-line">{}</p>', show_date(day, "long"))


def timeline_item(content: str, *, icon_name: str = "circle-dot", at: datetime | None = None, tone: str = "", when: str = "") -> SafeString:
    """One thing of a history. `when` replaces the moment's own words."""
    shown: object = format_html("<time>{}</time>", when) if when else (moment(at, style="full") if at else EMPTY)
    return format_html(
        '<li><span class="{}">{}</span><div class="timeline-text">{}{}</div></li>',
        classes("timeline-mark", tone), icon(icon_name, small=True), content, shown,
    )  # fmt: skip


def length(span: timedelta) -> str:
    """A length in its largest unit: «۱۲ دقیقه», «۳ ساعت», «۲ روز»."""
    minutes = max(int(abs(span).total_seconds()) // 60, 0)
    if minutes < 60:
        shown, words = minutes, ngettext("%(number)s minute", "%(number)s minutes", minutes)
    elif minutes < 48 * 60:
        shown, words = minutes // 60, ngettext("%(number)s hour", "%(number)s hours", minutes // 60)
    else:
        shown, words = minutes // 1440, ngettext("%(number)s day", "%(number)s days", minutes // 1440)
    return words % {"number": number(shown)}


def deadline(due: datetime | None, *, now: datetime | None = None, paused: bool = False, met: datetime | None = None) -> SafeString:
    """A running clock as a chip: how long is left, red when it is missed, amber in the last hour; nothing without a clock.

    `paused`: the clock stands while the customer is awaited. `met`: when it was kept (late or in time).
    """
    if due is None:
        return EMPTY
    if met is not None:
        tone, name, words = ("ok", "circle-check", _("In time")) if met <= due else ("bad", "clock", _("Answered late"))
    elif paused:
        tone, name, words = "", "hourglass", _("Clock paused")
    else:
        left = due - (now or datetime.now(UTC))
        late = left < timedelta(0)
        tone = "bad" if late else "warn" if left < SOON else ""
        words = (_("%(length)s late") if late else _("%(length)s left")) % {"length": length(left)}
        name = "alarm" if late else "clock"
    return format_html(
        '<span class="{}" title="{}">{}<span>{}</span></span>', classes("chip", tone), show_moment(due, "long"), icon(name), words
    )

"""Larger regions: cards, key figures, tables, list rows, banners, empty states, skeletons, pagination."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.kit.components.markup import EMPTY, attributes, classes, icon
from sandali.kit.components.pieces import avatar, count, sparkline
from sandali.kit.components.talk import moment
from sandali.kit.markup_text import format_html

# Quiet drawings for places where nothing is yet. Shapes by name, each in a box of 132 by 96; "accent" is the brand's colour.
DRAWINGS = {
    "chair": '<path class="accent" d="M52 60V26a8 8 0 0 1 8-8h12a8 8 0 0 1 8 8v34M52 40h28M46 60h40M50 60v24M82 60v24"/><path d="M18 60h20M94 60h20M24 60v24M108 60v24"/>',
    "inbox": '<path d="M34 52 44 26h44l10 26v22a6 6 0 0 1-6 6H40a6 6 0 0 1-6-6z"/><path class="accent" d="M34 54h20l5 8h14l5-8h20"/><path d="M66 8v10M48 12l4 8M84 12l-4 8"/>',
    "people": '<circle cx="66" cy="34" r="13"/><path class="accent" d="M42 76a24 24 0 0 1 48 0"/><circle cx="30" cy="44" r="8"/><path d="M16 74a15 15 0 0 1 17-14"/><circle cx="102" cy="44" r="8"/><path d="M116 74a15 15 0 0 0-17-14"/>',
    "search": '<circle cx="60" cy="42" r="24"/><path class="accent" d="m78 60 20 20"/><path d="M50 42h20"/>',
    "done": '<circle cx="66" cy="46" r="30"/><path class="accent" d="m52 46 10 10 18-20"/>',
    "page": '<path d="M42 12h34l18 18v54H42z"/><path d="M76 12v18h18"/><path class="accent" d="M54 48h28M54 60h28M54 72h16"/>',
    "broken": '<path d="M22 70h28l6-20 10 34 10-44 8 30h26"/><path class="accent" d="M66 14v10"/><circle class="accent" cx="66" cy="8" r="1"/>',
}


def card(
    content: str, *, title: str = "", note: str = "", actions: str = "", width: int | None = None, flush: bool = False, level: int = 2,
    id: str = "", quiet: bool = False,
) -> SafeString:  # fmt: skip
    """A framed region. `width`: columns of 12 (8, 6, 4, 3) inside `.grid`; `flush`: no padding, for tables and lists."""
    head = EMPTY
    if title:
        head = format_html(
            "<header><h{} {}>{}</h{}>{}{}</header>",
            level, format_html('id="{}-title"', id) if id else EMPTY, title, level,
            format_html("<small>{}</small>", note) if note else EMPTY, actions,
        )  # fmt: skip
    return format_html(
        '<section class="{}"{}>{}<div class="{}">{}</div></section>',
        classes("card", f"w{width}" if width else "", "quiet" if quiet else ""),
        attributes({"id": id, "aria_labelledby": f"{id}-title" if id and title else ""}),
        head,
        classes("card-body", "flush" if flush else ""),
        content,
    )


def kpi(
    label: str, value: str, *, unit: str = "", change: str = "", rising: bool = True, good: bool | None = None, note: str = "",
    trend: Sequence[float] = (), href: str = "",
) -> SafeString:  # fmt: skip
    """A key figure with its change. `change` is the size as text («۸٪»); `rising` its direction; `good` whether that is welcome."""
    moved = EMPTY
    if change:
        moved = format_html(
            '<span class="{}">{}<span class="hidden-visually">{}</span>{}</span>',
            classes("change", "" if good is None else "good" if good else "poor"),
            icon("trending-up" if rising else "trending-down", small=True),
            _("up") if rising else _("down"),
            change,
        )
    inside = format_html(
        '{}<span class="kpi-label">{}</span><b class="kpi-value">{}{}</b><span class="kpi-change">{}{}{}</span>',
        sparkline(trend), label, value, format_html(" <small>{}</small>", unit) if unit else EMPTY, moved, " " if moved and note else "", note,
    )  # fmt: skip
    if href:
        return format_html('<a class="card kpi" href="{}">{}</a>', href, inside)
    return format_html('<div class="card kpi">{}</div>', inside)


def table(content: str, *, label: str, id: str = "", kind: str = "") -> SafeString:
    """A table that scrolls inside its own region; `content` is thead and tbody."""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table class="{}"{}>{}</table></div>',
        label, classes("table", kind), attributes({"id": id}), content,
    )  # fmt: skip


def list_row(
    content: str, *, url: str, title: str, preview: str = "", at: datetime | None = None, when: str = "", key: object = None,
    channel: str = "", presence: str = "", current: bool = False, unread: int | bool = 0, face: bool = True, square: bool = False, **more: object,
) -> SafeString:  # fmt: skip
    """One record of a list, a link as a whole. `content` is its last line: chips. `unread`: how many, or only whether."""
    if current:
        more["aria_current"] = "true"
    waiting = count(unread, tone="brand", label=_("unread")) if unread and unread is not True else EMPTY
    shown_when: object = format_html("<time>{}</time>", when) if when else moment(at)
    content = content.strip()
    return format_html(
        '<a class="{}" href="{}"{}>{}<div class="list-text"><div class="row"><span class="list-title" dir="auto">{}</span>{}</div>{}{}</div></a>',
        classes("list-row", "unread" if unread else ""),
        url,
        attributes(more),
        avatar(title, key=key, channel=channel, presence=presence, square=square) if face else EMPTY,
        title,
        shown_when,
        format_html('<p class="list-preview" dir="auto">{}</p>', preview) if preview else EMPTY,
        # A block's content comes rendered, and so escaped, from its template.
        format_html('<div class="list-meta">{}{}</div>', SafeString(content), waiting) if content or waiting else EMPTY,
    )


BANNER_ICONS = {"": "info-circle", "info": "info-circle", "ok": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}


def banner(content: str, *, tone: str = "info", icon_name: str = "", actions: str = "", id: str = "") -> SafeString:
    """A sentence over a page or a part of it: info, ok, warn, bad."""
    return format_html(
        '<div class="{}" role="{}"{}>{}<div class="banner-text">{}</div>{}</div>',
        classes("banner", tone), "alert" if tone == "bad" else "status", attributes({"id": id}),
        icon(icon_name or BANNER_ICONS.get(tone, "info-circle")), content, actions,
    )  # fmt: skip


def empty(content: str, *, title: str, drawing: str = "chair") -> SafeString:
    """Nothing here yet: one line of what will be, a quiet drawing, and in `content` a sentence and one action.

    `drawing`: chair, inbox, people, search (a filter found nothing), done, page, broken.
    """
    return format_html(
        '<div class="empty"><svg class="drawing" viewBox="0 0 132 96" aria-hidden="true"><ellipse class="ground" cx="66" cy="84" rx="60" ry="8"/>{}</svg>'
        '<p class="empty-title">{}</p>{}</div>',
        # Our own drawing, a constant of this file.
        SafeString(DRAWINGS[drawing]), title, content,
    )  # fmt: skip


def skeleton(rows: int = 3) -> SafeString:
    """Grey shapes where rows will be; they appear only after 300 ms, so that a quick answer shows none."""
    row = "<span><i></i><i></i><i></i></span>"
    # Nothing but the constant above, repeated.
    return format_html('<div class="skeleton" role="status" aria-label="{}">{}</div>', _("Loading"), SafeString(row * rows))


def show_more(*, url: str, target: str, label: str = "", swap: str = "outerHTML") -> SafeString:
    """The next rows of a list. Without JavaScript it is a link to the next page; with it the rows take the button's place.

    The answer must be the rows followed by the next `show_more`; `target` is where the part stands (its id).
    """
    return format_html(
        '<div class="show-more"><a class="button ghost" href="{}" hx-get="{}" hx-target="closest .show-more" hx-swap="{}" '
        'hx-headers=\'{{"Sandali-Part": "{}"}}\'>{}</a></div>',
        url, url, swap, target, label or _("Show more"),
    )  # fmt: skip

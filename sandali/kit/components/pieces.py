"""Small pieces: chips, counts, avatars, tabs, files, progress, sparklines."""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.kit.components.markup import EMPTY, attributes, classes, icon
from sandali.kit.digits import file_size, format_number, localize_digits
from sandali.kit.markup_text import format_html

HUES = 6
_LETTER = re.compile(r"[^\W\d_]")
_FILE_ICONS = {"image": "photo", "pdf": "file-text", "text": "file-text", "sheet": "file-spreadsheet", "archive": "file-zip"}


def language() -> str:
    """The two letters of the language of this request."""
    return (get_language() or "en")[:2]


def number(value: object) -> str:
    """A number in the digits of the page; anything else as it is."""
    return format_number(value, language()) if isinstance(value, int | float) else str(value)


def chip(text: str, *, tone: str = "", icon_name: str = "", href: str = "", title: str = "") -> SafeString:
    """A short word about a record. `tone`: "", ok, warn, bad, info, brand, violet, note. Never by colour alone: words too."""
    inside = format_html("{}<span>{}</span>", icon(icon_name), text)
    more = attributes({"title": title})
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes("chip", tone), href, more, inside)
    return format_html('<span class="{}"{}>{}</span>', classes("chip", tone), more, inside)


def count(value: int, *, tone: str = "", label: str = "", most: int = 99) -> SafeString:
    """A counter; nothing for zero. Above `most` it says so («+۹۹»). `label` is read by screen readers instead of the figure."""
    if not value:
        return EMPTY
    shown = number(value) if value <= most else "+" + number(most)
    if label:
        return format_html(
            '<span class="{}"><span aria-hidden="true">{}</span><span class="hidden-visually">{}</span></span>',
            classes("count", tone), shown, label,
        )  # fmt: skip
    return format_html('<span class="{}">{}</span>', classes("count", tone), shown)


@lru_cache(maxsize=1024)
def initials(name: str) -> str:
    """One or two letters for a name; for a name without letters (a phone number) its last two digits; else a question mark."""
    letters = [found[0] for word in name.split() if (found := _LETTER.search(word))]
    if not letters:
        return re.sub(r"\W", "", name)[-2:] or "?"
    if len(letters) == 1:
        return letters[0].upper()
    # A zero-width non-joiner keeps Persian letters apart: they are two initials, not a word.
    return f"{letters[0]}\u200c{letters[-1]}".upper()


def avatar(
    name: str, *, key: object = None, size: str = "", channel: str = "", presence: str = "", square: bool = False, label: str = ""
) -> SafeString:
    """A round mark with initials, its colour from `key` (or the name) and always the same.

    `size`: "", tiny, small, large. `channel`: an icon name, shown as a small mark. `presence`: online, away, offline.
    The name is expected to stand beside it as text; where it does not, give `label`.
    """
    return _avatar(name, str(key if key is not None else name), size, channel, presence, square, label, language())


@lru_cache(maxsize=1024)
def _avatar(name: str, key: str, size: str, channel: str, presence: str, square: bool, label: str, shown_in: str) -> SafeString:
    hue = zlib.crc32(key.encode()) % HUES + 1
    corner = EMPTY
    if channel:
        corner = format_html('<span class="channel">{}</span>', icon(channel))
    elif presence:
        corner = format_html('<span class="presence {}"></span>', presence)
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    names = classes("avatar", size, "square" if square else "", f"hue-{hue}")
    return format_html('<span class="{}" {}>{}{}</span>', names, meaning, localize_digits(initials(name), shown_in), corner)


def tab(text: str, url: str, *, current: bool = False, number_of: int | None = None, icon_name: str = "", **more: object) -> SafeString:
    """One tab: a link to a page of its own."""
    if current:
        more["aria_current"] = "page"
    counted = EMPTY if number_of is None else format_html('<span class="count">{}</span>', number(number_of))
    return format_html('<a href="{}"{}>{}{}{}</a>', url, attributes(more), icon(icon_name, small=True), text, counted)


def segment(text: str, url: str = "", *, current: bool = False, icon_name: str = "", **more: object) -> SafeString:
    """One choice of a segmented control: a link, or a button that submits when there is no URL."""
    inside = format_html("{}{}", icon(icon_name, small=True), text)
    if url:
        return format_html('<a href="{}"{}>{}</a>', url, attributes({"aria_current": "true" if current else None, **more}), inside)
    return format_html("<button{}>{}</button>", attributes({"aria_pressed": "true" if current else "false", **more}), inside)


def file_tile(name: str, *, url: str = "", size: int | None = None, kind: str = "", preview: str = "", note: str = "") -> SafeString:
    """A file by name. `kind`: image, pdf, text, sheet, archive or "". `size` in bytes. `preview`: a thumbnail's URL."""
    picture = (
        format_html('<img src="{}" alt="" loading="lazy" width="40" height="40">', preview)
        if preview
        else icon(_FILE_ICONS.get(kind, "file"))
    )
    weight = EMPTY if size is None else format_html("<small>{}</small>", file_size(size, language()))
    said = format_html("<small>{}</small>", note) if note else EMPTY
    inside = format_html('{}<span class="file-name" dir="auto">{}</span>{}{}', picture, name, weight, said)
    if url:
        return format_html('<a class="file-tile" href="{}">{}</a>', url, inside)
    return format_html('<span class="file-tile">{}</span>', inside)


def progress(value: float, *, most: float = 100, label: str = "", tone: str = "") -> SafeString:
    """A bar that fills from the side where reading starts. `label` says it in words."""
    share = 0.0 if not most else min(max(value / most, 0.0), 1.0) * 100
    return format_html(
        '<span class="{}" role="img" aria-label="{}"><svg class="flip" viewBox="0 0 100 6" preserveAspectRatio="none" '
        'aria-hidden="true"><rect width="{}" height="6"/></svg></span>',
        classes("progress", tone),
        label or _("%(share)s percent") % {"share": number(round(share))},
        f"{share:.1f}",
    )


def sparkline(values: Sequence[float], *, label: str = "") -> SafeString:
    """A small line of `values`, oldest first. Time runs as the page is read, so it ends on the left in Persian."""
    if len(values) < 2:
        return EMPTY
    low, high = min(values), max(values)
    span = (high - low) or 1
    points = [
        (index * 100 / (len(values) - 1), 38 - (value - low) * 32 / span if high > low else 22) for index, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="sparkline flip" viewBox="0 0 100 44" preserveAspectRatio="none" {}>'
        '<polyline points="{}"/><polygon points="0,44 {} 100,44"/></svg>',
        meaning, line, line,
    )  # fmt: skip

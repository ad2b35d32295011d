"""Attributes and icons: what every other piece is built with."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from sandali.kit.assets import address
from sandali.kit.markup_text import format_html

# Icons that show a direction; in a page that runs from right to left they are mirrored. Clocks, ticks, phones, logos are not.
DIRECTED = frozenset(
    ["send", "chevron-left", "chevron-right", "arrow-left", "arrow-right", "arrow-back-up", "arrow-forward-up", "mail-forward", "trending-up", "trending-down", "logout", "login", "external-link", "arrows-split", "arrows-join", "list", "list-check", "checklist", "layout-sidebar-right", "phone-incoming", "share", "history", "message-report", "message-question", "speakerphone", "file-text"]
)
EMPTY = SafeString("")


def attributes(given: Mapping[str, object]) -> SafeString:
    """HTML attributes, each with a space before it, from names as Python can write them.

    `hx_post` becomes `hx-post`; two underscores become a colon (`hx_target__inherited`); a trailing one is dropped
    (`class_`, `for_`). True gives a bare attribute; False, None and "" give none.
    """
    parts = []
    for name, value in given.items():
        if value is None or value is False or value == "":
            continue
        name = name.rstrip("_").replace("__", ":").replace("_", "-")
        parts.append(f" {name}" if value is True else f' {name}="{conditional_escape(value if isinstance(value, SafeString) else str(value))}"')
    return SafeString("".join(parts))  # every value was escaped on the way; names come from templates, never from people


def classes(*names: str | bool | None) -> str:
    """The names that are not empty, joined by spaces."""
    return " ".join(name for name in names if isinstance(name, str) and name)


@lru_cache(maxsize=1024)
def icon(name: str, *, small: bool = False, label: str = "", extra: str = "") -> SafeString:
    """An icon of the sprite. Without `label` it is hidden from screen readers, so text must stand beside it."""
    if not name:
        return EMPTY
    names = classes("icon", "small" if small else "", "flip" if name in DIRECTED else "", extra)
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', names, meaning, address("built/icons.svg"), name)

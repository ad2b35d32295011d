"""Pictures of a mail that nobody is meant to see: they only report that the mail was opened."""

from __future__ import annotations

import re

_MEASURE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", re.IGNORECASE)
_NOTHING = re.compile(r"0+(?:\.0*)?%?|\.0+%?")
TINY = 2  # pixels a side


def is_pixel(attributes: dict[str, str]) -> bool:
    """Whether an <img> with these attributes shows nothing: hidden by its style, without extent, or of one or two pixels a side.

    What is small in one direction only is a line or a spacer, and may be shown."""
    style = _declarations(attributes.get("style", ""))
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if _NOTHING.fullmatch(style.get("opacity", "")):
        return True
    sides = [_smallest(style, attributes, name) for name in ("width", "height")]
    return 0 in sides or all(side is not None and side <= TINY for side in sides)


def _declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, the last of each name."""
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _smallest(style: dict[str, str], attributes: dict[str, str], name: str) -> int | None:
    """The extent in pixels in one direction: style before attribute, and never more than its maximum. None when not said."""
    said = style.get(name) or attributes.get(name, "")
    measures = [_MEASURE.fullmatch(value) for value in (said, style.get(f"max-{name}", ""))]
    return min((int(found[1]) for found in measures if found), default=None)

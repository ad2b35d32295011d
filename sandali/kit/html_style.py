"""Which CSS a mail may bring in a style attribute: looks and measures, nothing that loads, covers or moves off the page."""

import re

# No property here takes url() (RELIABILITY 3.5); position, z-index, content, cursor, filter and list-style stay out.
STYLE_PROPERTIES = frozenset(
    ["color", "background-color", "direction", "display", "float", "clear", "vertical-align", "white-space"]
    + [
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "font-variant",
        "line-height",
        "letter-spacing",
    ]
    + [
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "word-break",
        "word-wrap",
        "overflow-wrap",
    ]
    + [
        "width",
        "height",
        "min-width",
        "max-width",
        "min-height",
        "max-height",
        "list-style-type",
        "table-layout",
    ]
    + [
        "border",
        "border-collapse",
        "border-spacing",
        "border-radius",
        "border-color",
        "border-style",
        "border-width",
    ]
    + ["margin", "padding"]
    + [
        f"{kind}-{side}"
        for kind in ("margin", "padding", "border")
        for side in ("top", "right", "bottom", "left")
    ]
    + [
        f"border-{side}-{what}"
        for side in ("top", "right", "bottom", "left")
        for what in ("color", "style", "width")
    ]
    + [
        f"{kind}-{axis}-{end}"
        for kind in ("margin", "padding")
        for axis in ("inline", "block")
        for end in ("start", "end")
    ]
)
_DISPLAYS = frozenset(
    [
        "none",
        "block",
        "inline",
        "inline-block",
        "table",
        "inline-table",
        "table-row",
        "table-cell",
        "list-item",
    ]
)
_COLOUR_FUNCTION = re.compile(r"\b(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]*+\)", re.IGNORECASE)
_PLAIN_VALUE = re.compile(r"""[\w\s#%.,+"'!/-]*+""")
_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,25}|\b(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]*+\)", re.IGNORECASE
)
_FONT_SIZES = {
    "1": "x-small",
    "2": "small",
    "3": "medium",
    "4": "large",
    "5": "x-large",
    "6": "xx-large",
    "7": "xxx-large",
}
MAX_VALUE = 200
MAX_DECLARATIONS = 60


def is_colour(value: str) -> bool:
    """One CSS colour and nothing else."""
    return bool(_COLOUR.fullmatch(value.strip()))


def _is_safe(name: str, value: str) -> bool:
    if name not in STYLE_PROPERTIES or len(value) > MAX_VALUE:
        return False
    if name == "display":
        return value.lower() in _DISPLAYS
    if "-" in value and (name.startswith("margin") or name in ("text-indent", "letter-spacing")):
        return not re.search(r"(?:^|\s)-", value)  # negative measures would pull text over other text
    return bool(_PLAIN_VALUE.fullmatch(_COLOUR_FUNCTION.sub("", value)))


def clean_style(style: str) -> str:
    """The declarations of a style attribute that may stay, as "name:value;name:value"."""
    kept = []
    for declaration in style.split(";")[:MAX_DECLARATIONS]:
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if name == "background" and is_colour(value):
            name = "background-color"
        if value and _is_safe(name, value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def style_of_attributes(name: str, attributes: dict[str, str]) -> str:
    """CSS for the old presentational attributes of an element (bgcolor, color, face, size, valign), "" without any."""
    kept = []
    if is_colour(attributes.get("bgcolor", "")):
        kept.append(f"background-color:{attributes['bgcolor'].strip()}")
    if attributes.get("valign", "").lower() in ("top", "middle", "bottom", "baseline"):
        kept.append(f"vertical-align:{attributes['valign'].lower()}")
    if name == "font":
        if is_colour(attributes.get("color", "")):
            kept.append(f"color:{attributes['color'].strip()}")
        if attributes.get("size", "").strip() in _FONT_SIZES:
            kept.append(f"font-size:{_FONT_SIZES[attributes['size'].strip()]}")
        kept.append(clean_style(f"font-family:{attributes.get('face', '')}"))
    return ";".join(part for part in kept if part)

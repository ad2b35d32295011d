"""Reads HTML of unknown quality into tags and text in linear time, so that it can be written anew, balanced and bounded."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = " \t\n\f\r"


def _attribute(group: str) -> str:
    """The pattern of one attribute, its parts in groups that begin with `group`: "(" to read them, "(?:" to pass over."""
    # Possessive quantifiers: each character is looked at once, whatever the input (RELIABILITY 3.2, linear regexes only).
    value = rf""""{group}[^"]*+)(?:"|\Z)|'{group}[^']*+)(?:'|\Z)|{group}[^{_SPACE}>"'][^{_SPACE}>]*+)|"""
    return rf"[{_SPACE}/]*+{group}[^{_SPACE}/>][^{_SPACE}/>=]*+)(?:[{_SPACE}]*+=[{_SPACE}]*+(?:{value}))?+"


_ATTRIBUTES = re.compile(_attribute("("))
_TOKEN = re.compile(
    r"<(?:!--(?:-?>|[\s\S]*?(?:--!?>|\Z))"
    r"|[!?][^>]*+(?:>|\Z)"
    r"|/[^a-zA-Z][^>]*+(?:>|\Z)"
    rf"|(/?)([a-zA-Z][^{_SPACE}/>]*+)((?:{_attribute('(?:')})*+)[{_SPACE}/]*+(?:>|\Z))"
)
# In an attribute, a reference without its semicolon before "=" or a letter is plain text: "?a=1&copy=2" (HTML 13.2.5.73).
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*+(?:;|(?![a-zA-Z0-9=])))")

MAX_ATTRIBUTES = 60
# Elements whose content is not for reading: it goes with them. The first group is raw text for the parser.
WITH_CONTENT = frozenset(
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"]
    + ["svg", "math", "template"]
)


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag: lower-case name, attributes decoded, the first of a name wins as in browsers."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class End:
    """An end tag."""

    name: str


def unescape_attribute(value: str) -> str:
    """The value an HTML parser sees for what is written in an attribute."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), value) if "&" in value else value


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTES.finditer(written):
        name = match[1].lower()
        if name not in found:
            found[name] = unescape_attribute(match[2] or match[3] or match[4] or "")
        if len(found) >= MAX_ATTRIBUTES:
            break
    return found


def _after_content(source: str, name: str, position: int) -> int:
    if name == "plaintext":
        return len(source)
    ending = re.compile(rf"</{name}(?=[{_SPACE}/>])", re.IGNORECASE).search(source, position)
    return ending.start() if ending else len(source)


def tokens(source: str) -> Iterator[Start | End | str]:
    """Start tags, end tags and text (a `str`, its character references untouched, "<" escaped) in order.

    Comments, declarations, and elements in WITH_CONTENT with what is in them, are left out.
    """
    position = 0
    while True:
        match = _TOKEN.search(source, position)
        text = source[position : match.start() if match else len(source)]
        if text:
            yield text.replace("<", "&lt;")
        if match is None:
            return
        position = match.end()
        if match[2] and not match[0].endswith(">"):
            return  # a tag that the end of the text cuts off is none
        name = (match[2] or "").lower()
        if not name:
            continue
        if match[1]:
            yield End(name)
        elif name in WITH_CONTENT:
            position = _after_content(source, name, position)
        else:
            yield Start(name, _attributes(match[3]))

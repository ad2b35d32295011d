"""What a browser would make of a page: its own parser's tree, asked whether anything in it could run or load."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

RUNNING = frozenset(
    "script iframe frame frameset object embed applet form input button select textarea base link svg math template noscript "
    "audio video source track portal dialog marquee".split()
)
ADDRESSES = frozenset("href src action formaction background poster srcset data cite longdesc ping xlink:href dynsrc lowsrc".split())
HARMLESS = re.compile(r"^(?:https?://|mailto:|tel:|/|#|$)", re.IGNORECASE)
LOADED = frozenset("src srcset background poster data dynsrc lowsrc".split())
STYLE_LOADS = re.compile(r"url\s*\(|@import|expression\s*\(|image-set|\\", re.IGNORECASE)


def elements(html: str) -> list[LexborNode]:
    """Every element of a document as a browser parses it."""
    root = LexborHTMLParser(html).root
    return [] if root is None else [node for node in root.traverse() if node.tag and not node.tag.startswith(("-", "!"))]


def body_faults(html: str) -> list[str]:
    """What could run, load from elsewhere or navigate by itself in the document of a mail's own layout; [] when nothing."""
    faults = []
    for node in elements(html):
        if node.tag in RUNNING:
            faults.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            said = re.sub(r"[\x00-\x20]", "", value or "")
            if name.startswith("on"):
                faults.append(f"<{node.tag} {name}>")
            elif name in ADDRESSES and not HARMLESS.match(said) or name in LOADED and not said.startswith("/files/inline/") and said:
                faults.append(f"<{node.tag} {name}={said[:60]}>")
            elif name == "style" and STYLE_LOADS.search(said):
                faults.append(f"<{node.tag} style={said[:60]}>")
            elif name == "http-equiv" and said.lower() == "refresh":
                faults.append("<meta refresh>")
    return faults


def shape(html: str) -> set[tuple[str, str]]:
    """(tag, attribute) of everything in a page: what a stranger's text must not be able to add to."""
    return {(str(node.tag), str(name)) for node in elements(html) for name in (*node.attributes, "")}


def text_of(html: str, selector: str) -> str | None:
    """The text of the first element that fits, without white space; None when there is none."""
    node = LexborHTMLParser(html).css_first(selector)
    return None if node is None else squeezed(node.text())


def squeezed(text: str) -> str:
    """Without white space, which paragraphs and line ends change."""
    return "".join(text.split())

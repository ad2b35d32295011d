"""Writes HTML anew from loose tags: every element closed, depth and size bounded, so that no parser builds more than is written.

Why: a parser re-opens unclosed formatting in every later paragraph. 100 open <font> and 5,000 <p> are 21 kB written and 12 MB
after nh3 (measured); closing each element where it ends takes that lever away before nh3 or a browser sees the text.
"""

import html
from collections import Counter

VOID = frozenset(["br", "hr", "img", "col"])
BLOCKS = frozenset(
    [
        "div",
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "center",
        "table",
        "details",
    ]
)
MAX_DEPTH = 150
MAX_WRITTEN = 3_000_000  # characters; beyond it only text is taken
_CELLS = frozenset(["td", "th", "caption"])
_PARAGRAPH = frozenset(["p"])
_TABLE = frozenset(["table"])
_ROW_GROUPS = frozenset(["thead", "tbody", "tfoot"])
# A part of a table ends whatever is open inside the part that may hold it.
_HELD_BY: dict[str, frozenset[str]] = {
    **dict.fromkeys(["thead", "tbody", "tfoot", "colgroup", "caption"], _TABLE),
    "tr": _ROW_GROUPS | _TABLE,
    "td": _ROW_GROUPS | _TABLE | {"tr"},
    "th": _ROW_GROUPS | _TABLE | {"tr"},
    "col": _TABLE | {"colgroup"},
}
# A start tag that ends an open element of its own name, and what may not be crossed on the way to it.
_ENDS_ITSELF = {"li": frozenset(["ul", "ol"]) | _TABLE | _CELLS, "a": _TABLE | _CELLS}


class Writer:
    """Takes tags and text in order of appearance; `finish()` gives the balanced HTML."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._written = 0
        self._open: list[
            tuple[str, str, bool]
        ] = []  # name, start tag as written, whether the next outer one ends with it
        self._count: Counter[str] = Counter()
        self._passed_over: Counter[str] = Counter()

    def is_open(self, name: str) -> bool:
        """Whether an element of this name is open at any depth."""
        return self._count[name] > 0

    def text(self, escaped: str) -> None:
        """Text whose "<" are escaped already."""
        self._parts.append(escaped)
        self._written += len(escaped)

    def start(self, name: str, attributes: dict[str, str], *, ends_outer: bool = False) -> bool:
        """Open an element (or write a void one); False when it was left out.

        With `ends_outer` its end closes the element around it as well."""
        if name in _HELD_BY and not self.is_open("table"):
            return False
        self._close_implied(name)
        if name not in VOID and (len(self._open) >= MAX_DEPTH or self._written > MAX_WRITTEN):
            self._passed_over[name] += 1
            return False
        written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
        tag = f"<{name}{written}>"
        if name not in VOID:
            self._push(name, tag, ends_outer)
        elif self._written > MAX_WRITTEN:
            return False
        self.text(tag)
        return True

    def end(self, name: str) -> None:
        """Close the nearest open element of this name, and what is open inside it; nothing when there is none."""
        if self._passed_over[name]:
            self._passed_over[name] -= 1
            return
        barrier = _TABLE if name in _HELD_BY else _CELLS if name != "table" else frozenset[str]()
        depth = self._find(frozenset([name]), barrier)
        if depth is None:
            return
        inner = self._open[depth + 1 :]
        self._close_to(depth)
        # "<b><div></b>": the block goes on without the formatting, as in browsers. Few only, or it could be made to multiply.
        if name not in BLOCKS and name not in _HELD_BY and len(inner) <= 3:
            for inner_name, tag, ends_outer in inner:
                if inner_name in BLOCKS and not ends_outer and self._written <= MAX_WRITTEN:
                    self._push(inner_name, tag, False)
                    self.text(tag)

    def finish(self) -> str:
        """Close everything and return the HTML."""
        self._close_to(0)
        return "".join(self._parts)

    def _push(self, name: str, tag: str, ends_outer: bool) -> None:
        self._open.append((name, tag, ends_outer))
        self._count[name] += 1

    def _find(self, names: frozenset[str], barrier: frozenset[str]) -> int | None:
        if not any(self._count[name] for name in names):
            return None
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth][0] in names:
                return depth
            if self._open[depth][0] in barrier:
                return None
        return None

    def _close_implied(self, name: str) -> None:
        if name in _HELD_BY:
            holder = self._find(_HELD_BY[name], frozenset())
            if holder is not None:
                self._close_to(holder + 1)
            return
        if name in BLOCKS:
            paragraph = self._find(_PARAGRAPH, _TABLE | _CELLS)
            if paragraph is not None:
                self._close_to(paragraph)
        if name in _ENDS_ITSELF:
            itself = self._find(frozenset([name]), _ENDS_ITSELF[name])
            if itself is not None:
                self._close_to(itself)

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            name, _, ends_outer = self._open.pop()
            self._count[name] -= 1
            self.closing(name)
            self.text(f"</{name}>")
            if ends_outer:
                depth = min(depth, len(self._open) - 1)

    def closing(self, name: str) -> None:
        """Called before each end tag is written; for those that have something to add there."""

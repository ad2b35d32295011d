"""HTML that costs something to make, kept in this process's memory by everything that it says."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from typing import Any, Generic, TypeVar

from django.template import Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.functional import SimpleLazyObject
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sandali.kit.dates import current_display

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last `most` values, the longest unused first to go."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.values: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under `key`, made now when there is none."""
        try:
            value = self.values[key]
            self.values.move_to_end(key)
        except KeyError:
            value = self.values[key] = make()
            while len(self.values) > self.most:
                self.values.popitem(last=False)
        return value


# What stands in kept HTML where a value of each request goes. Nobody outside this process can write it.
_SECRET = secrets.token_hex(12)
_MARK = re.compile(rf"{_SECRET}([a-z_]+)z{_SECRET[:8]}")
MOST_KEPT = 24  # of one block: the frame of a page alone is 80 kB, and another with each count beside an entry


def mark_of(name: str) -> str:
    """The mark that a fresh value's name leaves in kept HTML."""
    return f"{_SECRET}{name}z{_SECRET[:8]}"


def is_mark(value: Any) -> bool:
    """Whether this stands for a fresh value while kept HTML is made."""
    return isinstance(value, SafeString) and _MARK.fullmatch(value) is not None


def key_part(value: Any) -> Hashable:
    """A value as a part of a key: text that is safe HTML and the same text that is not must not be taken for each other."""
    if isinstance(value, SimpleLazyObject):
        bool(value)  # asks for it
        value = copy(value)  # what it stands for, without the request that it came from
    if isinstance(value, list | tuple):
        return tuple(key_part(one) for one in value)
    return (type(value), value) if isinstance(value, str) else value


def escaped(value: Any) -> str:
    """A value as it is printed in HTML."""
    return str(conditional_escape(value))


class KeptNode(Node):
    """A block that is rendered once for the same values, language and display; see `parse_kept`."""

    def __init__(self, nodelist: NodeList, varies: list[FilterExpression], fresh: list[str]) -> None:
        self.nodelist, self.varies, self.fresh = nodelist, varies, fresh
        # What stands still and the names of what comes between, in turns.
        self.kept: Kept[list[str]] = Kept(MOST_KEPT)

    def render(self, context: Context) -> SafeString:
        """The block's HTML, with what belongs to this request put in."""
        given = tuple(key_part(one.resolve(context)) for one in self.varies)
        values = {name: escaped(context.get(name, "")) for name in self.fresh}
        filled = tuple(name for name in self.fresh if values[name])
        pieces = self.kept.get((get_language(), current_display(), filled, given), lambda: _MARK.split(self.made(context, filled))).copy()
        pieces[1::2] = [values.get(name, "") for name in pieces[1::2]]
        # The block's own nodes escaped the rest of it, and the fresh values are escaped above.
        return SafeString("".join(pieces))

    def made(self, context: Context, filled: tuple[str, ...]) -> str:
        """The block rendered with marks in place of the fresh values; an empty value stays empty, so that `if` works."""
        # A mark is letters and digits; what takes its place is escaped in `render`.
        with context.push(**{name: SafeString(mark_of(name)) for name in filled}):
            return str(self.nodelist.render(context))


def parse_kept(parser: Parser, token: Token) -> KeptNode:
    """{% kept shell nav fresh csrf_token here %}…{% endkept %}: HTML that says nothing but the values named before `fresh`.

    Values before `fresh` must be hashable, or lists of such. The names after it are plain variables of this request: inside
    the block they can be printed, joined to other text and asked whether they are empty, and nothing else."""
    words = token.split_contents()[1:]
    at = words.index("fresh") if "fresh" in words else len(words)
    before, after = words[:at], words[at + 1 :]
    if not all(re.fullmatch(r"[a-z_]+", name) for name in after):
        raise TemplateSyntaxError("after fresh stand names of variables, of small letters and underscores")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(word) for word in before], after)

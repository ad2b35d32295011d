"""Addresses of pages by their names, as Django's `reverse` gives them; where only numbers vary, they are put together once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import urls
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_address
from django.utils.html import conditional_escape

from sandali.kit.kept import is_mark

_FIRST_MARK = 8_070_605_040_302_010  # what stands for a number while an address is put together: it is in none of ours


def reverse(name: str, args: Sequence[Any] = ()) -> str:
    """django.urls.reverse. A page has some sixty addresses, which were a twelfth of what the case page costs."""
    if all((type(number) is int and number >= 0) or is_mark(number) for number in args):
        return _pattern(name, len(args), urls.get_urlconf(), urls.get_script_prefix()).format(*args)
    return urls.reverse(name, args=args)


@lru_cache(maxsize=1024)
def _pattern(name: str, count: int, _urlconf: str | None, _prefix: str) -> str:
    """The address with {0}, {1} in the places of its numbers. Raises NoReverseMatch as Django does."""
    marks = [_FIRST_MARK + place for place in range(count)]
    address = urls.reverse(name, args=marks)
    for place, mark in enumerate(marks):
        address = address.replace(str(mark), f"{{{place}}}")
    return address


class AddressNode(URLNode):
    """Django's {% url %}, by `reverse` as above. In a kept block a fresh value may stand for a number."""

    def render(self, context: Context) -> str:
        """The address, or nothing where it gets a name. Raises NoReverseMatch as Django's."""
        if self.kwargs:
            return str(super().render(context))
        address, given = "", [arg.resolve(context) for arg in self.args]
        try:
            address = reverse(self.view_name.resolve(context), given)
        except urls.NoReverseMatch:
            if self.asvar is None:
                raise
        if self.asvar is None:
            return conditional_escape(address) if context.autoescape else address
        context[self.asvar] = address
        return ""


def parse_url(parser: Parser, token: Token) -> AddressNode:
    """{% url "case" case.pk as case_url %}"""
    node = parse_address(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)

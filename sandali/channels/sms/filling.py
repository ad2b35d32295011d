"""Requests that an administrator describes: places such as {to} in an address, headers and a body, and paths such as data.0.id into an answer.

No code and no template engine: each place is one of a fixed list, and what stands in it is written as the place needs it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

PLACES: Final = ("to", "text", "from", "id", "key", "username", "message")
PLACE: Final = re.compile(r"\{(\w+)(:number)?\}")
MOST_STEPS: Final = 12


class CannotFill(ValueError):
    """A description that makes no request."""


def places_in(template: str) -> set[str]:
    """The names in a template, known or not."""
    return {found[1] for found in PLACE.finditer(template)}


def filled(template: str, values: Mapping[str, str], write: Callable[[str], str] = str) -> str:
    """A template with its places filled in one pass: what a customer or an answer says is never looked through for places."""
    return PLACE.sub(lambda found: write(values.get(found[1], "")), template)


def address(template: str, values: Mapping[str, str]) -> str:
    """An address; whatever stands in a place is escaped, so that it adds no parameter and no path."""
    return filled(template, values, lambda value: quote(value, safe=""))


def headers(template: str, values: Mapping[str, str]) -> dict[str, str]:
    """Lines of "Name: value". Raises CannotFill for a line that is none, or letters that no header has."""
    made = {}
    for line in template.splitlines():
        name, colon, value = line.partition(":")
        name, value = name.strip(), filled(value.strip(), values)
        if not line.strip():
            continue
        if not colon or not re.fullmatch(r"[A-Za-z0-9-]{1,60}", name) or not value.isascii() or not value.isprintable():
            raise CannotFill(line)
        made[name] = value
    return made


def body(template: str, values: Mapping[str, str]) -> tuple[bytes, str]:
    """(content, its type): JSON when the template is, else the fields of a form ("to={to}&text={text}"). ("", "") for nothing.

    Raises CannotFill. In JSON a value that is {from:number} and nothing else becomes a number."""
    template = template.strip()
    if not template:
        return b"", ""
    if template[0] in "{[" and not template.startswith(tuple(f"{{{name}}}" for name in PLACES)):
        try:
            shape = json.loads(template)
        except (ValueError, RecursionError) as problem:
            raise CannotFill(template[:40]) from problem
        return json.dumps(in_shape(shape, values), ensure_ascii=False).encode("utf-8", "replace"), "application/json"
    fields = [(name, filled(value, values)) for name, value in parse_qsl(template, keep_blank_values=True)]
    if not fields:
        raise CannotFill(template[:40])
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def in_shape(shape: Any, values: Mapping[str, str]) -> Any:
    """Parsed JSON with the places in its texts filled; names stay as they are."""
    if isinstance(shape, dict):
        return {name: in_shape(value, values) for name, value in shape.items()}
    if isinstance(shape, list):
        return [in_shape(value, values) for value in shape]
    if not isinstance(shape, str):
        return shape
    whole = PLACE.fullmatch(shape)
    if whole is not None and whole[2]:
        value = values.get(whole[1], "")
        return int(value) if value.isdigit() else value
    return filled(shape, values)


def found_at(said: Any, path: str) -> Any:
    """What stands at "data.0.id" in an answer, None for nothing; "" is the answer itself."""
    for step in path.split(".")[:MOST_STEPS] if path else ():
        if isinstance(said, dict):
            said = said.get(step)
        elif isinstance(said, list) and step.isdigit() and int(step) < len(said):
            said = said[int(step)]
        else:
            return None
    return said

"""JSON (a list of objects, also one that stands inside an object) and JSON lines, read object by object with flat memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import TextIOBase
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.transfer.reading.limits import MOST_CELL, MOST_COLUMNS, MOST_ROWS, NotReadable, shown

PIECE: Final = 256 * 1024
MOST_OBJECT: Final = 4 * 1024 * 1024  # characters of one object
LOOKED_AT: Final = 200  # objects, for the names of columns
DEEPEST: Final = 3
_LIST_BEGINS: Final = re.compile(r"\[\s*(?=[{\]])")
_BETWEEN: Final = re.compile(r"[\s,]*")


def objects(file: TextIOBase) -> Iterator[dict[str, Any]]:
    """Objects of the first list in a file, or of its lines. Raises NotReadable where it breaks."""
    decoder = json.JSONDecoder()
    text = file.read(PIECE).removeprefix("\ufeff")
    begins = _LIST_BEGINS.search(text)
    lines = text.lstrip().startswith("{") and whole_first_line(text) and (begins is None or text.lstrip().partition("\n")[2].lstrip().startswith("{"))
    if begins is None and not lines:
        raise NotReadable(_("There is no list of records in this file."))
    place = 0 if lines or begins is None else begins.end()
    for _count in range(MOST_ROWS):
        place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
        while True:
            if text[place : place + 1] == "]":
                return
            try:
                found, end = decoder.raw_decode(text, place)
                break
            except RecursionError as error:
                raise NotReadable(_("This file is nested too deeply.")) from error
            except json.JSONDecodeError as error:
                more = file.read(PIECE)
                if not more and not text[place:].strip():
                    return
                if not more or len(text) - place > MOST_OBJECT:
                    raise NotReadable(_("This JSON file breaks off, or is not one.")) from error
                text, place = text[place:] + more, 0
                place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
        if isinstance(found, dict):
            yield found
        place = end
        if place > PIECE:
            text, place = text[place:], 0


def whole_first_line(text: str) -> bool:
    """Whether the first line is an object by itself."""
    try:
        return isinstance(json.loads(text.lstrip().partition("\n")[0]), dict)
    except (ValueError, RecursionError):
        return False


def flat(found: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """(column, text) of an object: what stands inside another is named "outer.inner", a list is joined by "; "."""
    for name, value in found.items():
        column = f"{before}{name}"[:200]
        if isinstance(value, dict) and depth < DEEPEST:
            yield from flat(value, f"{column}.", depth + 1)
        elif isinstance(value, list):
            yield column, "\n".join(filter(None, (item_text(item) for item in value[:200])))[:MOST_CELL]
        else:
            yield column, item_text(value)


def item_text(value: Any) -> str:
    """One value as text; of an object in a list, what it calls its value or name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return str(value.get("value") or value.get("name") or value.get("title") or "")
    return str(value).replace("\x00", "").strip()[:MOST_CELL]


def json_names(path: Path, encoding: str) -> tuple[str, ...]:
    """The columns of the first objects, in the order in which they are met."""
    with path.open(encoding=encoding, errors="replace") as file:
        names = dict.fromkeys(name for found in islice(objects(file), LOOKED_AT) for name, _text in flat(found))
    if len(names) > MOST_COLUMNS:
        raise NotReadable(_("The records of this file have more than %(most)s fields.") % {"most": shown(MOST_COLUMNS)})
    return tuple(names)


def json_rows(path: Path, encoding: str, names: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Records with their number in the file."""
    with path.open(encoding=encoding, errors="replace") as file:
        for number, found in enumerate(objects(file), start=1):
            cells = dict(flat(found))
            yield number, [cells.get(name, "") for name in names]

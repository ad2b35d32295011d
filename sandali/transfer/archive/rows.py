"""Rows as lines of JSON, and back, exactly: moments in UTC, decimals as text, bytes in base64, spans in microseconds."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Field, Model

from sandali.transfer.archive.tables import columns_of

CHUNK: Final = 1000
LONGEST_LINE: Final = 64 * 1024 * 1024  # bytes; a message of a megabyte is one of few
Codec = Callable[[Any], Any]


def moment_text(value: datetime) -> str:
    """A moment as "2026-11-23T01:02:03.000004Z"."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


TO_JSON: Final[dict[str, Codec]] = {
    "DateTimeField": moment_text,
    "DateField": date.isoformat,
    "TimeField": time.isoformat,
    "DecimalField": str,
    "BinaryField": lambda value: base64.b64encode(bytes(value)).decode(),
    "DurationField": lambda value: value // timedelta(microseconds=1),
}
FROM_JSON: Final[dict[str, Codec]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    "BinaryField": lambda value: base64.b64decode(value, validate=True),
    "DurationField": lambda value: timedelta(microseconds=value),
}


def codecs(columns: Sequence[Field], table: dict[str, Codec]) -> list[tuple[str, Codec | None]]:
    """Each column's name with what turns its values, None where they stay as they are. A foreign key is as what it leads to."""
    return [(column.attname, table.get(getattr(column, "target_field", column).get_internal_type())) for column in columns]


def rows_of(model: type[Model], *, using: str) -> Iterator[list[tuple[Any, ...]]]:
    """A table's rows in the order of its key, a portion at a time: memory stays flat however many there are."""
    names = [column.attname for column in columns_of(model)]
    key = model._meta.pk.attname
    place = names.index(key)
    rows = model._base_manager.using(using).order_by(key).values_list(*names)
    after: Any = None
    while portion := list((rows if after is None else rows.filter(**{f"{key}__gt": after}))[:CHUNK]):
        after = portion[-1][place]
        yield portion


def lines_of(model: type[Model], portion: Sequence[tuple[Any, ...]]) -> Iterator[bytes]:
    """Rows as lines of JSON with their line's ends."""
    turned = codecs(columns_of(model), TO_JSON)
    for row in portion:
        whole = {name: value if turn is None or value is None else turn(value) for (name, turn), value in zip(turned, row, strict=True)}
        try:
            yield json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        except UnicodeEncodeError:  # half of a surrogate pair, which JSON can hold and UTF-8 cannot
            yield json.dumps(whole, separators=(",", ":")).encode() + b"\n"


class BadLine(ValueError):
    """A line that is no row of its table; the text says which."""


def reader_of(model: type[Model]) -> Callable[[bytes], Model]:
    """What makes a line into an object that is not saved yet. Raises BadLine."""
    turned = dict(codecs(columns_of(model), FROM_JSON))

    def read(line: bytes) -> Model:
        try:
            whole = json.loads(line)
            if whole.keys() != turned.keys():
                raise ValueError("its columns are others")
            return model(**{name: value if value is None or (turn := turned[name]) is None else turn(value) for name, value in whole.items()})
        except (ValueError, TypeError, AttributeError, ArithmeticError) as problem:
            raise BadLine(f"{model._meta.label}: {problem}") from problem

    return read


def save_rows(objects: Sequence[Model]) -> None:
    """Write rows of one table as they are, in the caller's transaction."""
    with transaction.atomic(savepoint=False):
        type(objects[0])._base_manager.bulk_create(objects, batch_size=CHUNK)

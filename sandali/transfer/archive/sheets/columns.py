"""What a table for people is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import translation

from sandali.kit.digits import minor_digits
from sandali.kit.jalali import JalaliDate

CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A heading in both languages, and what the import takes it for ("" leaves it out)."""

    english: str
    persian: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """In whose language and zone values are said, and from which database they are read."""

    language: str
    zone: tzinfo
    using: str

    def moment(self, value: datetime | None) -> tuple[str, str]:
        """A moment by the company's clock, as "2026-11-23 14:05" and "1405-09-02 14:05"."""
        if value is None:
            return "", ""
        there = value.astimezone(self.zone)
        return there.strftime("%Y-%m-%d %H:%M"), f"{jalali(there.date())} {there:%H:%M}".strip()

    def day(self, value: date | None) -> tuple[str, str]:
        """A day in both calendars."""
        return ("", "") if value is None else (value.isoformat(), jalali(value))


def jalali(value: date) -> str:
    """A day as "1405-09-02"; "" for one that our calendar does not reach."""
    try:
        return JalaliDate.from_gregorian(value).isoformat()
    except ValueError:
        return ""


def money(minor: int | None, currency: str) -> str:
    """A sum as a number with its fraction, for reckoning."""
    return "" if minor is None else str(Decimal(minor).scaleb(-minor_digits(currency)))


def label(choices: Any, value: str) -> str:
    """A choice in words, in the language that is active; as it is where nobody knows it."""
    return str(dict(choices.choices).get(value, value))


Portion = list[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `source` gives its objects (ordered by their number, with what is beside them), `row` a row of one. `beside` reads what
    stands elsewhere for a whole portion, and is handed to `row`."""

    name: str
    columns: Sequence[Column]
    source: Callable[[str], QuerySet[Any]]
    row: Callable[[Any, Any, Words], Sequence[Any]]
    beside: Callable[[Portion, Words], Any] = lambda portion, words: None

    def header(self, language: str) -> list[str]:
        """The headings."""
        return [column.persian if language == "fa" else column.english for column in self.columns]

    def rows(self, words: Words) -> Iterator[Sequence[Any]]:
        """All rows, a portion in memory at a time."""
        after = 0
        while portion := list(self.source(words.using).filter(pk__gt=after).order_by("pk")[:CHUNK]):
            after = portion[-1].pk
            with translation.override(words.language):
                near = self.beside(portion, words)
                rows = [self.row(one, near, words) for one in portion]
            yield from rows

    def plan(self) -> dict[str, str]:
        """Heading, in either language → what the import takes it for."""
        return {heading: column.target for column in self.columns for heading in (column.english, column.persian)}

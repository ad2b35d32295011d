"""What a condition is asked with. A part reads what was typed into a value as it is kept (JSON), and refuses what is none (H7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.customers.models import Organisation, Tag
from sandali.kit.dates import current_display
from sandali.kit.digits import format_number, minor_digits, parse_money, parse_number
from sandali.kit.jalali import parse_date
from sandali.kit.text import fold, isolate

Choices = Callable[[], list[tuple[str, str]]]
MOST_TYPED: Final = 200
MOST_DIGITS: Final = 18


class Wrong(ValueError):
    """What was typed is no value of a part; the text says so to people, `part` is which ("" for the condition)."""

    def __init__(self, said: str, part: str = "") -> None:
        super().__init__(said)
        self.part = part


@dataclass(frozen=True, slots=True)
class Part:
    """Free words. `is_required` ones must be filled in."""

    name: str
    label: Any
    is_required: bool = True

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """What is kept; None for nothing. `beside` is what was typed in the other parts. Raises Wrong."""
        return isolate(typed)[:MOST_TYPED] or None

    def typed(self, kept: Any, beside: Mapping[str, Any]) -> str:
        """What is kept as `read` takes it again."""
        return str(kept)


@dataclass(frozen=True, slots=True)
class Choice(Part):
    """One of several answers."""

    choices: Choices = list

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """One of the answers. Raises Wrong for any other."""
        if typed and typed not in dict(self.choices()):
            raise Wrong(_("Please choose one of the answers."), self.name)
        return typed or None

    def said(self, kept: Any) -> str:
        """The answer in words."""
        return str(dict(self.choices()).get(kept, kept))


@dataclass(frozen=True, slots=True)
class Number(Part):
    """A whole number."""

    least: int = 1
    most: int = 3650

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The number, in any digits. Raises Wrong."""
        if not typed.strip():
            return None
        try:
            found = parse_number(typed)
        except ValueError as problem:
            raise Wrong(str(problem), self.name) from problem
        if found != found.to_integral_value() or not self.least <= found <= self.most:
            bounds = {"least": format_number(self.least, current_display().language), "most": format_number(self.most, current_display().language)}
            raise Wrong(_("Please write a whole number from %(least)s to %(most)s.") % bounds, self.name)
        return int(found)


@dataclass(frozen=True, slots=True)
class Fraction(Part):
    """A number of any kind, kept as text so that nothing of it is lost."""

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The number. Raises Wrong."""
        if not typed.strip():
            return None
        try:
            found = parse_number(typed)
        except ValueError as problem:
            raise Wrong(str(problem), self.name) from problem
        if abs(found) >= Decimal(10) ** MOST_DIGITS or found != round(found, 6):
            raise Wrong(_("This number is larger or finer than can be kept."), self.name)
        return f"{found.normalize():f}"


@dataclass(frozen=True, slots=True)
class Day(Part):
    """A day of either calendar, kept as ISO 8601."""

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The day. Raises Wrong."""
        if not typed.strip():
            return None
        try:
            found = parse_date(typed, current_display().language)
        except ValueError as problem:
            raise Wrong(str(problem), self.name) from problem
        if not 1900 <= found.year <= 2200:
            raise Wrong(_("This day is too far away."), self.name)
        return found.isoformat()

    def typed(self, kept: Any, beside: Mapping[str, Any]) -> str:
        """As ISO 8601, which `parse_date` reads in every language; a form shows it in its reader's calendar."""
        return date.fromisoformat(kept).isoformat()


@dataclass(frozen=True, slots=True)
class Amount(Part):
    """A sum in the currency that the part `currency` beside it names, kept in minor units."""

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The sum. Raises Wrong."""
        if not typed.strip():
            return None
        try:
            found = parse_money(typed, beside.get("currency", ""), toman=current_display().toman)
        except ValueError as problem:
            raise Wrong(str(problem), self.name) from problem
        if not 0 < found < 10**MOST_DIGITS:
            raise Wrong(_("Please write an amount above zero."), self.name)
        return found

    def typed(self, kept: Any, beside: Mapping[str, Any]) -> str:
        """As a plain number, which `parse_money` reads again."""
        currency = str(beside.get("currency", ""))
        if currency == "IRR" and current_display().toman:
            return f"{Decimal(kept) / 10:f}"
        return f"{Decimal(kept).scaleb(-minor_digits(currency)):f}"


@dataclass(frozen=True, slots=True)
class TagPart(Part):
    """A tag by its name, kept by its number, so that it may be renamed. Its name among values is "tag"."""

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The tag's number. Raises Wrong where there is none of this name."""
        if not fold(typed):
            return None
        found = Tag.objects.filter(folded=fold(typed)[:60]).values_list("pk", flat=True).first()
        if found is None:
            raise Wrong(_("There is no tag of this name."), self.name)
        return found

    def typed(self, kept: Any, beside: Mapping[str, Any]) -> str:
        """Its name; nothing where the tag is gone."""
        return str(Tag.objects.filter(pk=kept).first() or "")


@dataclass(frozen=True, slots=True)
class OrganisationPart(Part):
    """An organisation by its name, kept by its number."""

    def read(self, typed: str, beside: Mapping[str, str]) -> Any:
        """The organisation's number. Raises Wrong where there is none of this name."""
        if not fold(typed):
            return None
        found = Organisation.objects.filter(folded=fold(typed)[:200]).order_by("pk").values_list("pk", flat=True).first()
        if found is None:
            raise Wrong(_("There is no organisation of this name."), self.name)
        return found

    def typed(self, kept: Any, beside: Mapping[str, Any]) -> str:
        """Its name; nothing where it is gone."""
        return str(Organisation.objects.filter(pk=kept).first() or "")

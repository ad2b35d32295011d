"""Who holds tags: rows that carry one by its number, and saved things (JSON) that name one by its number or by its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import models


@dataclass(frozen=True, slots=True)
class Carrying:
    """A table of rows that carry tags: `through` joins them, `column` is whose tag it is."""

    name: str
    label: Any
    through: type[models.Model]
    column: str


@dataclass(frozen=True, slots=True)
class Naming:
    """Saved things that name tags in a column of JSON. `named` gives what they are named by: numbers as text, or (`by_words`) folded words.
    `swapped` gives the JSON with one of these in the place of another; `to` is the other tag's number or its name."""

    name: str
    label: Any
    model: type[models.Model]
    column: str
    by_words: bool
    named: Callable[[Any], set[str]]
    swapped: Callable[[Any, str, str], Any]
    standing: Mapping[str, Any]  # which of them are in use

    def rows(self) -> models.QuerySet[Any]:
        """Those in use. They are few: people write them."""
        return self.model._default_manager.filter(**self.standing)


@cache
def carrying() -> tuple[Carrying, ...]:
    """Every table that carries tags."""
    return tuple(one for name in settings.TAG_HOLDERS for one in import_module(name).CARRYING)


@cache
def naming() -> tuple[Naming, ...]:
    """Everything saved that names tags."""
    return tuple(one for name in settings.TAG_HOLDERS for one in import_module(name).NAMING)

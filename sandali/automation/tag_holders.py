"""What this room holds of tags (settings.TAG_HOLDERS): rules and macros name them by their words."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.automation.models import Macro, Rule
from sandali.customers.tags.holders import Carrying, Naming
from sandali.kit.text import fold

NAMES: Final = ("tag", "untag", "customer_tag")  # of conditions and acts that hold a tag's name


def named(kept: Any) -> set[str]:
    """The folded names of tags in conditions or acts."""
    return {fold(str(kept[name]))[:60] for name in NAMES if kept.get(name)}


def swapped(kept: Any, old: str, to: str) -> Any:
    """The same with another tag's name."""
    return {name: to if name in NAMES and fold(str(value))[:60] == old else value for name, value in kept.items()}


CARRYING: Final[tuple[Carrying, ...]] = ()
NAMING: Final = (
    Naming("rule if", _("Rules"), Rule, "conditions", True, named, swapped, {"removed_at": None}),
    Naming("rule does", _("Rules"), Rule, "acts", True, named, swapped, {"removed_at": None}),
    Naming("macro", _("Macros"), Macro, "acts", True, named, swapped, {"removed_at": None}),
)

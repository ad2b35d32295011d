"""What this room holds of tags (settings.TAG_HOLDERS): cases carry them, saved views name them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.cases.filtering import values_of
from sandali.cases.models import Case, SavedView
from sandali.customers.tags.holders import Carrying, Naming


def named(asked: Any) -> set[str]:
    """The numbers of tags in a saved filter."""
    return set(values_of(asked, "tag"))


def swapped(asked: Any, old: str, to: str) -> Any:
    """The filter with another tag."""
    return asked | {"tag": sorted({to if value == old else value for value in values_of(asked, "tag")})}


CARRYING: Final = (Carrying("case", _("Cases"), Case.tags.through, "case_id"),)
NAMING: Final = (Naming("view", _("Saved views"), SavedView, "asked", False, named, swapped, {}),)

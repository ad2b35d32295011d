"""Saved views as the inbox shows them: the first few with their counts, all of them in a menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sandali.cases.models import SavedView
from sandali.cases.saved import PINNED, view_count, views_for
from sandali.company.queries import department_ids
from sandali.desk.cases.boxes import Filter, asked_filter, capped
from sandali.kit.kept import Kept
from sandali.kit.prepared import PreparedModels


@dataclass(frozen=True, slots=True)
class ViewTab:
    """One saved view: its address, and how many cases it lists for whoever looks ("" where it is not counted)."""

    number: int
    label: str
    url: str
    current: bool
    count: str


_views: Kept[PreparedModels] = Kept(1024)


def views_of(person: Any) -> list[SavedView]:
    """The views of a person in their order."""
    prepared = _views.get(
        (person.pk, tuple(department_ids(person))), partial(PreparedModels, lambda: views_for(person).order_by("place", "name", "pk"))
    )
    return prepared()


def view_tabs(person: Any, wanted: Filter, newest: tuple[int, datetime] | None) -> tuple[ViewTab, ...]:
    """A person's views. One query for them all, and for each of the first PINNED at most one that counts."""
    tabs = []
    for place, view in enumerate(views_of(person)):
        listed = asked_filter(view.asked)
        count = capped(view_count(person, view, newest, box=listed.box, what=listed.shown)) if place < PINNED else ""
        tabs.append(ViewTab(view.pk, view.name, listed.url, listed == wanted, count))
    return tuple(tabs)

"""Saving, sharing, ordering and removing views of the list of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max

from sandali.cases import events_lists as events
from sandali.cases.models import SavedView
from sandali.cases.saved import may_change_view, read_view, views_for
from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.company.permissions import NotAllowed, Role, may
from sandali.company.queries import department_ids
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.text import clean, isolate

MOST_VIEWS: Final = 100  # of one person
LONGEST_NAME: Final = 60


def name_of_view(text: str) -> str:
    """A name as it is stored. Raises ValueError when nothing is in it."""
    name = " ".join(isolate(clean(text)).split())[:LONGEST_NAME].strip()
    if not name:
        raise ValueError("a view has a name")
    return name


def refuse_sharing(by: Any, department: Department | None, for_everybody: bool) -> None:
    """Raises NotAllowed for sharing with everybody without the right to, or with a department that is not one's own."""
    if for_everybody and not may(by, "share_views"):
        raise NotAllowed
    if department is not None and department.pk not in department_ids(by) and by.role != Role.ADMIN:
        raise NotAllowed


@transaction.atomic
def save_view(
    name: str, asked: Mapping[str, Any], *, by: Any, department: Department | None = None, for_everybody: bool = False
) -> SavedView:
    """Keep a filter under a name: for oneself, a department, or everybody. Raises ValueError, NotAllowed."""
    refuse_sharing(by, department, for_everybody)
    if SavedView.objects.filter(owner=by).count() >= MOST_VIEWS:
        raise ValueError("a person keeps only so many views")
    last = SavedView.objects.aggregate(last=Max("place"))["last"] or 0
    view = SavedView.objects.create(
        name=name_of_view(name), asked=read_view(asked), owner=by, department=None if for_everybody else department,
        for_everybody=for_everybody, place=min(last + 1, 32_000),
    )  # fmt: skip
    record(events.VIEW_SAVED, view, by=by, name=view.name)
    return view


@transaction.atomic
def change_view(
    view: SavedView, *, by: Any, name: str, department: Department | None = None, for_everybody: bool = False,
    asked: Mapping[str, Any] | None = None, version: int | None = None,
) -> SavedView:  # fmt: skip
    """Rename a view, share it with others or with fewer, or give it another filter. Raises ValueError, NotAllowed, Overtaken."""
    if for_everybody != view.for_everybody or (department and department.pk) != view.department_id:
        refuse_sharing(by, department, for_everybody)
    wanted: dict[str, Any] = {"name": name_of_view(name), "for_everybody": for_everybody}
    wanted["department_id"] = department.pk if department is not None and not for_everybody else None
    if asked is not None:
        wanted["asked"] = read_view(asked)
    if all(getattr(view, column) == value for column, value in wanted.items()):
        return view
    rows = SavedView.objects.filter(pk=view.pk)
    done = (rows if version is None else rows.filter(version=version)).update(**wanted, version=F("version") + 1)
    current = SavedView.objects.select_related("department", "owner").get(pk=view.pk)
    if not done:
        raise Overtaken(current)
    facts = {} if wanted.get("asked", view.asked) == view.asked else {"before": view.asked, "version": current.version}
    record(events.VIEW_CHANGED, current, by=by, name=current.name, **facts)
    return current


def replace_filter(view: SavedView, asked: Mapping[str, Any], *, by: Any, version: int | None = None) -> SavedView:
    """Give a view another filter and leave everything else of it. Raises Overtaken."""
    return change_view(view, by=by, name=view.name, department=view.department, for_everybody=view.for_everybody, asked=asked, version=version)


def restore_filter(view: SavedView, replaced: Event, *, by: Any) -> SavedView:
    """Give a view the filter back that it had before somebody replaced it. Raises Overtaken when it was changed since."""
    return replace_filter(view, replaced.data["before"], by=by, version=replaced.data["version"])


@transaction.atomic
def move_view(view: SavedView, step: int, *, by: Any) -> None:
    """Change places with the view before (-1) or after (1) it, among those that the person may change."""
    order = [one for one in views_for(by).order_by("place", "name", "pk") if may_change_view(by, one)]
    at = next(place for place, one in enumerate(order) if one.pk == view.pk)
    if not 0 <= at + step < len(order):
        return
    order[at], order[at + step] = order[at + step], order[at]
    places = sorted(one.place for one in order)
    for place in range(1, len(places)):  # where two had the same, those below move on
        places[place] = max(places[place], places[place - 1] + 1)
    for one, place in zip(order, places, strict=True):
        if one.place != place:
            SavedView.objects.filter(pk=one.pk).update(place=place)


@transaction.atomic
def remove_view(view: SavedView, *, by: Any) -> Event:
    """Remove a view; the event that it returns holds what brings it back."""
    facts = {
        "name": view.name, "asked": view.asked, "owner": view.owner_id, "department": view.department_id,
        "for_everybody": view.for_everybody, "place": view.place,
    }  # fmt: skip
    event = record(events.VIEW_REMOVED, view, by=by, **facts)
    SavedView.objects.filter(pk=view.pk).delete()
    return event


@transaction.atomic
def restore_view(event: Event, *, by: Any) -> SavedView | None:
    """Bring back a view that the person removed; None when it is back already, or its department is gone."""
    facts = event.data
    gone = facts["department"] and not Department.objects.filter(pk=facts["department"]).exists()
    if gone or SavedView.objects.filter(pk=event.subject_id).exists():
        return None
    view = SavedView.objects.create(
        pk=event.subject_id, name=facts["name"], asked=read_view(facts["asked"]), owner_id=facts["owner"],
        department_id=facts["department"], for_everybody=facts["for_everybody"], place=facts["place"],
    )  # fmt: skip
    record(events.VIEW_RESTORED, view, by=by, name=view.name)
    return view

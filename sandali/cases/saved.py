"""Views that somebody saved: which of them a person has, and which they may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet

from sandali.cases.events_lists import VIEW_CHANGED, VIEW_REMOVED
from sandali.cases.filtering import narrowed, read_asked, values_of
from sandali.cases.models import Case, SavedView
from sandali.cases.queries import BOXES, MOST_COUNTED, SHOWN, SORTS, in_box, kept_count, shown
from sandali.company.permissions import NotAllowed, may
from sandali.company.queries import department_ids
from sandali.history.models import Event

PINNED: Final = 8  # the first views of a person; these are counted


def views_for(person: Any) -> QuerySet[SavedView]:
    """A person's own views, those of their departments, and everybody's. Whoever left a department has its views no more."""
    own = Q(owner=person, department=None, for_everybody=False)
    return SavedView.objects.filter(own | Q(department__in=department_ids(person)) | Q(for_everybody=True))


def access_view(person: Any, number: int, *, to: str = "see") -> SavedView:
    """One view, to "see" or to "change". Raises SavedView.DoesNotExist, NotAllowed."""
    view = views_for(person).select_related("department", "owner").get(pk=number)
    if to == "change" and not may_change_view(person, view):
        raise NotAllowed
    return view


def access_removal(person: Any, number: int) -> Event:
    """The event by which the person removed a view. Raises Event.DoesNotExist."""
    return Event.objects.get(pk=number, kind=VIEW_REMOVED.name, by=person)


def access_replacement(person: Any, view: SavedView) -> Event:
    """The last change of a view, where it was the person's and gave the view another filter. Raises Event.DoesNotExist."""
    last = Event.objects.filter(kind=VIEW_CHANGED.name, subject_type="savedview", subject_id=view.pk).order_by("-pk").first()
    if last is None or last.by_id != person.pk or "before" not in last.data:
        raise Event.DoesNotExist
    return last


def may_change_view(person: Any, view: SavedView) -> bool:
    """Whose view it is may change it, and for shared ones whoever may share with everybody; everybody's are theirs alone."""
    return may(person, "share_views") if view.for_everybody else view.owner_id == person.pk or may(person, "share_views")


def read_view(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A view's filter as it is stored: box, state and sort by the allow-list, then what `filtering.read_asked` reads."""
    chosen = ((name, known, values_of(asked, name)) for name, known in (("box", BOXES), ("state", SHOWN), ("sort", SORTS)))
    kept: dict[str, Any] = {name: values[0] for name, known, values in chosen if values and values[0] in known}
    return kept | {name: list(values) for name, values in read_asked(asked).fields}


def view_count(person: Any, view: SavedView, newest: Any, *, box: str, what: str) -> int:
    """How many cases of a view the person sees, counted up to queries.MOST_COUNTED and kept while nothing happens."""
    asked = read_asked(view.asked)

    def cases() -> QuerySet[Case]:
        return narrowed(shown(in_box(person, box, aside=asked.one("aside")), what), asked, person=person)

    return kept_count(person, f"view {view.pk} {view.version}", lambda: cases().order_by()[:MOST_COUNTED].count(), newest)

"""Saving, sharing, ordering and removing views."""

import pytest

from sandali.cases.actions.saved_views import change_view, move_view, remove_view, restore_view, save_view
from sandali.cases.models import SavedView
from sandali.cases.saved import views_for
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.history.models import Event

pytestmark = pytest.mark.django_db


def order(person):
    return list(views_for(person).order_by("place", "name", "pk").values_list("name", flat=True))


def test_a_view_is_saved_with_its_event(cast):
    view = save_view("  شکایت‌های\u202e  باز ", {"kind": "complaint"}, by=cast.sara)
    assert (view.owner, view.asked, view.version) == (cast.sara, {"kind": ["complaint"]}, 1)
    assert view.name.startswith("شکایت‌های") and "  " not in view.name
    assert Event.objects.get(kind="view_saved").data == {"name": view.name}


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u0000"])
def test_a_view_has_a_name(cast, name):
    with pytest.raises(ValueError):
        save_view(name, {}, by=cast.sara)


def test_sharing_needs_the_right_or_the_department(cast):
    for by, options in [
        (cast.sara, {"for_everybody": True}),
        (cast.sara, {"department": cast.accounting}),
        (cast.nahid, {"department": cast.accounting}),
    ]:
        with pytest.raises(NotAllowed):
            save_view("x", {}, by=by, **options)
    view = save_view("x", {}, by=cast.sara)
    with pytest.raises(NotAllowed):
        change_view(view, by=cast.sara, name="x", for_everybody=True)
    assert save_view("x", {}, by=cast.admin, department=cast.accounting).department == cast.accounting
    assert save_view("x", {}, by=cast.nahid, for_everybody=True).for_everybody


@pytest.mark.reliability("G8")
def test_a_change_that_was_overtaken_changes_nothing(cast):
    view = save_view("x", {}, by=cast.sara)
    change_view(view, by=cast.sara, name="first", version=1)
    with pytest.raises(Overtaken) as overtaken:
        change_view(view, by=cast.sara, name="second", version=1)
    assert overtaken.value.current.name == SavedView.objects.get().name == "first"


def test_an_unchanged_view_writes_nothing(cast):
    view = save_view("x", {"waits": "3"}, by=cast.sara)
    assert change_view(view, by=cast.sara, name="x", asked={"waits": ["3"]}, version=0).version == 1
    assert list(Event.objects.filter(kind="view_changed")) == []


def test_a_view_changes_places_with_its_neighbours(cast):
    views = [save_view(name, {}, by=cast.sara) for name in "abc"]
    SavedView.objects.update(place=0)
    move_view(views[2], -1, by=cast.sara)
    assert order(cast.sara) == ["a", "c", "b"]
    move_view(SavedView.objects.get(name="a"), -1, by=cast.sara)
    move_view(SavedView.objects.get(name="a"), 1, by=cast.sara)
    assert order(cast.sara) == ["c", "a", "b"]


def test_moving_ones_own_view_leaves_those_of_everybody_where_they_are(cast):
    shared = save_view("shared", {}, by=cast.nahid, for_everybody=True)
    own = save_view("own", {}, by=cast.sara)
    before = SavedView.objects.get(pk=shared.pk).place
    move_view(own, -1, by=cast.sara)
    assert SavedView.objects.get(pk=shared.pk).place == before


def test_a_removed_view_comes_back_as_it_was_once(cast):
    view = save_view("x", {"kind": "praise"}, by=cast.sara, department=cast.support)
    facts = ("name", "asked", "owner_id", "department_id", "for_everybody", "place")
    before = SavedView.objects.filter(pk=view.pk).values(*facts).get()
    event = remove_view(view, by=cast.sara)
    assert SavedView.objects.count() == 0
    assert restore_view(event, by=cast.sara).pk == view.pk
    assert SavedView.objects.filter(pk=view.pk).values(*facts).get() == before
    assert restore_view(event, by=cast.sara) is None

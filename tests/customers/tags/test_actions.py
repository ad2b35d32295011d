"""Tags for everybody that uses them: renamed, put together, removed, and brought back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.automation.models import Macro, Rule
from sandali.cases.models import Case, SavedView
from sandali.customers.actions import named_tag, tag_customer
from sandali.customers.models import Customer, Organisation, Segment, Tag
from sandali.customers.search import find_customers
from sandali.customers.tags import actions
from sandali.customers.tags.actions import (
    CannotChange,
    merge_tags,
    remove_tag,
    rename_tag,
    undo_change,
)
from sandali.customers.tags.queries import uses_of
from sandali.history import queue
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(cast):
    """A tag that everything uses: a case, two customers, a rule, a macro, a segment and a view."""
    tag = named_tag("وفادار")
    make_case(cast).tags.add(tag)
    for customer in (cast.mina, cast.kaveh):
        tag_customer(customer, "وفادار", by=cast.sara)
    Rule.objects.create(name="!", trigger="opened", conditions={"customer_tag": "وفادار", "kind": "praise"}, acts={"tag": "وفادار"}, owner=cast.admin)
    Macro.objects.create(name="!", acts={"untag": "وفادار"}, owner=cast.sara)
    Segment.objects.create(name="!", asked={"joined": "all", "of": [{"kind": "tag", "not": False, "values": {"tag": tag.pk}}]}, owner=cast.sara)
    SavedView.objects.create(name="!", asked={"box": "all", "tag": [str(tag.pk)]}, owner=cast.sara)
    return tag


def everything():
    """Who carries which tag, and what names which; versions aside."""
    carried = [sorted(model.tags.through.objects.values_list("tag__name", f"{name}_id")) for name, model in (("case", Case), ("customer", Customer), ("organisation", Organisation))]
    saved = [list(model.objects.order_by("pk").values_list(*columns)) for model, columns in ((Rule, ("conditions", "acts")), (Macro, ("acts",)), (Segment, ("asked",)), (SavedView, ("asked",)))]
    return [*carried, *saved, sorted(Tag.objects.values_list("pk", "name", "folded"))]


def test_uses_are_counted_each_thing_once_in_as_many_questions_for_one_tag_as_for_three(cast, old):
    others = [named_tag(name) for name in ("الف", "ب")]
    asked = []
    for tags in ([old], [old, *others]):
        with CaptureQueriesContext(connection) as questions:
            found = uses_of(tags)
        asked.append(len(questions))
    with_words = {str(label): count for label, count in found[old.pk].named.items()}
    assert (found[old.pk].carried, sorted(with_words.values()), len(with_words), found[others[0].pk].rows, asked[0] - asked[1]) == (
        {"case": 1, "customer": 2}, [1, 1, 1, 1], 4, 0, 0,
    )  # fmt: skip


def test_a_name_follows_into_rules_macros_and_the_search_and_comes_back(cast, old):
    before = everything()
    change = rename_tag(old, "همیشگی", by=cast.nahid)
    queue.drain()
    assert (Rule.objects.get().conditions, Rule.objects.get().acts, Macro.objects.get().acts, Rule.objects.get().version) == (
        {"customer_tag": "همیشگی", "kind": "praise"}, {"tag": "همیشگی"}, {"untag": "همیشگی"}, 3,
    )  # fmt: skip
    assert (find_customers("همیشگی"), find_customers("وفادار")) == ([cast.kaveh.pk, cast.mina.pk], [])
    undo_change(change, by=cast.nahid)
    assert everything() == before


def test_a_name_that_another_tag_has_however_typed_is_refused(cast, old):
    named_tag("ويژه")
    for name in ("ویژه", "  "):
        with pytest.raises(CannotChange):
            rename_tag(old, name, by=cast.nahid)


def test_two_tags_are_one_and_come_apart_as_they_were(cast, old):
    new = named_tag("همیشگی")
    cast.mina.tags.add(new)
    before = everything()
    change = merge_tags(old, new, by=cast.nahid)
    assert (sorted(new.customers.values_list("pk", flat=True)), new.cases.count(), Tag.objects.count()) == (sorted((cast.mina.pk, cast.kaveh.pk)), 1, 1)
    assert (Segment.objects.get().asked["of"][0]["values"], SavedView.objects.get().asked["tag"], Rule.objects.get().acts) == (
        {"tag": new.pk}, [str(new.pk)], {"tag": "همیشگی"},
    )  # fmt: skip
    undo_change(change, by=cast.nahid)
    assert everything() == before


def test_what_was_changed_since_stays_as_it_was_changed_and_nothing_comes_back_twice(cast, old):
    new = named_tag("همیشگی")
    change = merge_tags(old, new, by=cast.nahid)
    cast.kaveh.tags.remove(new)
    Macro.objects.update(acts={"tag": "دیگر"})
    undo_change(change, by=cast.nahid)
    assert ([tag.name for tag in cast.mina.tags.all()], cast.kaveh.tags.count(), Macro.objects.get().acts) == (["وفادار"], 0, {"tag": "دیگر"})
    with pytest.raises(CannotChange):
        undo_change(change, by=cast.nahid)


def test_a_tag_that_something_saved_names_is_not_removed_and_one_that_is_comes_back(cast, old):
    with pytest.raises(CannotChange):
        remove_tag(old, by=cast.nahid)
    for model in (Rule, Macro, Segment, SavedView):
        model.objects.all().delete()
    before = everything()
    change = remove_tag(old, by=cast.nahid)
    queue.drain()
    assert (Tag.objects.count(), find_customers("وفادار")) == (0, [])
    undo_change(change, by=cast.nahid)
    assert everything() == before


def test_what_is_too_much_to_write_down_has_no_way_back(cast, old, monkeypatch):
    monkeypatch.setattr(actions, "MOST_KEPT", 2)
    change = merge_tags(old, named_tag("همیشگی"), by=cast.nahid)
    assert (change.kept, cast.kaveh.tags.get().name) == (None, "همیشگی")
    with pytest.raises(CannotChange):
        undo_change(change, by=cast.nahid)

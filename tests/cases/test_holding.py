"""One question for everything that a case may hold besides its messages."""

import pytest
from django.utils import timezone

from sandali.cases import holding
from sandali.cases.actions import write_note
from sandali.cases.holding import held_by, look_into, may_hold, part
from sandali.cases.models import Case, ChecklistItem, Draft, Follower, Reminder
from sandali.customers.models import CustomerNote, Tag
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_a_case_that_holds_nothing_is_asked_once(cast, django_assert_num_queries):
    case = make_case(cast)
    write_note(case, "x", by=cast.sara)
    held_by(case)  # written at its first use
    with django_assert_num_queries(1):
        found = held_by(case)
    assert [name for name, there in found.items() if there] == []


def test_each_part_of_a_case_and_of_its_customer_is_found(cast):
    case, other = make_case(cast), make_case(cast, customer=cast.kaveh)
    tag = Tag.objects.create(name="vip", folded="vip")
    case.tags.add(tag)
    cast.mina.tags.add(tag)
    CustomerNote.objects.create(customer=cast.mina, text="x", by=cast.sara)
    Follower.objects.create(case=case, person=cast.sara)
    ChecklistItem.objects.create(case=case, text="x", place=1)
    Draft.objects.create(case=case, person=cast.sara, text="x", direction="out")
    Reminder.objects.create(case=case, person=cast.sara, at=timezone.now())
    Case.objects.filter(pk=other.pk).update(parent=case)
    found = {name for name, there in held_by(case).items() if there}
    assert found == {"tags", "customer_tags", "customer_notes", "followers", "items", "drafts", "reminders", "children"}
    assert [name for name, there in held_by(other).items() if there] == []


def test_what_nobody_looked_into_may_hold_everything_and_what_was_looked_into_only_what_it_held_then(cast):
    case = make_case(cast)
    before = may_hold(case, "followers")
    look_into(case)
    Follower.objects.create(case=case, person=cast.sara)
    assert (before, may_hold(case, "followers"), may_hold(Case.objects.get(pk=case.pk), "followers")) == (True, False, True)


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(ValueError, match="followers"):
        part("followers", Follower.objects.all())


def test_a_part_that_is_added_after_somebody_asked_is_asked_for_too(cast, monkeypatch):
    case = make_case(cast)
    before = holding.held_by(case)
    monkeypatch.setattr(holding, "_parts", dict(holding._parts))
    holding.part("drafts of late", Draft.objects.filter(case=holding.CASE))
    found = holding.held_by(case)
    holding._held.forget()
    assert (found["drafts of late"], len(found) - len(before)) == (False, 1)

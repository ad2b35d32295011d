"""Whose a case is, what it is, when it is looked at again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import (
    assign_case,
    change_state,
    classify_case,
    move_case,
    open_case,
    tag_case,
    wake_case,
)
from sandali.cases.actions.handling import CannotOwn
from sandali.cases.jobs import wake_snoozed
from sandali.cases.models import Case
from sandali.company.models import Membership, Person
from sandali.customers.actions import Overtaken
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def standing(case):
    return Case.objects.get(pk=case.pk)


@pytest.mark.practice("P11")
@pytest.mark.parametrize("person", ["sara", "nahid", "admin"])
@pytest.mark.parametrize("state", ["confirmed", "lapsed", "new"])
def test_nobody_of_ours_can_say_what_only_the_customer_may_say(cast, person, state):
    case = make_case(cast)
    with pytest.raises(ValueError):
        change_state(case, state, by=getattr(cast, person))
    assert standing(case).state == "new"


def test_every_state_by_hand_knows_who_and_when_and_whether_it_is_our_turn(cast):
    since = timezone.now() - timedelta(hours=2)
    until = timezone.now() + timedelta(hours=2)
    case = make_case(cast, waiting_since=since)
    turns = {}
    for state in ("waiting", "open", "answered", "snoozed"):
        case = change_state(case, state, by=cast.sara, until=until if state == "snoozed" else None)
        turns[state] = (case.waiting_since is not None, case.snoozed_until, case.state_by)
    assert turns == {
        "waiting": (False, None, cast.sara), "open": (True, None, cast.sara), "answered": (False, None, cast.sara),
        "snoozed": (False, until, cast.sara),
    }  # fmt: skip


@pytest.mark.parametrize("hours", [None, -1, 0])
def test_a_snooze_needs_a_time_to_come(cast, hours):
    case = make_case(cast)
    until = None if hours is None else timezone.now() + timedelta(hours=hours)
    with pytest.raises(ValueError):
        change_state(case, "snoozed", by=cast.sara, until=until)
    assert standing(case).state == "new"


def test_a_snoozed_case_comes_back_when_its_time_has_come_and_not_before(cast):
    soon, late = make_case(cast), make_case(cast)
    for case, hours in ((soon, 1), (late, 5)):
        change_state(case, "snoozed", by=cast.sara, until=timezone.now() + timedelta(hours=hours))
    assert wake_case(soon) is False
    Case.objects.filter(pk=soon.pk).update(snoozed_until=timezone.now() - timedelta(minutes=1))
    wake_snoozed.func()
    assert (standing(soon).state, standing(soon).waiting_since is not None, standing(late).state) == ("open", True, "snoozed")
    assert wake_case(soon) is False


def test_a_change_that_was_overtaken_changes_nothing_and_brings_what_stands(cast):
    case = make_case(cast)
    seen = case.version
    assign_case(case, cast.reza, by=cast.nahid, version=seen)
    with pytest.raises(Overtaken) as overtaken:
        assign_case(make_current(case), cast.sara, by=cast.sara, version=seen)
    assert (overtaken.value.current.assignee, standing(case).assignee) == (cast.reza, cast.reza)


def make_current(case):
    return Case.objects.select_related("department").get(pk=case.pk)


def test_a_case_that_moves_keeps_its_owner_only_where_they_belong(cast):
    case = make_case(cast, assignee=cast.sara)
    moved = move_case(case, cast.accounting, by=cast.admin)
    assert (moved.department, moved.assignee) == (cast.accounting, None)
    stays = move_case(make_case(cast, assignee=cast.sara, department=None), cast.support, by=cast.admin)
    assert (stays.department, stays.assignee) == (cast.support, cast.sara)


def test_nobody_who_left_can_be_given_a_case(cast):
    cast.reza.is_active = False
    with pytest.raises(ValueError):
        assign_case(make_case(cast), cast.reza, by=cast.nahid)


def reads_in_support(who):
    Membership.objects.filter(person=who).update(reads_only=True)
    return Person.objects.get(pk=who.pk)


def test_who_only_reads_where_the_case_is_cannot_own_it_and_is_told_so(cast):
    reza, elsewhere = reads_in_support(cast.reza), make_case(cast, department=cast.accounting)
    with pytest.raises(CannotOwn, match="Reza"):
        assign_case(make_case(cast), reza, by=cast.nahid)
    with pytest.raises(CannotOwn, match="Parvaneh"):
        assign_case(make_case(cast), cast.parvaneh, by=cast.nahid)
    assert assign_case(elsewhere, reza, by=cast.admin).assignee == reza  # as its owner he sees it, and there he may work
    assert move_case(elsewhere, cast.support, by=cast.admin).assignee is None


@pytest.mark.parametrize("wrong", [{"kind": "nonsense"}, {"priority": 9}])
def test_a_case_takes_no_kind_or_priority_that_there_is_not(cast, wrong):
    with pytest.raises(ValueError):
        classify_case(make_case(cast), by=cast.sara, **wrong)


def test_what_changes_nothing_is_not_an_event(cast):
    case = make_case(cast, assignee=cast.sara, kind="complaint")
    before = Event.objects.count()
    assign_case(case, cast.sara, by=cast.sara)
    classify_case(case, by=cast.sara, kind="complaint", priority=2)
    move_case(case, cast.support, by=cast.sara)
    assert Event.objects.count() == before


def test_a_tag_is_one_however_it_is_typed(cast):
    case = make_case(cast)
    tag_case(case, "پیگیری", by=cast.sara)
    tag_case(case, "پيگيري ", by=cast.sara)
    assert [tag.name for tag in case.tags.all()] == ["پیگیری"]


def test_a_case_opened_by_hand_belongs_to_who_opened_it_and_waits_from_now(cast):
    case = open_case(cast.kaveh, by=cast.sara, subject="پرسش\u202e حضوری\n", channel=cast.counter)
    assert (case.assignee, case.state, case.department, case.subject) == (cast.sara, "open", cast.support, "پرسش حضوری")
    assert case.waiting_since is not None

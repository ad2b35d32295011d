"""An estimate raises a priority by one step, once, and never against what a person chose."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import classify_case
from sandali.cases.actions.handling import open_case
from sandali.cases.actions.regrouping import merge_cases, undo_regrouping
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.customers.models import Organisation
from sandali.history.models import Event
from sandali.resolution.models import Audience, PriorityRise
from sandali.resolution.public.actions import mark_public, unmark_public
from sandali.resolution.reach.actions import change_assumptions, note_all, note_audience
from sandali.resolution.reach.queries import at_stake, customer_estimate, voiced
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P16")]


def priority(case):
    return Case.objects.get(pk=case.pk).priority


def test_what_is_said_in_public_rises_once_with_its_reason_in_the_thread(cast):
    case = make_case(cast, kind="complaint")
    mark_public(case, by=cast.sara, where="network")
    assert (priority(case), PriorityRise.objects.get().estimate) == (3, 1314)
    mark_public(case, by=cast.sara, where="site")
    assert priority(case) == 3
    assert [event.data["people"] for event in Event.objects.filter(case_id=case.pk, kind="priority_rose")] == [1314]
    classified = Event.objects.get(case_id=case.pk, kind="case_classified")
    assert (classified.by, classified.data) == (None, {"what": "priority", "to": "3"})


def test_a_complaint_rises_where_many_follow_the_customer_and_not_otherwise(cast):
    quiet, loud = make_case(cast, customer=cast.kaveh), make_case(cast)
    note_audience(cast.mina, 5000, by=cast.sara, where="instagram")
    for case in (quiet, loud):
        classify_case(case, by=cast.sara, kind="complaint")
    assert (priority(quiet), priority(loud)) == (2, 3)


def test_an_audience_that_becomes_known_later_counts_for_open_complaints(cast):
    case, done = make_case(cast, kind="complaint"), make_case(cast, kind="complaint", state="lapsed")
    note_audience(cast.mina, 5000, by=cast.sara)
    assert (priority(case), priority(done)) == (3, 2)


def test_a_persons_own_choice_stands_before_and_after(cast):
    before = make_case(cast, kind="complaint", priority=3)
    before = classify_case(before, by=cast.sara, priority=2)
    mark_public(before, by=cast.sara, where="network")
    assert (priority(before), PriorityRise.objects.count()) == (2, 0)
    after = make_case(cast, kind="complaint")
    mark_public(after, by=cast.sara, where="network")
    classify_case(Case.objects.get(pk=after.pk), by=cast.sara, priority=1)
    note_audience(cast.mina, 50_000, by=cast.sara)
    assert (priority(after), priority(before)) == (1, 2)


def test_who_opens_a_case_with_a_priority_has_chosen_it(cast):
    chosen = open_case(cast.mina, by=cast.sara, kind="complaint", priority=1)
    usual = open_case(cast.mina, by=cast.sara, kind="complaint")
    for case in (chosen, usual):
        mark_public(case, by=cast.sara, where="network")
    assert (priority(chosen), priority(usual)) == (1, 3)


def test_a_page_that_was_open_before_the_rise_can_still_choose(cast):
    case = make_case(cast, kind="complaint")
    mark_public(case, by=cast.sara, where="network")
    assert classify_case(case, by=cast.sara, priority=4, version=case.version).priority == 4


def test_what_is_urgent_already_or_below_the_companys_threshold_stays(cast):
    urgent, small = make_case(cast, kind="complaint", priority=4), make_case(cast, kind="complaint")
    mark_public(urgent, by=cast.sara, where="network")
    change_assumptions(by=cast.nahid, threshold=10_000)
    mark_public(small, by=cast.sara, where="network")
    assert (priority(urgent), priority(small), PriorityRise.objects.count()) == (4, 2, 0)


def test_the_estimate_of_a_case_knows_the_place_the_followers_and_the_organisation(cast):
    organisation = Organisation.objects.create(name="آوین")
    for customer in (cast.mina, cast.kaveh):
        customer.organisation = organisation
        customer.save()
    case = make_case(cast, kind="complaint")
    mark_public(case, by=cast.sara, where="site")
    assert [(part.code, part.people) for part in voiced(case).estimate(change_and_read(cast)).parts] == [("unhappy", 30), ("web", 6000), ("colleagues", 1)]
    assert customer_estimate(cast.kaveh.pk).people == 31


def change_and_read(cast):
    from sandali.resolution.reach.queries import assumptions  # read after the change below

    change_assumptions(by=cast.nahid, unhappy=30)
    return assumptions()


def test_what_the_case_page_needs_is_one_query(cast):
    case = make_case(cast, kind="complaint")
    mark_public(case, by=cast.sara, where="site")
    voiced(case)
    with CaptureQueriesContext(connection) as queries:
        voiced(case)
    assert len(queries) == 1


def test_what_is_at_stake_is_their_history_as_far_as_the_reader_sees_it(cast):
    make_case(cast, state="confirmed")
    make_case(cast)
    make_case(cast, department=cast.accounting)
    stake = at_stake(cast.mina, cast.sara)
    assert (stake.matters, stake.confirmed, stake.since) == (2, 1, cast.mina.created_at)


def reach(case):
    return Case.objects.get(pk=case.pk).reach


def test_the_case_carries_the_estimate_while_somebody_complains_or_it_is_public(cast):
    case, public = make_case(cast), make_case(cast, customer=cast.kaveh)
    classify_case(case, by=cast.sara, kind="complaint")
    matter = mark_public(public, by=cast.sara, where="network")
    assert (reach(case), reach(public)) == (21, 1314)
    version = Case.objects.get(pk=case.pk).version
    note_audience(cast.mina, 500, by=cast.sara)
    # Whoever chooses from an open page wins (0023).
    assert (reach(case), reach(public), Case.objects.get(pk=case.pk).version) == (521, 1314, version)
    note_audience(cast.mina, None, by=cast.sara)
    classify_case(Case.objects.get(pk=public.pk), by=cast.sara, kind="complaint")
    unmark_public(matter, by=cast.sara)
    assert (reach(case), reach(public)) == (21, 21)
    for one in (case, public):
        classify_case(Case.objects.get(pk=one.pk), by=cast.sara, kind="question")
    assert (reach(case), reach(public)) == (0, 0)


def test_other_assumptions_are_written_down_by_a_job_for_what_is_not_over(cast):
    case, over = make_case(cast, kind="complaint"), make_case(cast, kind="complaint", state="confirmed", waiting_since=None)
    change_assumptions(by=cast.nahid, unhappy=30)
    assert (note_all(), reach(case), reach(over)) == (1, 30, 0)


def test_the_case_that_takes_a_public_one_in_reaches_as_far_and_no_further_after_the_undo(cast):
    source, target = make_case(cast), make_case(cast)
    mark_public(source, by=cast.sara, where="network")
    made = merge_cases(Case.objects.get(pk=source.pk), target, by=cast.nahid)
    assert reach(target) == 1314
    undo_regrouping(made, by=cast.nahid)
    assert (reach(source), reach(target)) == (1314, 0)


def test_followers_are_taken_back_and_a_lost_race_is_told(cast):
    first = note_audience(cast.mina, 10, by=cast.sara)
    note_audience(cast.mina, 20, by=cast.reza, version=first.version)
    with pytest.raises(Overtaken):
        note_audience(cast.mina, 30, by=cast.sara, version=first.version)
    note_audience(cast.mina, None, by=cast.sara)
    assert Audience.objects.count() == 0


def test_assumptions_are_numbers_of_people_and_a_lost_race_is_told(cast):
    change_assumptions(by=cast.nahid, happy=9, version=1)
    with pytest.raises(Overtaken):
        change_assumptions(by=cast.nahid, happy=10, version=1)
    for wrong in ({"happy": -1}, {"moons": 3}):
        with pytest.raises(ValueError, match="number of people"):
            change_assumptions(by=cast.nahid, **wrong)

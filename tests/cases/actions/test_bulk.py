"""One act on many cases, those that others changed meanwhile, and the way back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.actions import assign_case, change_state, classify_case
from sandali.cases.actions.adding import add_message
from sandali.cases.actions.bulk import MOST_AT_ONCE, access_change, change_cases, restore_cases
from sandali.cases.actions.bulk_plans import assigning, classifying, moving, spamming, stating, tagging
from sandali.cases.actions.handover import offer_case
from sandali.cases.actions.spam import mark_spam, unmark_spam
from sandali.cases.models import Case, Handover, Message, Wait
from sandali.cases.waits import begin_wait
from sandali.company.models import Membership, Person
from sandali.history.jobs_many import tell_of
from sandali.history.models import Event, Job, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
COLUMNS = (
    "state", "state_at", "state_by_id", "snoozed_until", "waiting_since", "assignee_id", "department_id", "kind", "priority",
    "sleeps_through_thanks", "sleeps_until_reply", "aside",
)  # fmt: skip


def standing():
    return {case["pk"]: case for case in Case.objects.values("pk", *COLUMNS)}


def tags_of():
    return sorted(Case.tags.through.objects.values_list("case_id", "tag__name"))


def waits():
    return sorted(Wait.objects.values_list("case_id", "began_at", "ended_at", "seconds", "person_id"), key=str)


def some(cast, count=4):
    """Cases that stand differently, each with its wait."""
    now = timezone.now()
    made = [
        make_case(cast, assignee=[None, cast.sara][number % 2], priority=number % 3 + 1, waiting_since=now - timedelta(hours=number + 1))
        for number in range(count - 1)
    ]
    for case in made:
        begin_wait(case, at=case.waiting_since)
    return [*made, make_case(cast, state="waiting", waiting_since=None)]


def seen(cases):
    return {case.pk: Case.objects.get(pk=case.pk).version for case in cases}


ACTS = {
    "assign": lambda cast: assigning(cast.reza),
    "release": lambda cast: assigning(None),
    "move": lambda cast: moving(cast.accounting),
    "move nowhere": lambda cast: moving(None),
    "kind": lambda cast: classifying("kind", "complaint"),
    "priority": lambda cast: classifying("priority", "4"),
    "answered": lambda cast: stating("answered"),
    "open": lambda cast: stating("open"),
    "snooze": lambda cast: stating("snoozed", timezone.now() + timedelta(days=1)),
    "tag": lambda cast: tagging("نو"),
    "spam": lambda cast: spamming(),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_changes_each_case_and_taking_it_back_restores_exactly(cast, act):
    cases = some(cast)
    before = (standing(), tags_of(), waits())
    outcome = change_cases(seen(cases), ACTS[act](cast), by=cast.sara)
    assert (outcome.changed + outcome.same, outcome.overtaken, outcome.refused) == (4, [], [])
    assert outcome.changed > 0 and (standing(), tags_of(), waits()) != before
    assert restore_cases(access_change(cast.sara, outcome.event.pk), by=cast.sara) == (outcome.changed, outcome.changed)
    assert (standing(), tags_of(), waits()) == before
    assert restore_cases(outcome.event, by=cast.sara) == (0, outcome.changed)


@pytest.mark.parametrize(
    "plan, single",
    [
        (lambda cast, until: assigning(cast.reza), lambda case, cast, until: assign_case(case, cast.reza, by=cast.sara)),
        (lambda cast, until: stating("answered"), lambda case, cast, until: change_state(case, "answered", by=cast.sara)),
        (lambda cast, until: stating("open"), lambda case, cast, until: change_state(case, "open", by=cast.sara)),
        (lambda cast, until: stating("snoozed", until), lambda case, cast, until: change_state(case, "snoozed", by=cast.sara, until=until)),
        (
            lambda cast, until: stating("snoozed", until, until_reply=True),
            lambda case, cast, until: change_state(case, "snoozed", by=cast.sara, until=until, until_reply=True),
        ),
        (lambda cast, until: spamming(), lambda case, cast, until: mark_spam(case, by=cast.sara)),
        (lambda cast, until: classifying("kind", "praise"), lambda case, cast, until: classify_case(case, by=cast.sara, kind="praise")),
    ],
)
def test_many_at_once_is_the_same_as_one_by_one(cast, plan, single):
    until = timezone.now() + timedelta(days=2)
    together, alone = some(cast, 3), some(cast, 3)
    change_cases(seen(together), plan(cast, until), by=cast.sara)
    for case in alone:
        single(Case.objects.get(pk=case.pk), cast, until)

    def outcome(cases):
        rows = [Case.objects.get(pk=case.pk) for case in cases]
        return [
            (
                row.state, row.assignee_id, row.kind, row.version, row.snoozed_until, row.sleeps_until_reply, row.waiting_since is None,
                row.state_by_id,
            )  # fmt: skip
            + (Wait.objects.filter(case=row, ended_at=None).count(), Wait.objects.filter(case=row).exclude(ended_at=None).count())
            + tuple(Event.objects.filter(case_id=row.pk).order_by("pk").values_list("kind", flat=True))
            for row in rows
        ]

    assert outcome(together) == outcome(alone)
    data = [list(Event.objects.filter(case_id=cases[0].pk).order_by("pk").values_list("data", flat=True)) for cases in (together, alone)]
    assert data[0] == data[1]


@pytest.mark.reliability("G8")
def test_what_somebody_changed_between_choosing_and_acting_is_left_alone_and_named(cast):
    cases = some(cast)
    chosen = seen(cases)
    assign_case(cases[0], cast.nahid, by=cast.reza)
    outcome = change_cases(chosen, assigning(cast.reza), by=cast.sara)
    assert ([case.pk for case in outcome.overtaken], outcome.changed) == ([cases[0].pk], 3)
    assert Case.objects.get(pk=cases[0].pk).assignee == cast.nahid
    assert str(outcome.overtaken[0].customer) == "مینا کریمی"


def test_taking_back_leaves_what_somebody_changed_since(cast):
    cases = some(cast)
    outcome = change_cases(seen(cases), classifying("priority", "4"), by=cast.sara)
    classify_case(Case.objects.get(pk=cases[1].pk), by=cast.reza, priority=1)
    assert restore_cases(outcome.event, by=cast.sara) == (3, 4)
    assert Case.objects.get(pk=cases[1].pk).priority == 1


def test_who_may_change_what_and_what_is_not_mentioned(cast):
    near, hidden, spam = make_case(cast), make_case(cast, department=cast.accounting), make_case(cast, aside="spam")
    outcome = change_cases({near.pk: None, hidden.pk: None, spam.pk: None, 99999: None}, classifying("kind", "praise"), by=cast.sara)
    assert (outcome.changed, outcome.refused, outcome.overtaken) == (1, [], [])
    seen_only = change_cases({near.pk: None}, classifying("kind", "request"), by=cast.parvaneh)
    assert (seen_only.changed, seen_only.event, [case.pk for case in seen_only.refused]) == (0, None, [near.pk])
    assert sorted(Case.objects.values_list("kind", flat=True)) == ["", "", "praise"]


def test_an_act_that_takes_cases_out_of_ones_reach_can_be_taken_back(cast):
    case = make_case(cast)
    outcome = change_cases({case.pk: None}, moving(cast.accounting), by=cast.sara)
    assert restore_cases(access_change(cast.sara, outcome.event.pk), by=cast.sara) == (1, 1)
    assert Case.objects.get(pk=case.pk).department == cast.support


def test_only_whoever_did_it_takes_it_back_and_only_for_a_while(cast):
    outcome = change_cases({make_case(cast).pk: None}, classifying("kind", "praise"), by=cast.sara)
    with pytest.raises(Event.DoesNotExist):
        access_change(cast.reza, outcome.event.pk)
    Event.objects.filter(pk=outcome.event.pk).update(at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(Event.DoesNotExist):
        access_change(cast.sara, outcome.event.pk)


@pytest.mark.parametrize(
    "make",
    [
        lambda cast: stating("confirmed"), lambda cast: stating("lapsed"), lambda cast: stating("snoozed"),
        lambda cast: stating("snoozed", timezone.now() - timedelta(hours=1)), lambda cast: classifying("kind", "x"),
        lambda cast: classifying("priority", "9"), lambda cast: classifying("subject", "x"), lambda cast: tagging("  "),
    ],
)  # fmt: skip
@pytest.mark.practice("P11")
def test_what_nobody_can_set_is_refused(cast, make):
    with pytest.raises(ValueError):
        make(cast)


def test_somebody_who_left_is_given_nothing_and_there_is_a_most(cast):
    cast.reza.is_active = False
    with pytest.raises(ValueError):
        assigning(cast.reza)
    with pytest.raises(ValueError):
        change_cases(dict.fromkeys(range(MOST_AT_ONCE + 1)), tagging("x"), by=cast.sara)


def test_an_open_hand_over_ends_when_many_are_given_to_somebody(cast):
    case = make_case(cast, assignee=cast.sara)
    offer_case(case, "brief", by=cast.sara, person=cast.reza)
    change_cases({case.pk: None}, assigning(cast.nahid), by=cast.admin)
    assert list(Handover.objects.filter(case=case, state="offered")) == []


def test_as_many_queries_for_three_cases_as_for_fifty(cast):
    counts = []
    for count in (1, 3, 50):
        chosen = {make_case(cast).pk: None for _ in range(count)}
        with CaptureQueriesContext(connection) as asked:
            change_cases(chosen, stating("answered"), by=cast.sara)
        counts.append(len(asked))
    assert counts[1] == counts[2]  # the first also asks where the person belongs
    assert counts[1] < 20


def test_who_is_told_is_told_by_a_job_once_a_case(cast):
    cases = [make_case(cast) for _ in range(3)]
    change_cases(seen(cases), assigning(cast.reza), by=cast.sara)
    job = Job.objects.get(task="sandali.history.jobs_many.tell_of")
    assert (Notice.objects.count(), len(job.args[0])) == (0, 3)
    tell_of.func(*job.args)
    assert sorted(Notice.objects.filter(person=cast.reza).values_list("about", flat=True)) == sorted(f"case:{case.pk}" for case in cases)


def test_who_takes_many_leaves_those_of_colleagues_with_them(cast):
    free, theirs, own = make_case(cast), make_case(cast, assignee=cast.reza), make_case(cast, assignee=cast.sara)
    outcome = change_cases(seen([free, theirs, own]), assigning(cast.sara), by=cast.sara)
    assert (outcome.changed, outcome.same, [case.pk for case in outcome.owned], outcome.owners) == (1, 1, [theirs.pk], [])
    assert Case.objects.get(pk=theirs.pk).assignee == cast.reza


def test_who_gives_many_to_somebody_learns_whose_they_were(cast):
    cases = [make_case(cast, assignee=who) for who in (cast.reza, cast.sara, cast.nahid, None)]
    outcome = change_cases(seen(cases), assigning(cast.nahid), by=cast.sara)
    assert (outcome.changed, outcome.same, outcome.owned, outcome.owners) == (3, 1, [], ["Reza"])


def test_nobody_is_given_cases_of_a_department_in_which_they_only_read(cast):
    Membership.objects.filter(person=cast.reza).update(reads_only=True)
    near, far = make_case(cast), make_case(cast, department=cast.accounting)
    outcome = change_cases(seen([near, far]), assigning(Person.objects.get(pk=cast.reza.pk)), by=cast.admin)
    assert (outcome.changed, [case.pk for case in outcome.unfit]) == (1, [near.pk])
    assert [Case.objects.get(pk=case.pk).assignee for case in (near, far)] == [None, cast.reza]


def test_taking_spam_back_leaves_what_somebody_marked_anew_and_brings_back_what_came_meanwhile(cast):
    anew, answered, left = make_case(cast), make_case(cast, state="answered", waiting_since=None), make_case(cast)
    outcome = change_cases(seen([anew, answered, left]), spamming(), by=cast.sara)
    unmark_spam(anew, by=cast.reza)
    mark_spam(anew, by=cast.reza)
    add_message(answered, Message(direction="in", customer=answered.customer, text="هنوز نرسیده"))
    assert restore_cases(outcome.event, by=cast.sara) == (2, 3)
    assert [(case.aside, case.state) for case in Case.objects.order_by("pk")] == [("spam", "new"), ("", "open"), ("", "new")]


def offers():
    return list(Handover.objects.order_by("pk").values_list("case_id", "state", "answered_by_id", "answered_at", "answer"))


def test_taking_back_an_assignment_opens_the_hand_overs_that_it_closed(cast):
    to_reza, to_department, plain = some(cast, 3)
    offer_case(to_reza, "brief", by=cast.sara, person=cast.reza)
    offer_case(to_department, "brief", by=cast.sara, department=cast.accounting)
    before = offers()
    outcome = change_cases(seen([to_reza, to_department, plain]), assigning(cast.reza), by=cast.nahid)
    assert [state for _case, state, *_rest in offers()] == ["accepted", "withdrawn"]
    assert restore_cases(outcome.event, by=cast.nahid) == (3, 3)
    assert offers() == before
    told = Event.objects.filter(kind="handover_reopened").order_by("pk").values_list("case_id", "data__to")
    assert list(told) == [(to_reza.pk, cast.reza.name), (to_department.pk, cast.accounting.name)]


def test_a_hand_over_stays_closed_where_the_case_was_changed_or_offered_anew_since(cast):
    changed, offered = some(cast, 2)
    for case in (changed, offered):
        offer_case(case, "brief", by=cast.sara, person=cast.omid)
    outcome = change_cases(seen([changed, offered]), assigning(cast.reza), by=cast.nahid)
    classify_case(Case.objects.get(pk=changed.pk), by=cast.reza, priority=4)
    offer_case(offered, "another", by=cast.reza, person=cast.sara)
    assert restore_cases(outcome.event, by=cast.nahid) == (1, 2)
    assert [state for _case, state, *_rest in offers()] == ["withdrawn", "withdrawn", "offered"]

"""Giving cases out: in turn, by what people have in hand, by skill; never to somebody away, above a ceiling, or out of hours."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from sandali.cases.actions import assign_case, change_state
from sandali.cases.actions.giving import give_out
from sandali.cases.actions.routing import add_skill, change_routing, change_skills
from sandali.cases.actions.together import take_over
from sandali.cases.jobs_routing import GIVE_OUT, give_cases_out
from sandali.cases.models import Case, Handover, Priority, Routing, RoutingWay, Skill, State
from sandali.company.actions import set_presence
from sandali.company.actions.hours import set_week
from sandali.company.models import Membership, OpeningRange, Person, SpecialDay
from sandali.desk.sentences import sentence
from sandali.history.models import Event, Job, Notice
from tests.cast import make_case

DONE = {"state": State.ANSWERED, "waiting_since": None}


def giving(cast, way: str = RoutingWay.TURN, *, ceiling: int = 0, here: tuple[str, ...] = ("sara", "reza")) -> Routing:
    """Support gives its cases out at all hours, and these people are here."""
    OpeningRange.objects.all().delete()
    Person.objects.filter(pk__in=[getattr(cast, name).pk for name in here]).update(seen_at=timezone.now())
    return Routing.objects.create(department=cast.support, way=way, ceiling=ceiling)


def owners(*cases: Case) -> list[str]:
    """Who owns each case now; "" for nobody."""
    names = dict(Case.objects.values_list("pk", "assignee__name"))
    return [names[case.pk] or "" for case in cases]


@pytest.mark.django_db
def test_in_turn_goes_round_and_the_turn_is_kept(cast):
    routing = giving(cast)
    first = [make_case(cast) for _number in range(3)]
    assert give_out() == 3
    assert owners(*first) == ["Sara", "Reza", "Sara"]
    routing.refresh_from_db()
    assert routing.last_person == cast.sara
    later = make_case(cast)
    assert (give_out(), owners(later)) == (1, ["Reza"])


@pytest.mark.django_db
def test_it_is_said_in_words_and_told_to_whom_it_was_given(cast):
    giving(cast)
    case = make_case(cast)
    give_out()
    event = Event.objects.get(kind="case_assigned", case_id=case.pk)
    assert (event.by, event.data) == (None, {"to": "Sara", "person": cast.sara.pk, "how": "turn"})
    with override("en"):
        assert sentence(event) == "The case was given to \u2068Sara\u2069 in turn"
    assert list(Notice.objects.filter(event=event).values_list("person", flat=True)) == [cast.sara.pk]


@pytest.mark.django_db
def test_whoever_has_the_least_in_hand_is_given_it_and_in_turn_where_that_is_equal(cast):
    giving(cast, RoutingWay.LEAST)
    make_case(cast, assignee=cast.sara, state=State.OPEN)
    make_case(cast, assignee=cast.reza, **DONE)
    make_case(cast, assignee=cast.reza, state=State.OPEN, aside="spam")
    waiting = [make_case(cast) for _number in range(3)]
    give_out()
    assert owners(*waiting) == ["Reza", "Sara", "Reza"]


@pytest.mark.django_db
def test_nobody_is_given_more_than_the_ceiling_and_the_rest_waits_until_somebody_has_room(cast):
    giving(cast, ceiling=2)
    cases = [make_case(cast) for _number in range(6)]
    assert give_out() == 4
    assert owners(*cases) == ["Sara", "Reza", "Sara", "Reza", "", ""]
    assert give_out() == 0
    change_state(cases[1], State.ANSWERED, by=cast.reza)
    assert give_out() == 1
    assert owners(*cases[4:]) == ["Reza", ""]


@pytest.mark.django_db
def test_what_was_taken_elsewhere_fills_hands_as_well(cast):
    giving(cast, ceiling=1, here=("sara",))
    make_case(cast, assignee=cast.sara, department=cast.accounting)
    waiting = make_case(cast)
    assert (give_out(), owners(waiting)) == (0, [""])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "gone",
    [
        {"presence": "away"},
        {"seen_at": None},
        {"seen_at": timezone.now() - timedelta(minutes=4)},
        {"is_active": False},
        {"role": "executive"},
    ],
)
def test_nobody_is_given_a_case_who_is_away_or_answers_nobody(cast, gone):
    giving(cast)
    Person.objects.filter(pk=cast.sara.pk).update(**gone)
    cases = [make_case(cast), make_case(cast)]
    give_out()
    assert owners(*cases) == ["Reza", "Reza"]


@pytest.mark.django_db
def test_nobody_is_given_a_case_where_they_only_read_and_nobody_of_elsewhere(cast):
    giving(cast, here=("sara", "reza", "omid"))
    Membership.objects.filter(person=cast.sara).update(reads_only=True)
    cases = [make_case(cast), make_case(cast), make_case(cast, department=cast.accounting), make_case(cast, department=None)]
    give_out()
    assert owners(*cases) == ["Reza", "Reza", "", ""]


@pytest.mark.django_db
def test_skilled_people_come_first_and_others_where_none_of_them_has_room(cast):
    giving(cast, ceiling=2)
    english = Skill.objects.create(name="English")
    english.people.add(cast.reza)
    cases = [make_case(cast, skill=english) for _number in range(3)] + [make_case(cast)]
    give_out()
    assert owners(*cases) == ["Reza", "Reza", "Sara", "Sara"]


@pytest.mark.django_db
def test_outside_opening_hours_the_queue_waits_and_drains_at_opening(cast):
    giving(cast)
    now = timezone.now()
    OpeningRange.objects.create(weekday=0, starts="00:00", ends="00:00")
    for day in range(1, 7):
        OpeningRange.objects.create(weekday=day, starts="00:00", ends="00:00")
    local = now.astimezone(timezone.get_default_timezone())
    for day in (-1, 0, 1):
        SpecialDay.objects.create(day=(local + timedelta(days=day)).date(), name="!", is_open=False)
    case = make_case(cast)
    assert (give_out(now=now), owners(case)) == (0, [""])
    SpecialDay.objects.all().delete()
    assert (give_out(now=now), owners(case)) == (1, ["Sara"])


@pytest.mark.django_db
def test_urgent_ones_are_given_first_then_those_that_wait_longest(cast):
    giving(cast, ceiling=1)
    now = timezone.now()
    young = make_case(cast, waiting_since=now)
    old = make_case(cast, waiting_since=now - timedelta(hours=2))
    urgent = make_case(cast, waiting_since=now, priority=Priority.URGENT)
    give_out()
    assert owners(urgent, old, young) == ["Sara", "Reza", ""]


@pytest.mark.django_db
def test_whoever_put_a_case_back_is_not_given_it_again(cast):
    giving(cast)
    case = make_case(cast, assignee=cast.sara)
    assign_case(case, None, by=cast.sara)
    give_out()
    assert owners(case) == ["Reza"]
    assign_case(Case.objects.get(pk=case.pk), None, by=cast.reza)
    assert (give_out(), owners(case)) == (0, [""])


@pytest.mark.django_db
def test_what_is_done_set_aside_snoozed_or_being_handed_over_is_left(cast):
    giving(cast)
    offered = make_case(cast)
    Handover.objects.create(case=offered, by=cast.nahid, to_person=cast.reza)
    snoozed = {"state": State.SNOOZED, "snoozed_until": timezone.now() + timedelta(hours=1)}
    left = [offered, make_case(cast, **DONE), make_case(cast, aside="spam"), make_case(cast, **snoozed)]
    assert give_out() == 0
    assert owners(*left) == [""] * 4


@pytest.mark.django_db
def test_departments_where_people_take_what_they_can_are_left_alone(cast):
    giving(cast, RoutingWay.PULL)
    case = make_case(cast)
    assert (give_out(), owners(case)) == (0, [""])


@pytest.mark.django_db
def test_ten_cases_cost_no_more_reading_than_one(cast, django_assert_max_num_queries):
    giving(cast)
    for _number in range(3):
        make_case(cast)
    with django_assert_max_num_queries(70):
        assert give_out() == 3


@pytest.mark.django_db
def test_nothing_to_give_costs_two_small_queries(cast, django_assert_num_queries):
    giving(cast)
    with django_assert_num_queries(2):
        assert give_out() == 0


@pytest.mark.django_db
def test_what_makes_room_starts_a_run_and_many_of_them_one(cast):
    case, other = make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.sara)
    change_state(case, State.ANSWERED, by=cast.sara)
    assert Job.objects.filter(task=GIVE_OUT).count() == 0  # nobody gives out
    giving(cast)
    change_state(other, State.ANSWERED, by=cast.sara)
    assign_case(Case.objects.get(pk=case.pk), None, by=cast.sara)
    assert Job.objects.filter(task=GIVE_OUT).count() == 1
    assert give_cases_out.call() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        lambda cast, case: take_over(case, "مرخصی", by=cast.reza),
        lambda cast, case: change_routing(cast.support, by=cast.nahid, way="turn", ceiling=7),
        lambda cast, case: change_skills(cast.support, {add_skill("فنی", by=cast.admin).pk: [cast.sara.pk]}, by=cast.nahid),
        lambda cast, case: set_presence(cast.sara, "away"),
        lambda cast, case: set_week({0: [(time(9), time(17))]}, by=cast.admin),
    ],
    ids=["taken over", "ceiling", "skills", "presence", "hours"],
)
def test_what_changes_who_could_be_given_a_case_starts_a_run(cast, act):
    case = make_case(cast, assignee=cast.sara)
    giving(cast)
    Job.objects.all().delete()
    act(cast, case)
    assert Job.objects.filter(task=GIVE_OUT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_that_give_out_at_the_same_time_give_each_case_once_and_keep_the_ceiling(cast):
    giving(cast, ceiling=7)
    cases = [make_case(cast, messages=0) for _number in range(20)]
    start, given, wrong = threading.Barrier(4), [], []

    def work() -> None:
        try:
            start.wait()
            given.append(give_out())
        except Exception as trouble:  # noqa: BLE001 - a thread's failure must reach the test
            wrong.append(trouble)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (wrong, sum(given)) == ([], 14)
    assert sorted(owners(*cases)) == [""] * 6 + ["Reza"] * 7 + ["Sara"] * 7
    assert Event.objects.filter(kind="case_assigned").count() == 14

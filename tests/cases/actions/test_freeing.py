"""What somebody who leaves had in hand waits for nobody: cases, tasks, hand-overs; and who comes back soon has it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import assign_case, receive
from sandali.cases.actions.freeing import free_work, give_back, work_of
from sandali.cases.actions.giving import give_out
from sandali.cases.actions.handover import offer_case
from sandali.cases.actions.work import make_task
from sandali.cases.models import Case, Handover, Task
from sandali.company.actions import deactivate_person, reactivate_person
from sandali.company.models import Person
from sandali.history.models import Event, Notice
from sandali.history.queue import drain
from tests.cases.actions.test_giving import giving
from tests.cases.actions.test_intake import address_of, arrival, letter
from tests.cast import make_case

pytestmark = pytest.mark.django_db
STATES = ("new", "open", "waiting", "snoozed", "answered", "confirmed", "lapsed")


def of_sara(cast, state="open", **fields):
    until = timezone.now() + timedelta(days=1) if state == "snoozed" else None
    return make_case(cast, assignee=cast.sara, state=state, snoozed_until=until, **fields)


def leaves(cast, person):
    deactivate_person(person, by=cast.admin)
    drain()


def writes_again(cast, case):
    """The customer answers in a case that was settled."""
    receive(letter(text="این هنوز درست نشده است", delivered_to=(address_of(case),)), [], arrival(cast))
    drain()


def told(person, kind):
    return list(Notice.objects.filter(person=person, event__kind=kind).order_by("event__case_id").values_list("event__case_id", flat=True))


def test_open_cases_are_anybodys_and_what_is_settled_keeps_its_owner(cast):
    for state in STATES:
        of_sara(cast, state)
    spam = of_sara(cast, aside="spam")
    leaves(cast, cast.sara)
    kept = {case.state for case in Case.objects.filter(assignee=cast.sara, aside="")}
    assert (kept, Case.objects.get(pk=spam.pk).assignee) == ({"answered", "confirmed", "lapsed"}, cast.sara)
    assert Event.objects.filter(kind="case_freed", data__person=cast.sara.pk, data__owner="Sara").count() == 4
    assert {case.version for case in Case.objects.filter(assignee=None)} == {2}
    assert free_work() == 0


def test_the_department_is_told_and_whoever_left_is_not(cast):
    case = of_sara(cast)
    leaves(cast, cast.sara)
    assert [told(who, "case_freed") for who in (cast.reza, cast.nahid, cast.sara, cast.omid)] == [[case.pk], [case.pk], [], []]


def test_a_department_that_gives_its_cases_out_gives_these_too(cast):
    case = of_sara(cast)
    giving(cast, here=("reza",))
    leaves(cast, cast.sara)
    give_out()
    assert Case.objects.get(pk=case.pk).assignee == cast.reza


def test_a_settled_case_that_opens_again_is_anybodys_and_its_department_hears_of_it(cast):
    case = of_sara(cast, "answered", waiting_since=None)
    leaves(cast, cast.sara)
    writes_again(cast, case)
    case.refresh_from_db()
    assert (case.state, case.assignee, told(cast.reza, "case_freed")) == ("open", None, [case.pk])


def test_a_settled_case_of_somebody_who_is_still_here_stays_theirs(cast):
    case = of_sara(cast, "answered", waiting_since=None)
    writes_again(cast, case)
    case.refresh_from_db()
    assert (case.state, case.assignee, told(cast.sara, "message_received")) == ("open", cast.sara, [case.pk])


def test_tasks_go_to_a_department_else_back_to_who_gave_them(cast):
    case, nowhere = make_case(cast), make_case(cast, department=None)
    of_department = make_task(case, "الف", by=cast.reza, department=cast.accounting, owner=cast.sara)
    of_case = make_task(case, "ب", by=cast.reza, owner=cast.sara)
    of_nobody = make_task(nowhere, "پ", by=cast.reza, owner=cast.sara)
    done = make_task(case, "ت", by=cast.reza, owner=cast.sara)
    Task.objects.filter(pk=done.pk).update(state="done")
    leaves(cast, cast.sara)
    now = {task.pk: (task.department, task.owner) for task in Task.objects.all()}
    assert now == {
        of_department.pk: (cast.accounting, None), of_case.pk: (cast.support, None), of_nobody.pk: (None, cast.reza), done.pk: (None, cast.sara),
    }  # fmt: skip
    assert [told(who, "task_passed") for who in (cast.omid, cast.reza, cast.sara)] == [[case.pk], [case.pk, nowhere.pk], []]


def test_a_hand_over_to_somebody_who_left_is_declined_and_its_giver_is_told(cast):
    case = make_case(cast, assignee=cast.reza)
    offer_case(case, "خلاصه", by=cast.reza, person=cast.sara)
    leaves(cast, cast.sara)
    assert (Handover.objects.get().state, told(cast.reza, "handover_declined")) == ("declined", [case.pk])


def test_what_they_hold_is_counted_before_they_go(cast):
    for state in STATES:
        of_sara(cast, state)
    make_task(make_case(cast), "الف", by=cast.reza, owner=cast.sara)
    assert (work_of(cast.sara), work_of(cast.reza)) == ((4, 1), (0, 0))


def test_who_was_sent_away_by_mistake_has_back_what_nobody_took(cast):
    stays, taken, moved = of_sara(cast), of_sara(cast), of_sara(cast)
    leaves(cast, cast.sara)
    assign_case(Case.objects.get(pk=taken.pk), cast.reza, by=cast.reza)
    Case.objects.filter(pk=moved.pk).update(department=cast.accounting)
    reactivate_person(cast.sara, by=cast.admin)
    drain()
    owners = [Case.objects.get(pk=case.pk).assignee for case in (stays, taken, moved)]
    assert owners[:2] == [cast.sara, cast.reza]
    assert owners[2] == cast.sara  # an agent's own case is in reach wherever it stands


def test_what_somebody_put_back_since_and_what_is_long_ago_stays_where_it_is(cast):
    case, other = of_sara(cast), of_sara(cast)
    leaves(cast, cast.sara)
    assign_case(Case.objects.get(pk=case.pk), cast.reza, by=cast.reza)
    assign_case(Case.objects.get(pk=case.pk), None, by=cast.reza)
    Person.objects.filter(pk=cast.sara.pk).update(is_active=True)
    cast.sara.refresh_from_db()
    assert give_back(cast.sara, now=timezone.now() + timedelta(days=2)) == 0
    assert give_back(cast.sara) == 1
    assert [Case.objects.get(pk=one.pk).assignee for one in (case, other)] == [None, cast.sara]


def test_more_than_one_batch_is_freed(cast, monkeypatch):
    monkeypatch.setattr("sandali.cases.actions.freeing.BATCH", 2)
    for _number in range(5):
        of_sara(cast)
    Person.objects.filter(pk=cast.sara.pk).update(is_active=False)
    assert (free_work(), Case.objects.filter(assignee=None).count()) == (5, 5)

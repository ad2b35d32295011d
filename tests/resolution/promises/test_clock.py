"""Owners are reminded in opening hours, what was not kept is seen and told of once, and ten thousand at an instant are no flood."""

from datetime import UTC, datetime, timedelta

import pytest

from sandali.cases.models import Case
from sandali.company.models import Membership, Person
from sandali.company.queries import week_hours
from sandali.history.models import Event, Notice
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises.actions import keep_promise, make_promise
from sandali.resolution.promises.clock import follow_due, leaders_of
from sandali.resolution.promises.jobs import follow_promises
from sandali.resolution.promises.when import may_tell, warn_moment
from tests.cast import make_case, person

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P11")]


def tehran(day, hour, minute=0):
    """A wall-clock moment of Tehran in the last week of November 2026; the 22nd is a Sunday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=3, minutes=30)


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


def promised(cast, case, due=None):
    return make_promise(case, "صندلی را می‌فرستیم", due or tehran(23, 12), by=cast.sara, at=tehran(22, 10))


def told(kind):
    return [(event.kind, sorted(event.data["people"])) for event in Event.objects.filter(kind=kind).order_by("pk")]


def test_the_reminder_comes_in_opening_hours_before_it_is_due(cast, case):
    one = promised(cast, case)
    assert (one.next_at, may_tell(one.next_at, week_hours())) == (warn_moment(tehran(22, 10), tehran(23, 12), week_hours()), True)
    assert tehran(22, 10) < one.next_at < tehran(23, 12)


def test_its_owner_is_reminded_once(cast, case):
    one = promised(cast, case)
    assert [follow_due(one.next_at) for _time in range(2)] == [1, 0]
    assert told("promise_due_soon") == [("promise_due_soon", [cast.sara.pk])]
    assert list(Notice.objects.values_list("person__name", flat=True)) == ["Sara"]


def test_nobody_is_told_at_night_but_what_is_broken_is_broken(cast, case):
    one = promised(cast, case, due=tehran(22, 23))
    assert follow_due(tehran(22, 23, 30)) == 1
    one.refresh_from_db()
    assert (one.state, one.broken_at, told("promise_escalated")) == (Promised.BROKEN, tehran(22, 23), [])
    follow_due(tehran(23, 10))
    assert told("promise_escalated") == [("promise_escalated", sorted([cast.sara.pk, cast.nahid.pk]))]


def test_a_broken_promise_is_told_of_once_to_its_owner_and_who_leads_there(cast, case):
    lead = person("Leila", "lead", cast.support)
    promised(cast, case)
    for minute in range(3):
        follow_due(tehran(23, 12, minute))
    assert told("promise_escalated") == [("promise_escalated", sorted([cast.sara.pk, lead.pk]))]
    assert Event.objects.filter(kind="promise_broken").count() == 1


def test_a_kept_promise_is_spoken_of_no_more(cast, case):
    keep_promise(promised(cast, case), by=cast.sara, at=tehran(22, 12))
    assert [follow_due(tehran(day, 12)) for day in (23, 24)] == [0, 0]


def test_a_clock_that_jumps_ahead_and_back_tells_nothing_twice(cast, case):
    promised(cast, case)
    for moment in (tehran(25, 12), tehran(22, 12), tehran(23, 11), tehran(25, 13)):
        follow_due(moment)
    assert (len(told("promise_due_soon")), len(told("promise_escalated"))) == (0, 1)


def test_the_job_does_the_same_after_a_restart(cast, case):
    one = promised(cast, case)
    Promise.objects.filter(pk=one.pk).update(due_at=tehran(20, 10), next_at=tehran(20, 10))
    follow_promises.func()
    assert Promise.objects.get().state == Promised.BROKEN


def test_a_private_department_tells_nobody_outside(cast):
    assert leaders_of(cast.accounting) == [cast.admin.pk]
    lead = person("Leila", "agent", cast.accounting)
    Membership.objects.filter(person=lead).update(role="lead")
    assert leaders_of(cast.accounting) == [lead.pk]


def test_who_has_left_is_not_told_and_who_leads_is(cast, case):
    promised(cast, case)
    Person.objects.filter(pk=cast.sara.pk).update(is_active=False)
    follow_due(tehran(23, 12))
    assert told("promise_escalated") == [("promise_escalated", [cast.nahid.pk])]


def test_ten_thousand_at_one_instant_are_a_notice_for_each_of_us(cast, case):
    due, many = tehran(23, 12), 10_000
    other = make_case(cast, messages=0, state="open", assignee=cast.reza)
    Promise.objects.bulk_create(
        Promise(case=one, customer=one.customer, what=f"قول {number}", due_at=due, owner=one.assignee, made_by=one.assignee, made_at=tehran(22, 10), next_at=due)
        for number in range(many // 2)
        for one in (case, other)
    )
    follow_due(due)
    assert Promise.objects.filter(state=Promised.BROKEN, escalated_at__isnull=False).count() == many
    assert sorted(Notice.objects.values_list("person__name", "count")) == [("Nahid", 1), ("Reza", 1), ("Sara", 1)]
    said = {event.subject_id: event.data["count"] for event in Event.objects.filter(kind="promises_broken").order_by("pk")}  # the last each
    assert said == {cast.sara.pk: many // 2, cast.reza.pk: many // 2, cast.nahid.pk: many}
    assert Case.objects.count() == 2

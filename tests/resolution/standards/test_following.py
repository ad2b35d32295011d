"""Who hears of what is due, late, and stays late: once, folded, and never at night."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.company.models import Person
from sandali.history.models import Event, Notice
from sandali.resolution.models import Clock, Standard
from sandali.resolution.standards import following
from sandali.resolution.standards.actions import change_clock_rules
from sandali.resolution.standards.following import follow_due
from tests.cast import make_case, person

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)  # 10:30 in Tehran; open from 9 to 17
HOUR = timedelta(hours=1)


def clock(cast, *, due=4.0, warn=3.0, **fields):
    """A clock that runs since Saturday 10:30, of a case of its own."""
    case = make_case(cast, messages=0, **fields)
    moments = {"due_at": SATURDAY + due * HOUR, "warn_at": SATURDAY + warn * HOUR, "next_at": SATURDAY + warn * HOUR}
    return Clock.objects.create(
        case=case, target="first", standard=Standard.objects.order_by("pk").first(), department=case.department, minutes=240, began_at=SATURDAY, **moments
    )


def told():
    """(kind, its facts without people, who is told) of what was recorded."""
    names = dict(Person.objects.values_list("pk", "name"))
    rows = Event.objects.filter(kind__startswith="clock").order_by("pk")
    return [(event.kind, event.data.get("count", 1), sorted(names[one] for one in event.data["people"])) for event in rows]


@pytest.mark.practice("P14")
def test_the_owner_is_warned_told_and_then_the_lead_and_the_managers_hear_of_it(cast):
    person("Leila", "lead", cast.support)
    one = clock(cast, assignee=cast.sara)
    assert follow_due(SATURDAY + 2 * HOUR) == 0
    done = [follow_due(SATURDAY + hours * HOUR) for hours in (3, 3.1, 4, 4.9, 5)]
    assert done == [1, 0, 1, 0, 1]
    # Four working hours after 15:30 on Saturday are 11:30 on Sunday.
    assert (follow_due(SATURDAY + 24.9 * HOUR), follow_due(SATURDAY + 25 * HOUR), follow_due(SATURDAY + 60 * HOUR)) == (0, 1, 0)
    assert told() == [
        ("clock_warned", 1, ["Sara"]), ("clock_late", 1, ["Sara"]), ("clock_escalated", 1, ["Leila"]), ("clock_escalated", 1, ["Nahid"]),
    ]
    assert dict(Notice.objects.values_list("person__name", "count")) == {"Sara": 2, "Leila": 1, "Nahid": 1}
    one.refresh_from_db()
    assert (one.told, one.next_at) == (4, None)


def test_without_an_owner_the_department_hears_of_it_and_who_only_reads_does_not(cast):
    cast.reza.memberships.update(reads_only=True)
    clock(cast)
    follow_due(SATURDAY + 3 * HOUR)
    assert told() == [("clock_warned", 1, ["Ladan", "Nahid", "Sara"])]


def test_nobody_is_told_at_night_and_in_the_morning_of_all_at_once(cast):
    clock(cast, due=6.5, warn=6.4, assignee=cast.sara)
    clock(cast, due=6.5, warn=6.4, assignee=cast.sara)
    night = [follow_due(SATURDAY + hours * HOUR) for hours in (7, 12, 22)]
    assert (night, told()) == ([0, 0, 0], [])
    assert (follow_due(SATURDAY + 22.5 * HOUR), told()) == (2, [("clocks_late", 2, ["Sara"])])


def test_what_is_due_at_closing_is_told_at_closing(cast):
    clock(cast, due=6.5, warn=6.0, assignee=cast.sara)
    follow_due(SATURDAY + 6.1 * HOUR)
    assert follow_due(SATURDAY + 6.5 * HOUR + timedelta(seconds=40)) == 1


@pytest.mark.practice("P17")
def test_a_clock_that_jumps_ahead_or_back_tells_of_each_once(cast):
    clock(cast, assignee=cast.sara)
    assert follow_due(SATURDAY + 3 * HOUR) == 1
    assert follow_due(SATURDAY - 48 * HOUR) == 0  # the wall's clock was wrong, and is set back
    assert follow_due(SATURDAY + 3 * HOUR) == 0
    assert follow_due(SATURDAY + 24 * HOUR) == 1  # and far ahead: late, without the leads at the same time
    assert follow_due(SATURDAY + 24 * HOUR) == 0
    assert [row[0] for row in told()] == ["clock_warned", "clock_late"]


def test_a_jump_over_the_warning_says_only_that_it_is_late(cast):
    clock(cast, assignee=cast.sara)
    follow_due(SATURDAY + 5 * HOUR)
    assert told() == [("clock_late", 1, ["Sara"])]


def test_rules_of_nought_tell_nobody_else(cast):
    change_clock_rules(by=cast.admin, leads_after=0, managers_after=0)
    one = clock(cast, assignee=cast.sara)
    follow_due(SATURDAY + 5 * HOUR)
    one.refresh_from_db()
    assert (one.told, one.next_at) == (2, None)


def test_what_has_ended_is_not_told_of(cast):
    one = clock(cast, assignee=cast.sara)
    Clock.objects.filter(pk=one.pk).update(ended_at=SATURDAY, outcome="met", next_at=None)
    assert (follow_due(SATURDAY + 5 * HOUR), told()) == (0, [])


def test_managers_outside_a_private_department_hear_nothing_of_it(cast):
    clock(cast, department=cast.accounting)
    assert (following.people_of(cast.accounting.pk, following.MANAGERS), following.people_of(cast.support.pk, following.MANAGERS)) == ([], [cast.nahid.pk])


@pytest.mark.practice("P17")
def test_ten_thousand_that_fall_due_in_one_instant_are_a_notice_for_each_owner(cast):
    standard, moment = Standard.objects.order_by("pk").first(), SATURDAY + 4 * HOUR
    cases = [make_case(cast, messages=0, assignee=owner) for owner in (cast.sara, cast.reza) for _each in range(20)]
    Clock.objects.bulk_create(
        Clock(case=case, target="next", standard=standard, department=cast.support, minutes=1, began_at=SATURDAY, due_at=moment, next_at=moment)
        for case in cases for _each in range(250)
    )  # fmt: skip
    begun = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        assert [follow_due(moment) for _round in range(3)] == [5000, 5000, 0]
    assert (Clock.objects.filter(told=2).count(), len(told()) <= 4, dict(Notice.objects.values_list("person__name", "count"))) == (10_000, True, {"Sara": 1, "Reza": 1})
    assert (len(queries) < 100, perf_counter() - begun < 10) == (True, True)

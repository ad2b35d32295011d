"""Whose improvement is due or overdue hears of it once, in working hours; a thousand at one moment are a notice a person."""

from datetime import UTC, datetime, timedelta

import pytest

from sandali.history.models import Event, Notice
from sandali.resolution.models import Improvement
from sandali.resolution.recovery.causes import write_lesson
from sandali.resolution.recovery.improving import change_improvement, make_improvement, warn_of_improvements
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]
# A Sunday in Tehran: half past nine in the morning.
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
NOON, EVENING = MORNING + timedelta(hours=3), MORNING.replace(hour=20)
MANY = 1000


@pytest.fixture
def lesson(cast):
    return write_lesson(make_case(cast, kind="complaint", assignee=cast.sara), "پیش از بسته‌بندی بشماریم", by=cast.sara)


def asked(lesson, cast, due_at=NOON):
    """Sara asks Reza for something, and has a clean desk."""
    made = make_improvement(lesson, "ترازو بخریم", owner=cast.reza, due_at=due_at, by=cast.sara)
    Notice.objects.all().delete()
    return made


def test_who_is_asked_hears_of_it_and_who_takes_it_on_asks_nobody(lesson, cast):
    for owner in (cast.reza, cast.sara):
        make_improvement(lesson, "ترازو بخریم", owner=owner, due_at=NOON, by=cast.sara)
    made = Event.objects.filter(kind__startswith="improvement_").order_by("pk")
    assert ([event.kind for event in made], told()) == (["improvement_made", "improvement_taken_on"], [("Reza", "improvement_made", None)])


def told():
    """(who, kind, number) of every notice."""
    rows = Notice.objects.select_related("person", "event").order_by("event__kind", "person__name")
    return [(one.person.name, one.event.kind, one.event.data.get("count")) for one in rows]


def test_its_owner_hears_of_it_on_the_day_and_who_asked_for_it_when_it_is_late(cast, lesson):
    asked(lesson, cast)
    assert [warn_of_improvements(at) for at in (MORNING, MORNING, MORNING + timedelta(days=1), MORNING + timedelta(days=1))] == [1, 0, 1, 0]
    kinds = ("improvement_due", "improvement_overdue")
    assert [event.data["people"] for event in Event.objects.filter(kind__in=kinds).order_by("pk")] == [[cast.reza.pk], sorted([cast.sara.pk, cast.reza.pk])]


def test_nobody_is_told_at_night_and_another_day_is_told_of_anew(cast, lesson):
    one = asked(lesson, cast)
    assert (warn_of_improvements(EVENING), warn_of_improvements(MORNING)) == (0, 1)
    change_improvement(one, what=one.what, owner=cast.reza, due_at=NOON + timedelta(days=1), by=cast.sara)
    assert (warn_of_improvements(NOON), warn_of_improvements(MORNING + timedelta(days=1))) == (0, 1)


@pytest.mark.parametrize(("at", "kind", "people"), [(MORNING, "improvements_due", ["Reza"]), (MORNING + timedelta(days=1), "improvements_overdue", ["Reza", "Sara"])])
def test_a_thousand_at_one_moment_are_a_notice_a_person(cast, lesson, at, kind, people):
    one = asked(lesson, cast)
    Improvement.objects.bulk_create(Improvement(lesson=lesson, what=f"{number}", owner=cast.reza, due_at=one.due_at, by=cast.sara) for number in range(MANY - 1))
    assert [warn_of_improvements(at), warn_of_improvements(at)] == [MANY, 0]
    assert told() == [(name, kind, MANY) for name in people]

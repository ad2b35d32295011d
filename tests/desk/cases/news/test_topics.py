"""What is new in the table of events, each event once, also where numbers appear late."""

import pytest

from sandali.desk.cases.news import topics
from sandali.desk.cases.news.topics import Tail
from sandali.history.models import Event


def happened(number):
    return Event.objects.create(pk=number, kind="case_tagged", subject_type="case", subject_id=1)


def numbers(news):
    return [one.number for one in news]


@pytest.fixture
def tail(db):
    tail = Tail()
    assert tail.look() == []
    return tail


def test_each_event_is_new_once(tail):
    happened(1000)
    happened(1001)
    assert [numbers(tail.look()), numbers(tail.look())] == [[1000, 1001], []]


def test_an_event_that_is_committed_after_a_later_one_is_not_missed(tail):
    happened(1000)
    assert numbers(tail.look()) == [1000]
    happened(1002)
    assert numbers(tail.look()) == [1002]
    happened(1001)
    happened(1003)
    assert [numbers(tail.look()), numbers(tail.look())] == [[1001, 1003], []]


def test_a_number_that_never_comes_is_forgotten(tail, monkeypatch):
    happened(1000)
    tail.look()
    happened(1003)
    tail.look()
    assert sorted(number for number in tail.passed_over if number > 1000) == [1001, 1002]
    now = topics.time.monotonic()
    monkeypatch.setattr(topics.time, "monotonic", lambda: now + topics.PASSED_OVER_FOR + 1)
    assert (tail.look(), tail.passed_over) == ([], {})


def test_too_much_to_say_is_said_as_that_once(tail):
    Event.objects.bulk_create([Event(kind="case_tagged", subject_type="x", subject_id=1) for _number in range(topics.MOST_AT_ONCE + 1)])
    assert [tail.look(), tail.look()] == [None, []]

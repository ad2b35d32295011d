"""The waits of the past come out as they would have been written."""

import pytest
from django.utils import timezone

from sandali.cases.actions import change_state, receive, record_contact, reply
from sandali.cases.jobs import measure_old_waits
from sandali.cases.models import Case, Wait
from sandali.cases.old_waits import write_old_waits
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.history.models import Job
from sandali.history.queue import drain

pytestmark = pytest.mark.django_db
FIELDS = ("case_id", "is_first", "seconds", "working_seconds", "by_answer", "person_id", "department_id", "channel_id")


def rows():
    return list(Wait.objects.order_by("case_id", "began_at").values_list(*FIELDS))


def moments():
    """When each wait began and ended, to the second: an event is written a moment after what it tells of."""
    told = Wait.objects.order_by("case_id", "began_at").values_list("began_at", "ended_at")
    return [(began.timestamp(), ended.timestamp() if ended else 0) for began, ended in told]


@pytest.fixture
def lived(cast):
    """Four cases that went different ways, each by the real actions."""
    cases = []
    for number in range(4):
        arrival = store_arrival(cast.channel, f"raw {number}".encode(), source="pipe", is_history=number == 3)[0]
        sender = Party("email", f"somebody{number}@example.com", "")
        cases.append(receive(Incoming(sender=sender, text="سلام", subject="سفارش"), [], arrival).case)

    def now(number):
        return Case.objects.get(pk=cases[number].pk)

    reply(now(0), "سلام", by=cast.sara, dedupe_key="a")
    change_state(now(0), "open", by=cast.sara)
    reply(now(0), "بله", by=cast.reza, dedupe_key="b", state="answered")
    change_state(now(1), "waiting", by=cast.sara)
    record_contact(now(2), "زنگ زدم", by=cast.sara, direction="call")
    return cases


def test_what_is_read_from_the_past_equals_what_was_written_then(lived):
    written, then = rows(), moments()
    assert [row[0] for row in written] == [case.pk for case in (lived[0], lived[0], lived[1], lived[2], lived[2])]
    Wait.objects.all().delete()
    assert write_old_waits() == (5, lived[-1].pk)
    assert rows() == written
    assert moments() == [pytest.approx(one, abs=1) for one in then]
    assert write_old_waits() == (0, lived[-1].pk)
    assert write_old_waits(lived[-1].pk) == (0, None)


def test_it_goes_on_part_by_part(lived):
    Wait.objects.all().delete()
    assert write_old_waits(most=3) == (5, lived[2].pk)
    assert write_old_waits(lived[2].pk, most=3) == (0, lived[3].pk)


def test_the_job_goes_on_until_nothing_is_left(lived):
    Wait.objects.all().delete()
    Job.objects.all().delete()
    measure_old_waits.enqueue()
    drain()
    assert Wait.objects.count() == 5


def test_a_case_that_waits_now_has_a_wait_that_runs_since_then(lived):
    Wait.objects.all().delete()
    since = timezone.now()
    Case.objects.filter(pk=lived[1].pk).update(waiting_since=since, state="open")
    write_old_waits()
    assert list(Wait.objects.filter(case=lived[1]).order_by("pk").values_list("began_at", "by_answer", "ended_at"))[-1] == (since, False, None)

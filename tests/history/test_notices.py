"""Events are recorded, listeners called, people told by what they chose."""

from datetime import datetime, time

import pytest
from django.db import transaction

from sandali.cases.events import CASE_ASSIGNED, MESSAGE_RECEIVED
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Event, Job, Notice, NoticeChoice
from sandali.history.notices import choices_of, choose_notices, is_quiet, mark_read, unread_count
from tests.cast import make_case


def test_an_event_knows_its_timelines_and_who_did_it(cast):
    case = make_case(cast)
    event = record(CASE_ASSIGNED, case, by=cast.nahid, to="Sara")
    assert (event.case_id, event.customer_id, event.by, event.data) == (case.pk, cast.mina.pk, cast.nahid, {"to": "Sara"})


def test_an_event_that_is_rolled_back_tells_nobody(cast):
    case = make_case(cast, assignee=cast.sara)
    before = Event.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(MESSAGE_RECEIVED, case)
        raise ZeroDivisionError
    queue.drain()
    assert (Event.objects.count(), Notice.objects.count()) == (before, 0)


def test_the_owner_is_told_and_repeats_fold_into_one_notice(cast):
    case = make_case(cast, assignee=cast.sara)
    for _ in range(3):
        record(MESSAGE_RECEIVED, case)
    queue.drain()
    assert list(Notice.objects.values_list("person__name", "about", "count")) == [("Sara", f"case:{case.pk}", 3)]
    assert (unread_count(cast.sara), mark_read(cast.sara), unread_count(cast.sara)) == (1, 1, 0)


def test_nobody_is_told_of_what_they_did_themselves(cast):
    record(CASE_ASSIGNED, make_case(cast, assignee=cast.sara), by=cast.sara, to="Sara")
    queue.drain()
    assert Notice.objects.count() == 0


def test_a_kind_that_a_person_does_not_want_makes_no_notice(cast):
    NoticeChoice.objects.create(person=cast.sara, kind="message_received", wanted=False)
    record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
    queue.drain()
    assert Notice.objects.count() == 0


def test_old_material_that_is_imported_queues_nothing(cast):
    Job.objects.all().delete()
    record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara), quiet=True)
    assert Job.objects.count() == 0


def test_choices_are_kept_with_the_quiet_hours(cast):
    choose_notices(cast.sara, wanted={"message_received": False, "no_such_kind": True}, quiet=(time(22), time(7)))
    chosen = choices_of(cast.sara)
    assert (chosen["message_received"], chosen["case_assigned"], chosen["quiet_from"]) == (False, True, time(22))
    assert NoticeChoice.objects.filter(kind="no_such_kind").count() == 0


@pytest.mark.parametrize(("hour", "quiet"), [(21, False), (22, True), (3, True), (7, False), (12, False)])
def test_quiet_hours_may_pass_midnight(hour, quiet):
    choice = NoticeChoice(quiet_from=time(22), quiet_until=time(7))
    assert is_quiet(choice, datetime(2026, 11, 21, hour)) is quiet

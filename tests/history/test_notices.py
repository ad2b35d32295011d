"""Events are recorded, listeners called, people told by what they chose."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sandali.cases.events import CASE_ASSIGNED, CASE_OPENED, MESSAGE_RECEIVED
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Event, Job, MailWay, Notice, Outgoing
from sandali.history.notices import mark_read, notices_of, unread_count
from sandali.history.ways import Ways, choose_ways, mute_groups
from tests.attention import subscribed
from tests.cast import make_case


def test_an_event_knows_its_timelines_and_who_did_it(cast):
    case = make_case(cast)
    event = record(CASE_ASSIGNED, case, by=cast.nahid, to="Sara")
    assert (event.case_id, event.customer_id, event.by, event.data) == (case.pk, cast.mina.pk, cast.nahid, {"to": "Sara"})


def test_an_event_that_is_rolled_back_tells_nobody(cast):
    case = make_case(cast, assignee=cast.sara)
    before = Event.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(CASE_ASSIGNED, case, to="Sara")
        raise ZeroDivisionError
    queue.drain()
    assert (Event.objects.count(), Notice.objects.count(), Outgoing.objects.count()) == (before, 0, 0)


def test_the_owner_is_told_and_repeats_fold_into_one_notice(cast):
    case = make_case(cast, assignee=cast.sara)
    for _ in range(3):
        record(MESSAGE_RECEIVED, case)
    queue.drain()
    assert list(Notice.objects.values_list("person__name", "about", "count")) == [("Sara", f"case:{case.pk}", 3)]
    assert (unread_count(cast.sara), mark_read(cast.sara), unread_count(cast.sara)) == (1, 1, 0)


def test_notices_come_in_the_order_of_their_time_also_one_that_folded(cast):
    first, second = make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.sara)
    for case in (first, second, first):
        record(MESSAGE_RECEIVED, case)
    shown = notices_of(cast.sara)
    assert [one.about for one in shown] == [f"case:{first.pk}", f"case:{second.pk}"]
    assert [one.about for one in notices_of(cast.sara, below=(shown[0].at, shown[0].pk))] == [f"case:{second.pk}"]
    Notice.objects.update(at=shown[0].at)  # at one moment the later one is first
    assert [one.about for one in notices_of(cast.sara, below=(shown[0].at, shown[1].pk))] == [f"case:{first.pk}"]


def test_nobody_is_told_of_what_they_did_themselves(cast):
    record(CASE_ASSIGNED, make_case(cast, assignee=cast.sara), by=cast.sara, to="Sara")
    queue.drain()
    assert (Notice.objects.count(), Outgoing.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("ways", "bells", "outside"),
    [
        (Ways(True, MailWay.OFF, False), 1, []),
        (Ways(False, MailWay.OFF, False), 0, []),
        (Ways(False, MailWay.DIGEST, True), 0, [("mail", "digest"), ("push", "at_once")]),
        (Ways(True, MailWay.AT_ONCE, False), 1, [("mail", "at_once")]),
        (Ways(True, MailWay.AWAY, False), 1, [("mail", "away")]),
    ],
)
def test_a_kind_reaches_a_person_by_the_ways_they_chose(cast, ways, bells, outside):
    subscribed(cast.sara)
    choose_ways(cast.sara, {"message_received": ways})
    record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
    assert (Notice.objects.count(), sorted(Outgoing.objects.values_list("way", "how"))) == (bells, outside)


def test_no_push_is_held_for_who_has_no_browser_that_takes_it(cast):
    subscribed(cast.reza)
    record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
    assert Outgoing.objects.count() == 0


def test_a_muted_department_is_silent_but_what_concerns_oneself_still_comes(cast):
    mute_groups(cast.sara, [f"department:{cast.support.pk}"])
    case = make_case(cast)
    record(CASE_OPENED, case)
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Ladan", "Reza", "Nahid", "Parvaneh"}
    case.assignee = cast.sara
    case.save()
    record(MESSAGE_RECEIVED, case)
    assert list(Notice.objects.filter(person=cast.sara).values_list("event__kind", flat=True)) == ["message_received"]


def test_muting_another_department_mutes_not_this_one(cast):
    mute_groups(cast.sara, [f"department:{cast.accounting.pk}"])
    record(CASE_OPENED, make_case(cast))
    assert Notice.objects.filter(person=cast.sara).count() == 1


def test_old_material_that_is_imported_queues_nothing(cast):
    Job.objects.all().delete()
    record(CASE_ASSIGNED, make_case(cast, assignee=cast.sara), quiet=True)
    assert (Job.objects.count(), Outgoing.objects.count()) == (0, 0)


def test_telling_ten_people_costs_as_many_queries_as_telling_one(cast):
    record(CASE_OPENED, make_case(cast))  # whoever listens has read its rules and hours
    counts = []
    for muted in ([f"department:{cast.support.pk}"], []):
        for person in (cast.reza, cast.nahid, cast.parvaneh):
            mute_groups(person, muted)
        case = make_case(cast)
        with CaptureQueriesContext(connection) as queries:
            record(CASE_OPENED, case)
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""Waits begin when it becomes our turn and end with our word."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.acknowledging import send_acknowledgement
from sandali.cases.actions import (
    change_state,
    open_case,
    receive,
    record_contact,
    reply,
    wake_case,
    withdraw_reply,
    write_note,
)
from sandali.cases.models import Case, Message, Wait
from sandali.cases.waits import begin_wait, end_wait, opening_hours
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.company.actions.company import change_company
from sandali.company.actions.hours import set_special_day, set_week
from sandali.company.queries import current_company
from tests.cast import make_case
from tests.measured import TABLE, measured_week

pytestmark = pytest.mark.django_db


def arrives(cast, text="سلام", *, name="a", **more):
    arrival = store_arrival(cast.channel, f"raw {name}".encode(), source="pipe", **more)[0]
    return receive(Incoming(sender=Party("email", "mina@example.com", ""), text=text, subject="سفارش"), [], arrival)


def standing(case):
    return Case.objects.get(pk=case.pk)


def waits(case):
    """(runs, by an answer, is the first, who ended it) of each wait."""
    rows = Wait.objects.filter(case=case).order_by("pk")
    return [(wait.ended_at is None, wait.by_answer, wait.is_first, wait.person.name if wait.person else "") for wait in rows]


def agrees(case):
    """Whether the wait that runs is the one that the case tells of."""
    running = Wait.objects.filter(case=case, ended_at=None).values_list("began_at", flat=True).first()
    return running == standing(case).waiting_since


def test_a_mail_begins_a_wait_and_our_answer_ends_it(cast):
    case = arrives(cast).case
    assert (waits(case), agrees(case)) == ([(True, False, False, "")], True)
    message = reply(standing(case), "سلام", by=cast.sara, dedupe_key="a")
    assert (waits(case), agrees(case)) == ([(False, True, True, "Sara")], True)
    wait = Wait.objects.get()
    assert (wait.began_at, wait.ended_at, wait.department, wait.channel) == (case.opened_at, message.at, cast.support, cast.channel)


def test_only_the_wait_that_the_first_answer_ended_is_the_first(cast):
    case = arrives(cast).case
    change_state(standing(case), "waiting", by=cast.sara)
    change_state(standing(case), "open", by=cast.sara)
    for key in ("a", "b"):
        reply(standing(case), "سلام", by=cast.sara, dedupe_key=key)
        change_state(standing(case), "open", by=cast.sara)
    told = [(by_answer, is_first) for _runs, by_answer, is_first, _who in waits(case)]
    assert (told, agrees(case)) == ([(False, False), (True, True), (True, False), (False, False)], True)


def test_an_answer_that_keeps_the_case_with_us_begins_the_next_wait(cast):
    case = arrives(cast).case
    message = reply(standing(case), "یک لحظه", by=cast.reza, dedupe_key="a", state="open")
    assert (waits(case), agrees(case)) == ([(False, True, True, "Reza"), (True, False, False, "")], True)
    assert standing(case).waiting_since == message.at


def test_an_acknowledgement_and_a_note_are_not_our_word(cast):
    case = arrives(cast).case
    assert send_acknowledgement(standing(case), Message.objects.get(), cast.channel) is not None
    write_note(standing(case), "می‌پرسم", by=cast.sara)
    assert (waits(case), agrees(case)) == ([(True, False, False, "")], True)


def test_an_answer_taken_back_ended_nothing(cast):
    case = arrives(cast).case
    since = standing(case).waiting_since
    message = reply(standing(case), "سلام", by=cast.sara, dedupe_key="a", delay=60, state="open")
    assert withdraw_reply(message, by=cast.sara) is True
    assert (waits(case), standing(case).waiting_since, agrees(case)) == ([(True, False, False, "")], since, True)
    reply(standing(case), "سلام", by=cast.reza, dedupe_key="b")
    assert waits(case) == [(False, True, True, "Reza")]


def test_old_mail_waits_for_nobody(cast):
    case = arrives(cast, is_history=True).case
    assert (waits(case), agrees(case)) == ([], True)


def test_a_state_by_hand_ends_the_wait_without_an_answer(cast):
    case = arrives(cast).case
    for state in ("waiting", "open", "answered"):
        change_state(standing(case), state, by=cast.sara)
    assert (waits(case), agrees(case)) == ([(False, False, False, "Sara")] * 2, True)


@pytest.mark.parametrize("owed", [True, False])
def test_a_snooze_keeps_its_wait_only_where_we_owed_a_word(cast, owed):
    case = arrives(cast).case
    if not owed:
        change_state(standing(case), "waiting", by=cast.sara)
    before = standing(case).waiting_since
    change_state(standing(case), "snoozed", by=cast.sara, until=timezone.now() + timedelta(hours=1))
    assert agrees(case)
    Case.objects.filter(pk=case.pk).update(snoozed_until=timezone.now())
    assert wake_case(standing(case)) is True
    running = Wait.objects.get(case=case, ended_at=None)
    assert (agrees(case), running.began_at == before) == (True, owed)


def test_a_visit_that_opens_a_case_is_the_customers_word_and_a_later_one_is_ours(cast):
    case = open_case(cast.mina, by=cast.sara, channel=cast.counter)
    record_contact(standing(case), "آمد و پرسید", by=cast.sara, direction="visit")
    assert (waits(case), agrees(case)) == ([(True, False, False, "")], True)
    record_contact(standing(case), "زنگ زدم و گفتم", by=cast.reza, direction="call")
    assert (waits(case), agrees(case)) == ([(False, True, True, "Reza"), (True, False, False, "")], True)
    assert standing(case).state == "open"


def test_a_call_of_before_the_wait_ends_nothing(cast):
    case = arrives(cast).case
    record_contact(standing(case), "دیروز زنگ زد", by=cast.sara, direction="call", at=timezone.now() - timedelta(days=1))
    assert (waits(case), agrees(case)) == ([(True, False, False, "")], True)


def test_a_call_in_a_case_that_rests_makes_it_our_turn(cast):
    case = arrives(cast).case
    change_state(standing(case), "waiting", by=cast.sara)
    record_contact(standing(case), "زنگ زد", by=cast.sara, direction="call")
    assert (waits(case), agrees(case)) == ([(False, False, False, "Sara"), (True, False, False, "")], True)


def test_a_wait_that_somebody_else_began_meanwhile_is_ended_too(cast):
    case = make_case(cast, waiting_since=None, state="waiting")
    begin_wait(case, at=timezone.now() - timedelta(minutes=5))
    assert (case.waiting_since, end_wait(case, at=timezone.now(), by=cast.sara, by_answer=True)) == (None, True)
    assert waits(case) == [(False, True, True, "Sara")]
    assert end_wait(case, at=timezone.now(), by=cast.sara) is False


def test_beginning_is_one_statement_and_ending_one_more_that_asks_for_the_hours(cast):
    case = make_case(cast)
    opening_hours()
    with CaptureQueriesContext(connection) as queries:
        begin_wait(case, at=case.waiting_since)
        assert len(queries) == 1
        end_wait(case, at=timezone.now(), by=cast.sara, by_answer=True)
        assert len(queries) == 3


def test_hours_that_were_changed_count_at_once_and_not_after_they_were_rolled_back(cast):
    day = date(2026, 12, 1)
    usual = opening_hours().ranges_on(day)
    with transaction.atomic():
        set_special_day(day, by=cast.admin, name="!")
        closed = opening_hours().ranges_on(day)
        transaction.set_rollback(True)
    assert (len(usual), closed, opening_hours().ranges_on(day)) == (1, (), usual)
    set_week({}, by=cast.admin)
    assert opening_hours().ranges_on(day) == ()
    change_company(current_company(), by=cast.admin, zone="Europe/Berlin")
    assert opening_hours().zone == ZoneInfo("Europe/Berlin")


def test_seconds_by_the_clock_and_in_opening_hours_are_those_worked_out_by_hand(cast):
    cases = measured_week(cast)
    firsts = {wait.case_id: (wait.seconds / 60, wait.working_seconds / 60) for wait in Wait.objects.filter(is_first=True)}
    assert [firsts[case.pk] for case in cases] == [(row.clock, row.working) for row in TABLE]

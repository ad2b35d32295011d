"""From what happens in a case to its clocks: begun, paused, ended, taken up again, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import (
    change_state,
    classify_case,
    open_case,
    receive,
    reply,
    withdraw_reply,
    write_note,
)
from sandali.cases.actions.bulk import change_cases, restore_cases
from sandali.cases.actions.bulk_plans import stating
from sandali.cases.actions.closing import begin_again, confirm, lapse
from sandali.cases.actions.regrouping import merge_cases, undo_regrouping
from sandali.cases.actions.spam import mark_spam, unmark_spam
from sandali.cases.models import NO_DEADLINE, Case
from sandali.cases.threads import reply_token
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.channels.events import DELIVERY_FAILED
from sandali.channels.models import Delivery
from sandali.company.actions.hours import set_special_day, set_week
from sandali.history.events import record
from sandali.resolution.models import Clock, Standard
from sandali.resolution.standards.actions import add_standard, change_standard, excuse_clock, remove_standard
from sandali.resolution.standards.jobs import reckon_clocks
from sandali.resolution.standards.settling import settle
from sandali.resolution.standards.timetable import _kept as kept
from tests.cast import make_case

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)  # 10:30 in Tehran; open from 9 to 17, on Thursdays to 13, closed on Fridays
HOUR = timedelta(hours=1)


@pytest.fixture
def at(monkeypatch):
    """Move the wall's clock: hours after Saturday 10:30."""
    kept.values.clear()  # the same moment and the same number come back with each test, which no database sees
    shown = [SATURDAY]
    monkeypatch.setattr(timezone, "now", lambda: shown[0])

    def move(hours: float) -> datetime:
        shown[0] = SATURDAY + hours * HOUR
        return shown[0]

    return move


def arrives(cast, text="سلام", case=None, **more):
    arrival = store_arrival(cast.channel, f"raw {text}".encode(), source="pipe", **more)[0]
    to = (f"support+{reply_token(case)}@simorgh.example",) if case else ()
    return receive(Incoming(sender=Party("email", "mina@example.com", ""), text=text, subject="سفارش", delivered_to=to), [], arrival)


@pytest.fixture
def case(cast, at):
    """Mina wrote on Saturday at 10:30."""
    return arrives(cast).case


def standing(case):
    return Case.objects.get(pk=case.pk)


def clocks(case, *targets):
    """(target, outcome, hours from Saturday 10:30 to the deadline, pauses) of each clock."""
    rows = Clock.objects.filter(case=case, **({"target__in": targets} if targets else {})).order_by("target", "began_at")
    return [(one.target, one.outcome, one.due_at and (one.due_at - SATURDAY) / HOUR, len(one.pauses)) for one in rows]


def answers(cast, case, **more):
    return reply(standing(case), "پاسخ", by=cast.sara, dedupe_key=str(timezone.now()), **more)


def fails(message):
    """The delivery is refused for good."""
    Delivery.objects.filter(pk=message.delivery_id).update(state="failed")
    record(DELIVERY_FAILED, Delivery.objects.get(pk=message.delivery_id), at=timezone.now())


def test_a_company_begins_with_standards(cast):
    found = Standard.objects.order_by("pk").values_list("kind", "priority", "first", "next", "answer", "confirm")
    assert list(found) == [("", None, 240, 480, 1440, 4800), ("complaint", None, 120, 240, 960, 2400), ("", 4, 60, 120, 480, None)]


@pytest.mark.practice("P14", "P17")
def test_a_message_starts_the_clocks_and_the_case_says_what_is_due_first(cast, case):
    # Four hours; three days of eight hours; eighty hours, with half a Thursday and a closed Friday, until Wednesday 14:30.
    assert clocks(case) == [("answer", "", 72.0, 0), ("confirm", "", 268.0, 0), ("first", "", 4.0, 0)]
    assert standing(case).due_at == SATURDAY + 4 * HOUR


def test_our_answer_keeps_the_first_reply_and_pauses_the_rest(cast, case, at):
    at(1)
    answers(cast, case)
    assert clocks(case) == [("answer", "", None, 1), ("confirm", "", None, 1), ("first", "met", 4.0, 0)]
    assert (standing(case).due_at, standing(case).warn_at) == (NO_DEADLINE, None)


def test_what_the_customer_writes_next_owes_a_next_reply_and_the_answer_goes_on_with_what_was_left(cast, case, at):
    at(1)
    answers(cast, case)
    at(3)
    arrives(cast, "هنوز نه", case)
    arrives(cast, "الو", case)
    # From 13:30 on: eight hours are over on Sunday at 13:30.
    assert clocks(case) == [("answer", "", 74.0, 1), ("confirm", "", 270.0, 1), ("first", "met", 4.0, 0), ("next", "", 27.0, 0)]


def test_a_late_answer_is_a_miss(cast, case, at):
    at(5)
    answers(cast, case)
    assert clocks(case, "first") == [("first", "missed", 4.0, 0)]


@pytest.mark.practice("P14")
def test_an_answer_that_is_taken_back_was_none(cast, case, at):
    before = clocks(case)
    at(1)
    message = answers(cast, case, delay=10)
    assert withdraw_reply(message, by=cast.sara) is True
    assert (clocks(case), standing(case).due_at) == (before, SATURDAY + 4 * HOUR)


def test_an_answer_that_never_arrived_was_none(cast, case, at):
    before = clocks(case)
    at(1)
    message = answers(cast, case)
    at(2)
    fails(message)
    assert clocks(case) == before


def test_a_state_set_by_hand_to_waiting_pauses_what_is_not_answered(cast, case, at):
    at(1)
    change_state(case, "waiting", by=cast.sara)
    assert clocks(case, "first") == [("first", "", None, 1)]
    at(2)
    change_state(standing(case), "open", by=cast.sara)
    assert clocks(case, "first") == [("first", "", 5.0, 1)]


def test_a_snooze_pauses_nothing(cast, case, at):
    before = clocks(case)
    at(1)
    change_state(case, "snoozed", by=cast.sara, until=at(1) + 24 * HOUR)
    assert clocks(case) == before


def test_a_note_moves_nothing(cast, case, at):
    before = clocks(case)
    at(1)
    write_note(standing(case), "یادداشت", by=cast.sara)
    assert clocks(case) == before


def test_answered_ends_the_answer_and_the_confirmation_waits_on_for_the_yes(cast, case, at):
    at(1)
    answers(cast, case, state="answered")
    assert clocks(case) == [("answer", "met", 72.0, 0), ("confirm", "", 268.0, 0), ("first", "met", 4.0, 0)]
    at(30)
    confirm(standing(case))
    assert clocks(case, "confirm") == [("confirm", "met", 268.0, 0)]


def test_silence_is_neither_kept_nor_missed(cast, case, at):
    at(1)
    answers(cast, case, state="answered")
    at(100)
    lapse(standing(case))
    assert clocks(case, "confirm") == [("confirm", "ended", 268.0, 0)]


def test_not_yet_begins_a_new_answer_and_the_confirmation_was_never_interrupted(cast, case, at):
    at(1)
    answers(cast, case, state="answered")
    at(24)
    begin_again(standing(case))
    assert clocks(case) == [("answer", "met", 72.0, 0), ("answer", "", 96.0, 0), ("confirm", "", 268.0, 0), ("first", "met", 4.0, 0)]


def test_who_says_answered_and_opens_it_again_wins_no_time(cast, case, at):
    at(1)
    change_state(case, "answered", by=cast.sara)
    at(2)
    change_state(standing(case), "open", by=cast.sara)
    assert clocks(case, "answer") == [("answer", "", 72.0, 0)]


def test_many_at_once_stop_and_go_on_as_one_does(cast, case, at):
    other = open_case(cast.kaveh, by=cast.sara, channel=cast.channel)
    before = clocks(case), clocks(other)
    at(1)
    done = change_cases({case.pk: None, other.pk: None}, stating("answered"), by=cast.nahid)
    assert [row[1] for one in (case, other) for row in clocks(one, "answer")] == ["met", "met"]
    restore_cases(done.event, by=cast.nahid)
    assert (clocks(case), clocks(other)) == before


def test_another_kind_has_another_standard(cast, case, at):
    classify_case(standing(case), by=cast.sara, kind="complaint")
    assert clocks(case, "first") == [("first", "", 2.0, 0)]
    classify_case(standing(case), by=cast.sara, priority=4)
    assert (clocks(case, "first"), Clock.objects.get(case=case, target="first").standard.kind) == ([("first", "", 2.0, 0)], "complaint")


def test_praise_is_not_to_be_confirmed(cast, case):
    classify_case(standing(case), by=cast.sara, kind="praise")
    assert clocks(case, "confirm") == [("confirm", "ended", 268.0, 0)]


def test_a_merged_case_counts_no_longer_and_undoing_brings_its_clocks_back(cast, case, at):
    at(1)
    other = open_case(cast.mina, by=cast.sara, channel=cast.channel)
    before = clocks(case), clocks(other)
    done = merge_cases(standing(case), standing(other), by=cast.nahid)
    assert {row[1] for row in clocks(case)} == {"ended"}
    assert clocks(other, "first") == [("first", "", 4.0, 0)]  # who wrote first waits since then
    undo_regrouping(done, by=cast.nahid)
    assert (clocks(case), clocks(other)) == before


def test_spam_has_no_deadline_and_no_spam_has_its_own_again(cast, case, at):
    before = clocks(case)
    at(1)
    mark_spam(standing(case), by=cast.nahid)
    assert ({row[1] for row in clocks(case)}, standing(case).due_at) == ({"ended"}, NO_DEADLINE)
    at(2)
    unmark_spam(standing(case), by=cast.nahid)
    assert clocks(case) == before


def test_old_mail_that_is_taken_over_starts_nothing(cast, at):
    case = arrives(cast, is_history=True).case
    assert (clocks(case), standing(case).due_at) == ([], NO_DEADLINE)


def test_settling_twice_writes_nothing(cast, case):
    assert (settle([case.pk]), settle([case.pk], anew=True)) == (0, 0)


@pytest.mark.practice("P14")
def test_a_changed_standard_holds_for_what_runs_after_the_job(cast, case):
    general = Standard.objects.get(kind="", priority=None)
    change_standard(general, by=cast.admin, name="همه", first=60, answer=120)
    assert clocks(case, "first") == [("first", "", 4.0, 0)]
    assert reckon_clocks.func() == 3
    assert clocks(case) == [("answer", "", 2.0, 0), ("confirm", "ended", 268.0, 0), ("first", "", 1.0, 0)]
    assert standing(case).due_at == SATURDAY + HOUR


def test_a_standard_of_one_customer_wins_and_its_end_gives_the_others_back(cast, case):
    own = add_standard(by=cast.admin, name="مینا", customer=cast.mina, first=30)
    reckon_clocks.func()
    assert clocks(case, "answer", "first") == [("answer", "", 72.0, 0), ("first", "", 0.5, 0)]
    remove_standard(own, by=cast.admin)
    reckon_clocks.func()
    assert clocks(case, "first") == [("first", "", 4.0, 0)]


@pytest.mark.practice("P17")
def test_hours_that_change_hold_from_then_on_and_past_time_stays_as_it_was(cast, case, at):
    at(2)
    set_week({5: [(datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 13).time())], 6: [(datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 17).time())]}, by=cast.admin)
    reckon_clocks.func()
    # Two hours until 12:30 by the old hours, half an hour until 13:00, the rest on Sunday from 9:00.
    assert clocks(case, "first") == [("first", "", 24.0, 0)]


def test_a_holiday_moves_what_runs(cast, case, at):
    at(2)
    set_special_day(SATURDAY.date() + timedelta(days=1), by=cast.admin, name="تعطیل")
    reckon_clocks.func()
    assert clocks(case, "answer") == [("answer", "", 96.0, 0)]


def test_a_reason_stands_beside_the_miss_and_does_not_hide_it(cast, case, at):
    at(5)
    clock = Clock.objects.get(case=case, target="first")
    excuse_clock(clock, "برق رفته بود", by=cast.nahid)
    answers(cast, case)
    assert (clocks(case, "first"), clock.excuse.reason) == ([("first", "missed", 4.0, 0)], "برق رفته بود")


def test_a_case_that_runs_already_has_clocks_once_a_standard_is_made(cast, at):
    Standard.objects.all().delete()
    case = arrives(cast).case
    assert clocks(case) == []
    add_standard(by=cast.admin, name="همه", first=60)
    reckon_clocks.func()
    assert clocks(case) == [("first", "", 1.0, 0)]


def test_a_case_in_which_nobody_waits_has_none(cast):
    case = make_case(cast)
    assert (settle([case.pk]), clocks(case)) == (0, [])

"""Reminders are told once; a case that sleeps through thanks wakes at anything else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import change_state, receive
from sandali.cases.actions.timing import (
    CannotRemind,
    finish_reminder,
    move_reminder,
    remind,
    remove_reminder,
    tell_due,
)
from sandali.cases.jobs_timing import tell_reminders
from sandali.cases.models import Case, Message, Reminder, Wait
from sandali.cases.threads import reply_token
from sandali.cases.timing import reminder_page, reminders_on
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def due(case, person, text="زنگ بزن", **more):
    return Reminder.objects.create(case=case, person=person, at=timezone.now() - HOUR, text=text, **more)


def writes(case, cast, text, **facts):
    arrival = store_arrival(cast.channel, f"raw {text}{facts}".encode(), source="pipe")[0]
    to = (f"support+{reply_token(case)}@simorgh.example",)
    sender = Party("email", facts.pop("sender", "mina@example.com"), facts.pop("name", ""))
    files = facts.pop("files", [])
    return receive(Incoming(sender=sender, text=text, delivered_to=to, **facts), files, arrival)


# --- Reminders -------------------------------------------------------------------------------------------------------
def test_who_wanted_to_be_reminded_is_told_once_and_nobody_else(cast):
    case = make_case(cast, assignee=cast.reza)
    reminder = due(case, cast.sara)
    assert (tell_due(), tell_due()) == (1, 0)
    notices = Notice.objects.filter(event__kind="reminder_due")
    assert [(one.person, one.event.data) for one in notices] == [(cast.sara, {"text": "زنگ بزن"})]
    assert Reminder.objects.get(pk=reminder.pk).told_at is not None


def test_what_is_to_come_done_or_removed_is_not_told(cast):
    case = make_case(cast)
    remind(case, timezone.now() + HOUR, by=cast.sara)
    finish_reminder(due(case, cast.sara))
    remove_reminder(due(case, cast.sara))
    assert tell_due() == 0


def test_whoever_may_not_see_the_case_any_more_is_not_told_of_it(cast):
    due(make_case(cast, department=cast.accounting), cast.sara)
    assert (tell_due(), Notice.objects.count()) == (1, 0)


def test_a_moved_reminder_is_told_again(cast):
    reminder = due(make_case(cast), cast.sara)
    tell_due()
    move_reminder(reminder, timezone.now() + HOUR, text="  دوباره\nزنگ ")
    moved = Reminder.objects.get()
    assert (moved.told_at, moved.text) == (None, "دوباره زنگ")
    Reminder.objects.update(at=timezone.now() - HOUR)
    assert tell_due() == 1


def test_very_many_at_once_are_told_in_batches_and_a_second_run_finds_nothing(cast, django_assert_max_num_queries):
    case, at = make_case(cast), timezone.now() - HOUR
    Reminder.objects.bulk_create(Reminder(case=case, person=cast.sara, at=at, text=str(number)) for number in range(500))
    assert (tell_reminders.func(), tell_reminders.func()) == (500, 0)
    assert Event.objects.filter(kind="reminder_due").count() == 500
    assert [(one.count, one.person) for one in Notice.objects.all()] == [(500, cast.sara)]  # folded into one


def test_a_batch_that_dies_half_way_is_told_as_a_whole_the_next_time(cast, monkeypatch):
    case = make_case(cast)
    for number in range(3):
        due(case, cast.sara, str(number))
    from sandali.cases.actions import timing  # the module, to let it fail in the middle

    written = timing.record
    monkeypatch.setattr(timing, "record", lambda kind, one, **data: 1 / 0 if one.text == "2" else written(kind, one, **data))
    with pytest.raises(ZeroDivisionError):
        tell_due()
    assert (Reminder.objects.filter(told_at=None).count(), Event.objects.filter(kind="reminder_due").count()) == (3, 0)
    monkeypatch.undo()
    assert tell_due() == 3


@pytest.mark.parametrize("at", [datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(2999, 1, 1)])
def test_a_reminder_has_a_time_to_come_within_a_year(cast, at):
    with pytest.raises(CannotRemind, match=r"\.$"):
        remind(make_case(cast), at, by=cast.sara)


def test_there_is_an_end_to_reminders_on_one_case(cast):
    case = make_case(cast)
    for _number in range(50):
        due(case, cast.sara)
    with pytest.raises(CannotRemind):
        remind(case, timezone.now() + HOUR, by=cast.sara)


def test_lists_are_ones_own_in_order_and_paged(cast):
    case, other = make_case(cast), make_case(cast, department=cast.accounting)
    at = timezone.now() + HOUR
    rows = [Reminder.objects.create(case=case, person=cast.sara, at=at) for _number in range(3)]
    early = Reminder.objects.create(case=case, person=cast.sara, at=at - HOUR / 2)
    Reminder.objects.create(case=case, person=cast.reza, at=at)
    Reminder.objects.create(case=other, person=cast.sara, at=at)
    done = due(case, cast.sara, done_at=timezone.now())
    seen = Case.objects.filter(pk=case.pk)
    first = reminder_page(cast.sara, seen, most=2)
    assert first == [early, rows[0]]
    assert reminder_page(cast.sara, seen, after=(at, rows[0].pk)) == rows[1:]
    assert reminder_page(cast.sara, seen, is_done=True) == [done]
    assert reminders_on(case, cast.sara) == [early, *rows]


# --- Sleeping through thanks -----------------------------------------------------------------------------------------
@pytest.fixture
def asleep(cast):
    """A case that sleeps, and that thanks do not wake."""
    case = make_case(cast, state="waiting", waiting_since=None)
    return change_state(case, "snoozed", by=cast.sara, until=timezone.now() + timedelta(days=3), through_thanks=True)


def test_thanks_alone_wake_nobody_and_are_there_to_be_read(cast, asleep):
    message = writes(asleep, cast, "خیلی ممنون از پیگیری شما 🙏", name="مینا کریمی")
    case = Case.objects.get(pk=asleep.pk)
    assert (case.state, case.snoozed_until, case.waiting_since, case.last_message_id) == ("snoozed", asleep.snoozed_until, None, message.pk)
    assert (Message.objects.get(pk=message.pk).remarks, Wait.objects.count(), Notice.objects.count()) == (["sleeps-on"], 0, 0)
    assert Event.objects.filter(kind="message_received").count() == 1


@pytest.mark.parametrize("text", ["ممنون، ولی هنوز نرسیده", "ممنون؟", "سلام", "", "Thanks, but it is broken"])
def test_anything_else_wakes_it(cast, asleep, text):
    message = writes(asleep, cast, text)
    case = Case.objects.get(pk=asleep.pk)
    assert (case.state, case.snoozed_until, case.waiting_since) == ("open", None, message.at)
    assert Wait.objects.get().began_at == message.at


def test_a_strangers_thanks_wake_it(cast, asleep):
    writes(asleep, cast, "ممنون", sender="kaveh@example.com")
    assert Case.objects.get(pk=asleep.pk).state == "open"


def test_without_being_asked_to_a_case_wakes_at_thanks_too(cast):
    case = change_state(make_case(cast), "snoozed", by=cast.sara, until=timezone.now() + HOUR, until_reply=True)
    assert (case.sleeps_until_reply, case.sleeps_through_thanks) == (True, False)
    writes(case, cast, "ممنون")
    assert Case.objects.get(pk=case.pk).state == "open"


def test_a_wait_that_ran_when_it_fell_asleep_runs_on_through_thanks(cast):
    case = make_case(cast)
    Wait.objects.create(case=case, began_at=case.waiting_since)
    change_state(case, "snoozed", by=cast.sara, until=timezone.now() + HOUR, through_thanks=True)
    writes(case, cast, "مرسی")
    now = Case.objects.get(pk=case.pk)
    assert (now.state, now.waiting_since, Wait.objects.get().ended_at) == ("snoozed", case.waiting_since, None)


def test_another_state_forgets_how_it_slept(cast, asleep):
    case = change_state(asleep, "open", by=cast.sara)
    assert (case.sleeps_until_reply, case.sleeps_through_thanks, case.snoozed_until) == (False, False, None)

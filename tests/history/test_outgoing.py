"""Notices on their way out: folded while they come, planned by the person's settings, taken once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.cases.events import MESSAGE_RECEIVED, NOTE_WRITTEN
from sandali.history.events import record
from sandali.history.models import MailWay, NoticeSettings, Outgoing
from sandali.history.outgoing import (
    MOST_MAILS_AN_HOUR,
    Reader,
    clear_ended,
    drop_all,
    end,
    in_batch,
    leaves_at,
    mails_full_until,
    people_due,
    replan,
    take,
)
from sandali.history.ways import Ways, choose_ways
from tests.attention import later
from tests.cast import make_case

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)  # 13:30 in Tehran
TEHRAN = ZoneInfo("Asia/Tehran")


def reader(seen_at=None, **settings):
    return Reader(NoticeSettings(**settings), TEHRAN, seen_at)


def waiting(how=MailWay.AT_ONCE, at=NOW):
    return Outgoing(how=how, at=at, fold_until=at + timedelta(minutes=5))


@pytest.fixture
def case(cast):
    """A case of Sara's, who wants a mail of every message at once."""
    choose_ways(cast.sara, {kind: Ways(True, MailWay.AT_ONCE, False) for kind in ("message_received", "note_written")})
    return make_case(cast, assignee=cast.sara)


def takes(person, now=None, **settings):
    return take(person.pk, "mail", reader(**settings), now or timezone.now())


# --- Folding -------------------------------------------------------------------------------------------------------
def test_the_first_waits_a_minute_for_more(cast, case):
    record(MESSAGE_RECEIVED, case)
    row = Outgoing.objects.get()
    assert row.due_at - row.at == timedelta(seconds=60)
    assert (people_due(row.due_at - timedelta(seconds=1)), people_due(row.due_at)) == ([], [(cast.sara.pk, "mail")])


def test_twenty_in_five_minutes_fold_into_one_that_waits_five_minutes_at_most(cast, case):
    for _ in range(20):
        last = record(MESSAGE_RECEIVED, case)
        later(seconds=15)
    row = Outgoing.objects.get()
    assert (row.count, row.event_id) == (20, last.pk)
    assert people_due(timezone.now() + timedelta(seconds=1)) == [(cast.sara.pk, "mail")]


def test_other_kinds_and_other_cases_fold_apart(cast, case):
    for _ in range(2):
        record(MESSAGE_RECEIVED, case)
        record(NOTE_WRITTEN, case, by=cast.reza)
        record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
    assert sorted(Outgoing.objects.values_list("kind", "count")) == [("message_received", 1), ("message_received", 1), ("message_received", 2), ("note_written", 2)]


def test_what_was_put_off_stays_put_off_when_more_comes(cast, case):
    record(MESSAGE_RECEIVED, case)
    far = timezone.now() + timedelta(hours=5)
    Outgoing.objects.update(due_at=far)
    record(MESSAGE_RECEIVED, case)
    row = Outgoing.objects.get()
    assert (row.count, row.due_at) == (2, far)


# --- When it may leave ---------------------------------------------------------------------------------------------
def test_at_once_leaves_now_and_five_minutes_after_the_last_about_the_same():
    assert leaves_at(waiting(), reader(), NOW) == NOW
    assert leaves_at(waiting(), reader(), NOW, NOW - timedelta(minutes=2)) == NOW + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("seen_minutes_ago", "leaves"),
    [(None, NOW), (40, NOW), (5, NOW + timedelta(minutes=10)), (1, None)],
)
def test_when_away_means_a_quarter_of_an_hour_without_a_page(seen_minutes_ago, leaves):
    seen = None if seen_minutes_ago is None else NOW - timedelta(minutes=seen_minutes_ago)
    assert leaves_at(waiting(MailWay.AWAY, NOW - timedelta(minutes=2)), reader(seen), NOW) == leaves


def test_a_digest_leaves_at_its_hour_after_the_first_of_its_news():
    row = waiting(MailWay.DIGEST, NOW)
    eight = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    assert [leaves_at(row, reader(), now) for now in (NOW, eight, eight + timedelta(minutes=2))] == [eight, eight, eight + timedelta(minutes=2)]


@pytest.mark.parametrize("how", [MailWay.AT_ONCE, MailWay.DIGEST, MailWay.AWAY])
def test_quiet_hours_hold_every_mail_until_they_are_over(how):
    settings = {"quiet_from": time(22), "quiet_until": time(9), "digest_at": time(8)}
    midnight = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert leaves_at(waiting(how, midnight), reader(**settings), midnight) == datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


# --- Taking --------------------------------------------------------------------------------------------------------
def test_a_batch_is_taken_once_and_what_comes_after_it_waits_for_the_next(cast, case):
    record(MESSAGE_RECEIVED, case)
    later(minutes=2)
    batch = takes(cast.sara)
    record(MESSAGE_RECEIVED, case)
    assert ([row.count for row in in_batch(batch)], takes(cast.sara), Outgoing.objects.filter(batch="").count()) == ([1], "", 1)


def test_everything_that_is_due_goes_into_one_batch(cast, case):
    for one in (case, make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.sara)):
        record(MESSAGE_RECEIVED, one)
    later(minutes=2)
    assert len(in_batch(takes(cast.sara))) == 3


def test_what_comes_in_quiet_hours_is_put_off_and_leaves_together_when_they_end(cast, case):
    for _ in range(3):
        record(MESSAGE_RECEIVED, case)
        record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
        later(minutes=10)
    local = timezone.now().astimezone(TEHRAN)
    hours = {"quiet_from": (local - timedelta(hours=1)).time(), "quiet_until": (local + timedelta(hours=1)).time()}
    assert takes(cast.sara, **hours) == ""
    over = Outgoing.objects.order_by("due_at").first().due_at
    assert (people_due(over - timedelta(seconds=1)), len(in_batch(takes(cast.sara, over, **hours)))) == ([], 4)


def test_who_was_seen_since_gets_no_mail_of_what_comes_when_away(cast):
    choose_ways(cast.sara, {"message_received": Ways(True, MailWay.AWAY, False)})
    record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
    later(minutes=2)
    assert takes(cast.sara, seen_at=timezone.now()) == ""
    assert Outgoing.objects.get().outcome == "seen"


def test_after_six_mails_an_hour_the_rest_waits_and_leaves_as_one(cast, case):
    for _ in range(MOST_MAILS_AN_HOUR):
        record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
        later(minutes=5)
        end(in_batch(takes(cast.sara)), "sent")
    for _ in range(4):
        record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
    later(minutes=2)
    assert takes(cast.sara) == ""
    free = mails_full_until(cast.sara.pk, timezone.now())
    assert set(Outgoing.objects.filter(batch="").values_list("due_at", flat=True)) == {free}
    assert len(in_batch(takes(cast.sara, free))) == 4


def test_mails_of_others_and_what_was_not_sent_count_for_nobody(cast, case):
    for outcome in ["unwanted"] * MOST_MAILS_AN_HOUR:
        record(MESSAGE_RECEIVED, make_case(cast, assignee=cast.sara))
        later(minutes=5)
        end(in_batch(takes(cast.sara)), outcome)
    assert mails_full_until(cast.sara.pk, timezone.now()) is None


def test_changed_settings_are_looked_at_at_once(cast, case):
    record(MESSAGE_RECEIVED, case)
    Outgoing.objects.update(due_at=timezone.now() + timedelta(hours=9))
    replan(cast.reza)
    assert people_due(timezone.now()) == []
    replan(cast.sara)
    assert people_due(timezone.now()) == [(cast.sara.pk, "mail")]


def test_who_left_gets_nothing_and_old_rows_are_forgotten(cast, case):
    record(MESSAGE_RECEIVED, case)
    drop_all(cast.sara.pk)
    assert list(Outgoing.objects.values_list("outcome", flat=True)) == ["nowhere"]
    clear_ended()
    assert Outgoing.objects.count() == 1
    later(days=8)
    clear_ended()
    assert Outgoing.objects.count() == 0

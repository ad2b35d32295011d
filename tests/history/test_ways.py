"""By which ways somebody is told: defaults, choices, quiet hours and digests in their own zone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.history.kinds import KINDS
from sandali.history.models import MailWay, MutedGroup, NoticeChoice, NoticeSettings
from sandali.history.ways import (
    Ways,
    change_settings,
    choices_of,
    choose_ways,
    digest_time,
    fewer_mails,
    mute_groups,
    muted_groups,
    quiet_end,
    settings_of,
    told_kinds,
    usual_ways,
    ways_for,
)

TEHRAN, BERLIN, YORK = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def quiet(start, end):
    return NoticeSettings(quiet_from=start, quiet_until=end)


def test_every_kind_that_somebody_is_told_of_can_be_chosen():
    assert {kind.name for kind in told_kinds()} == {kind.name for kind in KINDS.values() if kind.audience}


def test_the_bell_is_always_on_and_mail_off_until_somebody_wants_it_but_for_a_case_given_while_away(db):
    usual = {kind.name: usual_ways(kind.name) for kind in told_kinds()}
    assert {ways.bell for ways in usual.values()} == {True}
    assert usual["case_assigned"] == Ways(True, MailWay.AWAY, True)
    assert (usual["message_received"], usual["case_opened"]) == (Ways(True, MailWay.OFF, True), Ways(True, MailWay.OFF, False))


def test_what_kinds_declare_are_ways_that_exist():
    assert {kind.mail for kind in KINDS.values()} <= set(MailWay.values)


def test_only_what_differs_from_the_usual_is_kept(cast):
    choose_ways(cast.sara, {"message_received": Ways(True, MailWay.AT_ONCE, False), "case_assigned": usual_ways("case_assigned")})
    assert NoticeChoice.objects.count() == 1
    choose_ways(cast.sara, {"message_received": usual_ways("message_received")})
    assert NoticeChoice.objects.count() == 0


def test_a_choice_is_its_persons_alone_and_unknown_kinds_are_passed_over(cast):
    wanted = Ways(False, MailWay.DIGEST, False)
    choose_ways(cast.sara, {"message_received": wanted, "no_such_kind": wanted, "case_tagged": wanted})
    assert ways_for([cast.sara.pk, cast.reza.pk], "message_received") == {
        cast.sara.pk: wanted, cast.reza.pk: usual_ways("message_received")
    }  # fmt: skip
    assert (choices_of(cast.sara)["message_received"], "case_tagged" in choices_of(cast.sara)) == (wanted, False)


def test_ways_of_many_people_are_one_query(cast):
    with CaptureQueriesContext(connection) as queries:
        ways_for([cast.sara.pk, cast.reza.pk, cast.nahid.pk], "message_received")
    assert len(queries) == 1


def test_settings_are_the_usual_until_changed(cast):
    kept = settings_of(cast.sara)
    assert (kept.quiet_from, kept.digest, kept.digest_at, kept.push_excerpts) == (None, "daily", time(8), False)
    change_settings(cast.sara, digest="hourly", push_excerpts=True)
    change_settings(cast.sara, quiet_from=time(22), quiet_until=time(7))
    kept = settings_of(cast.sara)
    assert (kept.quiet_from, kept.digest, kept.push_excerpts) == (time(22), "hourly", True)


def test_muting_keeps_just_the_groups_that_were_given(cast):
    mute_groups(cast.sara, ["department:1", "department:2", "department:2"])
    mute_groups(cast.reza, ["department:9"])
    mute_groups(cast.sara, ["department:2"])
    assert (muted_groups(cast.sara), MutedGroup.objects.count()) == ({"department:2"}, 2)


def test_fewer_of_one_kind_leaves_the_others_and_the_bell(cast):
    choose_ways(cast.sara, {"message_received": Ways(True, MailWay.AT_ONCE, True), "note_written": Ways(True, MailWay.AT_ONCE, True)})
    fewer_mails(cast.sara, kind="message_received", to=MailWay.DIGEST)
    chosen = choices_of(cast.sara)
    assert (chosen["message_received"], chosen["note_written"].mail) == (Ways(True, MailWay.DIGEST, True), MailWay.AT_ONCE)


def test_fewer_of_all_ends_every_mail_and_starts_none(cast):
    choose_ways(cast.sara, {"message_received": Ways(True, MailWay.AT_ONCE, True)})
    fewer_mails(cast.sara, to=MailWay.OFF)
    assert {ways.mail for ways in choices_of(cast.sara).values()} == {MailWay.OFF}


# --- Quiet hours ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "end", "clock", "until"),
    [
        (time(22), time(7), "21:59", None),
        (time(22), time(7), "22:00", "2026-11-22 07:00"),
        (time(22), time(7), "23:59", "2026-11-22 07:00"),
        (time(22), time(7), "03:00", "2026-11-21 07:00"),
        (time(22), time(7), "06:59", "2026-11-21 07:00"),
        (time(22), time(7), "07:00", None),
        (time(13), time(14, 30), "13:00", "2026-11-21 14:30"),
        (time(13), time(14, 30), "14:30", None),
        (time(22), time(0), "23:00", "2026-11-22 00:00"),
        (time(0), time(7), "00:00", "2026-11-21 07:00"),
        (time(9), time(9), "09:00", None),
        (None, None, "03:00", None),
    ],
)
@pytest.mark.parametrize("zone", [TEHRAN, BERLIN, YORK], ids=str)
def test_quiet_hours_end_by_the_clock_on_the_persons_wall(start, end, clock, until, zone):
    at = datetime.fromisoformat(f"2026-11-21 {clock}").replace(tzinfo=zone).astimezone(UTC)
    wanted = until and datetime.fromisoformat(until).replace(tzinfo=zone).astimezone(UTC)
    assert quiet_end(quiet(start, end), at, zone) == wanted


def test_the_same_moment_is_quiet_for_one_and_not_for_the_other():
    at = datetime(2026, 11, 21, 20, tzinfo=UTC)  # 23:30 in Tehran, 15:00 in New York
    assert [quiet_end(quiet(time(22), time(7)), at, zone) for zone in (TEHRAN, YORK)] == [datetime(2026, 11, 22, 3, 30, tzinfo=UTC), None]


@pytest.mark.reliability("O3")
@pytest.mark.parametrize(
    ("evening", "morning"),
    [((2026, 3, 28, 22), (2026, 3, 29, 5)), ((2026, 10, 24, 21), (2026, 10, 25, 6))],  # Berlin, in UTC: summer time begins, ends
)
def test_a_night_in_which_the_clocks_change_still_ends_at_seven_on_the_wall(evening, morning):
    over = quiet_end(quiet(time(22), time(7)), datetime(*evening, tzinfo=UTC), BERLIN)
    assert over == datetime(*morning, tzinfo=UTC)


# --- Digests -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "after", "leaves"),
    [
        (TEHRAN, datetime(2026, 11, 21, 4, 29, tzinfo=UTC), datetime(2026, 11, 21, 4, 30, tzinfo=UTC)),
        (TEHRAN, datetime(2026, 11, 21, 4, 30, tzinfo=UTC), datetime(2026, 11, 22, 4, 30, tzinfo=UTC)),
        (YORK, datetime(2026, 11, 21, 20, tzinfo=UTC), datetime(2026, 11, 22, 13, tzinfo=UTC)),
        (BERLIN, datetime(2026, 10, 24, 7, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),  # 25 hours between two eights
    ],
)
def test_a_daily_digest_leaves_at_eight_on_the_persons_wall(zone, after, leaves):
    assert digest_time(NoticeSettings(), after, zone) == leaves


def test_an_hourly_digest_leaves_at_the_full_hour_even_where_zones_are_half_hours():
    leaves = digest_time(NoticeSettings(digest="hourly"), datetime(2026, 11, 21, 10, 10, tzinfo=UTC), TEHRAN)  # 13:40
    assert leaves == datetime(2026, 11, 21, 10, 30, tzinfo=UTC)

"""May we reach them: never, not for this, not now, too often, and yes."""

from datetime import UTC, datetime, time, timedelta

import pytest

from sandali.customers.contact import Leave, Rules, against_wishes, may_contact, note_begun
from sandali.customers.models import Begun, Purpose
from sandali.customers.wishing import change_contact_rules, keep_wishes, say_consent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # 12:00 in Tehran, a Sunday
LATE = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # 23:30
MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 8:00
QUIET = Rules(quiet_from=time(21), quiet_until=time(8))


def wishing(cast, **fields):
    return keep_wishes(cast.mina, by=cast.sara, version=0, **fields)


def may(cast, *, way="email", purpose="service", now=NOON, **more):
    return may_contact(cast.mina, way, purpose=purpose, now=now, **more)


def test_somebody_who_said_nothing_may_be_reached_about_their_own_matter_and_costs_no_question_about_wishes(cast, django_assert_num_queries):
    with django_assert_num_queries(2):  # the company's rules, and what we began lately
        assert may(cast) == Leave()


@pytest.mark.practice("P06")
def test_a_way_they_never_want_is_refused_for_good_and_another_is_not(cast):
    wishing(cast, never=["email"])
    assert (may(cast), may(cast, way="telegram")) == (Leave("never"), Leave())


@pytest.mark.practice("P07")
def test_consent_is_by_purpose_and_way_and_the_newest_word_holds(cast):
    def says(is_given, purpose="service", way=""):
        say_consent(cast.mina, purpose, is_given=is_given, how="said", by=cast.sara, way=way, words="گفتند")

    says(False)
    assert [may(cast, way=way).why for way in ("email", "telegram")] == ["withdrawn", "withdrawn"]
    says(True, way="telegram")
    assert [may(cast, way=way).why for way in ("email", "telegram")] == ["withdrawn", ""]
    says(False, purpose="listening")
    assert [may(cast, way="telegram", purpose=purpose).why for purpose in ("service", "listening")] == ["", "withdrawn"]
    says(True)
    assert [may(cast, way=way).why for way in ("email", "telegram")] == ["", ""]


@pytest.mark.practice("P07")
def test_for_a_survey_a_yes_is_needed_first_and_for_what_else_the_company_decides(cast):
    assert [may(cast, purpose=purpose).why for purpose in Purpose] == ["", "", "not-asked"]
    change_contact_rules(Rules(None, None, asks_first=("listening",)), by=cast.admin)
    assert [may(cast, purpose=purpose).why for purpose in Purpose] == ["", "not-asked", ""]
    say_consent(cast.mina, "listening", is_given=True, how="wrote", by=cast.sara, words="بله", way="email")
    assert [may(cast, purpose="listening", way=way).why for way in ("email", "telegram")] == ["", "not-asked"]


@pytest.mark.practice("P07")
def test_in_quiet_hours_it_waits_until_they_are_over_in_the_customers_zone(cast):
    change_contact_rules(QUIET, by=cast.admin)
    assert (may(cast), may(cast, now=LATE)) == (Leave(), Leave("quiet", MORNING))
    wishing(cast, zone="America/New_York")  # there it is half past three in the night at noon in Tehran
    assert (may(cast), may(cast, now=LATE)) == (Leave("quiet", datetime(2026, 11, 22, 13, tzinfo=UTC)), Leave())


@pytest.mark.practice("P06")
def test_their_own_hours_stand_in_the_place_of_the_companys(cast):
    change_contact_rules(QUIET, by=cast.admin)
    wishing(cast, hours_from=time(22), hours_until=time(1))
    assert (may(cast), may(cast, now=LATE)) == (Leave("hours", datetime(2026, 11, 22, 18, 30, tzinfo=UTC)), Leave())


def test_days_without_hours_are_by_day(cast):
    change_contact_rules(QUIET, by=cast.admin)
    wishing(cast, days=[1])  # Tuesdays
    assert may(cast) == Leave("hours", datetime(2026, 11, 24, 4, 30, tzinfo=UTC))


@pytest.mark.practice("P07")
def test_beyond_the_ceiling_it_waits_until_the_oldest_has_passed_and_it_is_not_quiet(cast):
    change_contact_rules(QUIET, by=cast.admin)
    for hours in (1, 30, 60):
        note_begun(cast.mina, "email", purpose="service", case=1, at=NOON - timedelta(hours=hours))
    assert may(cast) == Leave("often", NOON - timedelta(hours=60) + timedelta(days=7, hours=8))  # 0:00 there, so at 8:00
    assert may(cast, now=NOON + timedelta(days=5)) == Leave()
    Begun.objects.filter(at__lt=NOON - timedelta(hours=48)).delete()
    assert may(cast) == Leave()


def test_that_a_message_has_come_is_said_at_any_hour_and_never_against_a_word(cast):
    change_contact_rules(Rules(time(21), time(8), most=1), by=cast.admin)
    note_begun(cast.mina, "email", purpose="service", case=1, at=LATE)
    assert (may(cast, now=LATE, answers=True), may(cast, now=LATE).why) == (Leave(), "often")
    say_consent(cast.mina, "service", is_given=False, how="said", by=cast.sara, words="نه")
    assert may(cast, now=LATE, answers=True) == Leave("withdrawn")


@pytest.mark.practice("P06")
def test_a_persons_answer_goes_against_their_hours_unless_they_have_just_spoken_and_never_against_ours(cast):
    change_contact_rules(QUIET, by=cast.admin)
    wishes = wishing(cast, hours_from=time(9), hours_until=time(17), never=["telegram"])
    assert against_wishes(wishes, "email", at=NOON) == ()
    assert against_wishes(wishes, "telegram", at=LATE) == ("never", "hours")
    assert against_wishes(wishes, "email", at=LATE, heard=LATE - timedelta(minutes=20)) == ()
    assert against_wishes(None, "email", at=LATE) == ()

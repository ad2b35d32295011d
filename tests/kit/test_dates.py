"""Moments shown in the reader's language, zone and calendar."""

import os
import subprocess
import sys
import threading
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sandali.kit import dates
from sandali.kit.dates import ago, current_display, displayed, show_date, show_moment, show_time

SATURDAY = datetime(2026, 11, 21, 9, 10, 5, tzinfo=UTC)
FA = {"language": "fa", "zone": "Asia/Tehran"}
EN = {"language": "en", "zone": "Europe/London"}


@pytest.fixture(autouse=True)
def fresh_display():
    dates.deactivate_display()
    yield
    dates.deactivate_display()


@pytest.mark.parametrize(
    "style, persian, english",
    [
        ("long", "شنبه ۳۰ آبان ۱۴۰۵", "Sat 21 Nov 2026"),
        ("medium", "۳۰ آبان ۱۴۰۵", "21 Nov 2026"),
        ("short", "۳۰ آبان", "21 Nov"),
        ("numeric", "۱۴۰۵/۰۸/۳۰", "2026-11-21"),
    ],
)
def test_a_day_has_four_styles_in_each_language(style, persian, english):
    assert show_date(SATURDAY, style, **FA) == persian
    assert show_date(SATURDAY, style, **EN) == english
    assert show_date(date(2026, 11, 21), style, **FA) == persian


def test_either_calendar_can_be_shown_in_either_language():
    assert show_date(SATURDAY, "long", **FA, calendar="gregorian") == "شنبه ۲۱ نوامبر ۲۰۲۶"
    assert show_date(SATURDAY, "long", **EN, calendar="jalali") == "Sat 30 Aban 1405"
    assert show_date(SATURDAY, "numeric", **EN, calendar="jalali") == "1405/08/30"


def test_the_day_is_the_one_in_the_readers_zone():
    late = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
    assert (show_date(late, **FA), show_date(late, **EN)) == ("۱ آذر ۱۴۰۵", "21 Nov 2026")


def test_a_time_and_a_moment():
    assert show_time(SATURDAY, **FA) == "۱۲:۴۰"
    assert show_time(time(8, 5), **EN) == "08:05"
    assert show_moment(SATURDAY, **FA) == "۳۰ آبان ۱۴۰۵، ۱۲:۴۰"
    assert show_moment(SATURDAY, "long", **EN, seconds=True) == "Sat 21 Nov 2026, 09:10:05"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        show_time(datetime(2026, 11, 21))
    with pytest.raises(ValueError):
        show_date(SATURDAY, "huge")
    with pytest.raises(ValueError):
        dates.make_display("fa", "Mars/Phobos")
    with pytest.raises(ValueError):
        dates.make_display("fa", "../../etc/passwd")
    with pytest.raises(ValueError):
        dates.make_display("fa", "UTC", "lunar")


@pytest.mark.reliability("O5")
def test_a_forged_date_at_the_edge_of_time_is_still_shown():
    assert show_moment(datetime.min.replace(tzinfo=UTC), language="fa", zone="America/New_York") == "۱ ژانویه ۱، ۰۰:۰۰"
    assert show_date(datetime.max.replace(tzinfo=UTC), "numeric", **FA) == "۹۳۷۸/۱۰/۱۰"


@pytest.mark.parametrize(
    "seconds, persian, english",
    [
        (0, "همین حالا", "just now"),
        (59, "همین حالا", "just now"),
        (60, "۱ دقیقه پیش", "1 min ago"),
        (150, "۲ دقیقه پیش", "2 min ago"),
        (2 * 3600 + 60, "۲ ساعت پیش", "2 h ago"),
        (13 * 3600, "دیروز", "yesterday"),
        (25 * 3600, "دیروز", "yesterday"),
        (50 * 3600, "۲۸ آبان", "19 Nov"),
        (400 * 86400, "۲۵ مهر ۱۴۰۴", "17 Oct 2025"),
        (-30, "همین حالا", "just now"),
        (-300, "۵ دقیقهٔ دیگر", "in 5 min"),
        (-2 * 3600, "۲ ساعت دیگر", "in 2 h"),
        (-24 * 3600, "فردا", "tomorrow"),
    ],
)
def test_how_long_ago_is_told_as_people_tell_it(seconds, persian, english):
    value = SATURDAY - timedelta(seconds=seconds)
    assert ago(value, SATURDAY, **FA) == persian
    assert ago(value, SATURDAY, **EN) == english


def test_hours_before_midnight_are_not_yet_yesterday():
    now = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    assert ago(now - timedelta(hours=3), now, language="en", zone="UTC") == "3 h ago"


def test_the_current_display_holds_for_a_block_and_for_its_own_thread():
    default = current_display()
    seen = []
    with displayed("en", "UTC", "gregorian"):
        thread = threading.Thread(target=lambda: seen.append(current_display()))
        thread.start()
        thread.join()
        assert show_date(SATURDAY) == "21 Nov 2026"
        with displayed("fa", "Asia/Tehran"):
            assert show_date(SATURDAY) == "۳۰ آبان ۱۴۰۵"
            assert show_date(SATURDAY, language="en") == "21 Nov 2026"
            assert show_date(SATURDAY, calendar="gregorian") == "۲۱ نوامبر ۲۰۲۶"
    assert seen == [default]
    assert current_display() == default
    dates.activate_display("fa", "Asia/Tehran", "gregorian")
    assert current_display() == dates.make_display("fa", "Asia/Tehran", "gregorian")


@pytest.mark.reliability("O1")
def test_iran_has_no_summer_time_after_2022():
    dates.use_own_zones()
    tehran = dates.find_zone("Asia/Tehran")
    offsets = {
        moment: datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(tehran).utcoffset()
        for moment in ("2022-07-01", "2022-09-21T12:00", "2022-09-21T20:00", "2022-09-22", "2023-07-01", "2026-07-01", "2030-07-01", "2026-01-01")
    }
    summer, standard = timedelta(hours=4, minutes=30), timedelta(hours=3, minutes=30)
    assert offsets == {
        "2022-07-01": summer, "2022-09-21T12:00": summer, "2022-09-21T20:00": standard, "2022-09-22": standard, "2023-07-01": standard,
        "2026-07-01": standard, "2030-07-01": standard, "2026-01-01": standard,
    }  # fmt: skip


@pytest.mark.reliability("O1")
def test_the_zone_files_of_the_host_are_not_read(tmp_path):
    """The host's Asia/Tehran is replaced by another zone's file; only without `use_own_zones` is it believed."""
    (tmp_path / "Asia").mkdir()
    with zoneinfo._common.load_tzdata("Asia/Tokyo") as tokyo:
        (tmp_path / "Asia" / "Tehran").write_bytes(tokyo.read())
    script = (
        "import sys\nfrom datetime import datetime\nfrom zoneinfo import ZoneInfo\nfrom sandali.kit import dates\n"
        "print(datetime(2026, 7, 1, tzinfo=ZoneInfo('Asia/Tehran')).utcoffset())\n"
        "dates.use_own_zones()\nprint(datetime(2026, 7, 1, tzinfo=dates.find_zone('Asia/Tehran')).utcoffset())\n"
        "print(datetime(2026, 7, 1, tzinfo=ZoneInfo('Asia/Tehran')).utcoffset())\n"
    )
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    shown = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["9:00:00", "3:30:00", "3:30:00"]

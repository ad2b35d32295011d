"""One moment, read in each person's own time zone: in pages, in live parts, in menus and in mails, over the changes of summer time."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import get_language

from sandali.cases.models import Message
from sandali.company.models import Person
from sandali.desk.account.mails import send_change
from sandali.desk.me.forms import ProfileForm
from sandali.kit.zones import zone_choices
from tests.cast import make_case

pytestmark = pytest.mark.django_db
# Moments around Europe's changes of 2026 (29 March and 25 October, 01:00 UTC), as clocks show them. Iran has had none since 2022.
MOMENTS = [
    (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30", "04:00"),
    (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30", "05:00"),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30", "04:00"),
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30", "05:00"),
    (datetime(2022, 7, 1, 12, 0, tzinfo=UTC), "14:00", "16:30"),
]
ZONES = ("Europe/Berlin", "Asia/Tehran")


def reader(client, cast, zone):
    Person.objects.filter(pk=cast.sara.pk).update(zone=zone, language="en")
    client.force_login(Person.objects.get(pk=cast.sara.pk))
    return client


@pytest.mark.reliability("O1")
@pytest.mark.parametrize(("at", "berlin", "tehran"), MOMENTS)
def test_the_page_its_live_part_and_the_paper_show_the_readers_clock(client, cast, at, berlin, tehran):
    case = make_case(cast)
    Message.objects.filter(case=case).update(at=at)
    for zone, clock in zip(ZONES, (berlin, tehran), strict=True):
        somebody = reader(client, cast, zone)
        whole = somebody.get(f"/cases/{case.pk}/?box=all").content.decode()
        live = somebody.get(f"/cases/{case.pk}/?box=all", headers={"HX-Request": "true", "HX-Target": "div#case-thread"}).content.decode()
        paper = somebody.get(f"/cases/{case.pk}/print/").content.decode()
        shown = re.compile(r'<article class="message customer.*?<time [^>]*>([\d:]+)</time>', re.DOTALL)
        assert [shown.search(html)[1] for html in (whole, live)] == [clock, clock]
        assert re.search(r"<article.*?<time>[^<]*, ([\d:]+)</time>", paper, re.DOTALL)[1] == clock


def test_a_day_begins_at_the_readers_midnight(client, cast):
    case = make_case(cast)
    Message.objects.filter(case=case).update(at=datetime(2026, 11, 21, 21, 0, tzinfo=UTC))
    days = []
    for zone in ZONES:
        html = reader(client, cast, zone).get(f"/cases/{case.pk}/?box=all").content.decode()
        days.append(re.search(r'<p class="day-line">([^<]*)</p>', html)[1])
    assert days == ["Sat 21 Nov 2026", "Sun 22 Nov 2026"]


def test_the_snooze_menu_says_its_moments_by_the_readers_clock(client, cast):
    case = make_case(cast)
    for zone in ZONES:
        html = reader(client, cast, zone).get(f"/cases/{case.pk}/?box=all").content.decode()
        items = re.findall(r'<button[^>]*name="until"[^>]*value="(\d{4}-[^"]+)"[^>]*>(.*?)</button>', html, re.DOTALL)
        told = [re.findall(r"\b(\d\d:\d\d)\b", words)[-1] for _value, words in items]
        assert told and told == [datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).strftime("%H:%M") for value, _words in items]


def test_a_snooze_until_an_hour_of_a_day_wakes_by_the_readers_clock(client, cast):
    case = make_case(cast)
    day = timezone.now().date() + timedelta(days=40)
    for zone in ZONES:
        answer = reader(client, cast, zone).post(f"/cases/{case.pk}/snooze/", {"day": day.isoformat(), "clock": "09:15"})
        case.refresh_from_db()
        assert (answer.status_code, case.snoozed_until) == (303, datetime.combine(day, time(9, 15), ZoneInfo(zone)))


def test_a_mail_to_a_person_tells_the_time_of_their_own_zone(client, cast):
    for zone, clock in zip(ZONES, ("02:30", "04:00"), strict=True):
        reader(client, cast, zone)
        send_change.call(cast.sara.pk, "mfa/email/totp_activated", "2026-10-25T00:30:00+00:00", "192.0.2.1")
        assert f"When: 25 Oct 2026, {clock}" in mail.outbox[-1].body


def test_the_profile_names_zones_by_country_and_place_and_keeps_one_by_its_older_name(cast):
    cast.sara.zone = "Asia/Calcutta"
    form = ProfileForm(instance=cast.sara)
    values = [value for value, _label in form.fields["zone"].choices]
    assert values[:2] == ["", "Asia/Calcutta"] and values[2:] == [zone for zone, _label in zone_choices(get_language())]
    cast.sara.zone = "Asia/Tehran"
    assert [value for value, _label in ProfileForm(instance=cast.sara).fields["zone"].choices].count("Asia/Tehran") == 1

"""Every settings page is closed to those without its right, and acts answer POST only."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sandali.company.models import SpecialDay
from sandali.history.models import Event
from tests.desk.policies.settingspages import POLICIES

pytestmark = pytest.mark.django_db
OPEN = {"setup", "checklist", "invitation", "settings"}
NUMBERED = ("settings_person", "settings_invitation_", "settings_department", "settings_channel_", "settings_special_day_", "settings_quarantine_r")


def address(name: str) -> str:
    """The URL of a page, with number 1 where it takes one."""
    plain = {"settings_departments", "settings_channel_kinds", "settings_channel_new", "settings_channel_new_test", "settings_quarantine_retry_all"}
    numbered = name == "settings_channel" or (name.startswith(NUMBERED) and name not in plain)
    return reverse(name, args=[1]) if numbered else reverse(name)


@pytest.mark.parametrize("name", sorted(POLICIES.keys() - OPEN))
def test_an_agent_is_refused(agent, name):
    for method in POLICIES[name]:
        assert getattr(agent, method.lower())(address(name)).status_code == 403


@pytest.mark.parametrize("name", sorted(POLICIES.keys() - OPEN))
def test_whoever_is_not_signed_in_is_asked_to(cast, client, name):
    for method in POLICIES[name]:
        assert getattr(client, method.lower())(address(name)).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", sorted(name for name in POLICIES if "GET" not in POLICIES[name]))
def test_an_act_is_not_done_by_opening_its_address(admin, name):
    assert admin.get(address(name)).status_code == 405


NUMBERED_NAMES = sorted(name for name in POLICIES if name not in OPEN and address(name) != address(name).replace("/1/", "/"))


@pytest.mark.parametrize("name", NUMBERED_NAMES)
def test_a_number_that_is_nobody_s_is_not_found(admin, name):
    assert "/1/" in address(name)
    for method in POLICIES[name]:
        assert getattr(admin, method.lower())(address(name).replace("/1/", "/987654/")).status_code == 404


def test_the_side_list_shows_only_what_the_person_may_open(admin, lead):
    assert admin.get(reverse("settings_people")).content.decode().count('<nav class="side-nav"') == 1
    page = lead.get(reverse("settings_quarantine")).content.decode()
    side = page[page.index('<nav class="side-nav"') :].partition("</nav>")[0]
    theirs = [reverse(name) for name in ("settings_routing", "settings_quarantine", "settings_blocked", "settings_causes")]
    assert side.count("<a href") == 4 and [url in side for url in theirs] == [True] * 4


def test_the_way_in_leads_to_the_first_page_that_is_open(admin, lead, agent):
    assert [client.get(reverse("settings")).url for client in (admin, lead, agent)] == [
        reverse("settings_company"), reverse("settings_routing"), reverse("profile"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["settings_people", "settings_departments", "settings_hours", "settings_channels", "settings_quarantine"])
def test_a_list_asks_the_database_equally_often_for_one_row_and_for_more(cast, admin, name, django_assert_num_queries):
    from django.db import connection  # only this test counts queries by hand
    from django.test.utils import CaptureQueriesContext

    grow(cast, 1)
    admin.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        assert admin.get(reverse(name)).status_code == 200
    grow(cast, 3)
    admin.get(reverse(name))  # what is counted anew after each event is counted here, as it was above
    with CaptureQueriesContext(connection) as many:
        admin.get(reverse(name))
    assert len(many) == len(few)


def grow(cast, number: int) -> None:
    """More of everything that the lists show."""
    from datetime import date, timedelta

    from sandali.channels.models import Arrival, Channel
    from sandali.company.actions import add_department, invite_person

    for step in range(number):
        mark = f"{number}-{step}"
        invite_person(f"n{mark}@example.ir", by=cast.admin, departments=[cast.support])
        add_department(f"D{mark}", by=cast.admin)
        SpecialDay.objects.create(day=date.today() + timedelta(days=number * 10 + step), name=mark)
        Channel.objects.create(kind="counter", name=mark, slug=f"c{mark}", department=cast.support)
        Arrival.objects.create(channel=cast.channel, sha256=mark, size=5, state="quarantined", error="?")
    # A page asks once more for what happened while it was made (desk/frame.py): on a slow machine that would be of one page alone.
    Event.objects.update(at=timezone.now() - timedelta(minutes=1))

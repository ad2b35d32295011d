"""When nothing is left to do: counted from one's own day, in three queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.events import CASE_ANSWERED, CASE_OPENED, CASE_TAGGED
from sandali.cases.models import State
from sandali.desk.cases.quiet import QuietDay, quiet_day
from sandali.history.events import record
from sandali.kit.dates import displayed
from tests.cast import make_case

NOON = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)  # in Tehran


@pytest.fixture(autouse=True)
def tehran():
    """Days are Tehran's."""
    with displayed("fa", "Asia/Tehran"):
        yield


def mine(cast, **fields):
    """A case of Sara's that nobody waits in."""
    return make_case(cast, **({"assignee": cast.sara, "waiting_since": None, "state": State.WAITING} | fields))


def test_a_day_without_anything_has_nothing(cast):
    assert quiet_day(cast.sara, NOON) == QuietDay(0, 0, None, None)


def test_cases_that_one_answered_today_count_once_each(cast):
    one, other = mine(cast), mine(cast)
    for case, at in ((one, NOON), (one, NOON - timedelta(hours=1)), (other, NOON - timedelta(hours=12))):
        record(CASE_ANSWERED, case, by=cast.sara, at=at)  # midnight in Tehran is 20:30 UTC, just where the last one is
    record(CASE_ANSWERED, mine(cast), by=cast.sara, at=NOON - timedelta(hours=13))
    record(CASE_ANSWERED, mine(cast), by=cast.reza, at=NOON)
    record(CASE_TAGGED, mine(cast), by=cast.sara, at=NOON, tag="x")
    assert quiet_day(cast.sara, NOON).answered == 2


def test_customers_who_said_thanks_or_yes_today_count_once_each(cast):
    mine(cast, state=State.CONFIRMED, state_at=NOON, last_message_at=NOON - timedelta(days=3))
    mine(cast, kind="praise", last_message_at=NOON)
    mine(cast, customer=cast.kaveh, kind="praise", last_message_at=NOON)
    mine(cast, customer=cast.kaveh, kind="praise", last_message_at=NOON - timedelta(days=1))
    mine(cast, state=State.CONFIRMED, state_at=NOON - timedelta(days=1))
    make_case(cast, assignee=cast.reza, kind="praise", last_message_at=NOON)
    assert quiet_day(cast.sara, NOON).thanked == 2


def test_the_case_that_comes_back_first_is_named(cast):
    soon = mine(cast, state=State.SNOOZED, snoozed_until=NOON + timedelta(hours=2))
    mine(cast, state=State.SNOOZED, snoozed_until=NOON + timedelta(hours=5))
    make_case(cast, assignee=cast.reza, state=State.SNOOZED, snoozed_until=NOON + timedelta(hours=1))
    day = quiet_day(cast.sara, NOON)
    assert (day.next_case, day.next_at) == (soon.pk, NOON + timedelta(hours=2))


def test_it_costs_three_queries_however_much_there_is(cast):
    for _ in range(3):
        record(CASE_ANSWERED, mine(cast, kind="praise", last_message_at=NOON), by=cast.sara, at=NOON)
    with CaptureQueriesContext(connection) as queries:
        quiet_day(cast.sara, NOON)
    assert len(queries) == 3


def test_the_inbox_shows_the_day_when_nothing_waits_and_asks_only_then(cast, client):
    client.force_login(cast.sara)
    back = mine(cast, state=State.SNOOZED, snoozed_until=timezone.now() + timedelta(hours=3))
    record(CASE_ANSWERED, mine(cast), by=cast.sara)
    text = client.get("/cases/").content.decode()
    assert ('<ul class="calm">' in text, f'href="/cases/{back.pk}/"' in text) == (True, True)
    mine(cast, state=State.OPEN, waiting_since=timezone.now())
    assert '<ul class="calm">' not in client.get("/cases/").content.decode()


def test_an_unread_notice_is_still_something_to_do(cast, client):
    client.force_login(cast.sara)
    record(CASE_OPENED, make_case(cast))
    text = client.get("/cases/").content.decode()
    assert ('<ul class="calm">' in text, 'href="/notices/"' in text.partition('class="empty"')[2]) == (False, True)


def test_an_empty_list_of_ones_own_leads_to_what_is_nobodys(client, cast):
    make_case(cast)
    make_case(cast)
    client.force_login(cast.sara)
    said = client.get("/cases/?box=mine").content.decode().partition('class="empty"')[2].partition("</div>")[0]
    assert ("<p>پرونده‌هایی که هنوز مسئولی ندارند: ۲</p>" in said, 'href="/cases/?box=unassigned"' in said) == (True, True)

"""The cases behind a figure."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.models import Case
from sandali.desk.reports import listing
from tests.cast import make_case
from tests.measured import measured_week, somebody

pytestmark = pytest.mark.django_db
WEEK = "/reports/cases/?period=days&from=2026-11-14&to=2026-11-20"


def numbers(client, person, more):
    client.force_login(person)
    answer = client.get(f"{WEEK}&{more}")
    assert answer.status_code == 200
    return [int(number) for number in re.findall(r'class="row-link" href="/cases/(\d+)/"', answer.content.decode())]


def test_the_newest_numbers_come_first(cast, client):
    cases = measured_week(cast)
    assert numbers(client, cast.nahid, "figure=first") == [case.pk for case in reversed(cases[:9])]
    assert numbers(client, cast.nahid, "figure=late") == [cases[6].pk]
    assert numbers(client, cast.nahid, "figure=nonsense") == [case.pk for case in reversed(cases)]


def test_pages_follow_each_other_without_a_gap(cast, client, monkeypatch):
    cases = measured_week(cast)
    monkeypatch.setattr(listing, "PAGE", 5)
    found, address = [], f"{WEEK}&figure=opened"
    client.force_login(cast.nahid)
    while address:
        html = client.get(address).content.decode()
        found += [int(number) for number in re.findall(r'class="row-link" href="/cases/(\d+)/"', html)]
        more = re.search(r'<div class="show-more"><a class="button ghost" href="([^"]+)"', html)
        address = more[1].replace("&amp;", "&") if more else ""
    assert found == [case.pk for case in reversed(cases)]


def test_part_and_whole_agree(cast, client):
    measured_week(cast)
    client.force_login(cast.nahid)
    whole = client.get(f"{WEEK}&figure=first").content.decode()
    part = client.get(f"{WEEK}&figure=first", headers={"HX-Request": "true", "HX-Target": "div#report-rows", "HX-Request-Type": "partial"}).content.decode()
    assert part.strip() and part.strip() in whole


@pytest.mark.reliability("H3")
def test_nobody_finds_cases_here_that_they_may_not_see(cast, client):
    measured_week(cast)
    Case.objects.update(department=cast.accounting, assignee=cast.omid)
    assert [len(numbers(client, person, "figure=first")) for person in (cast.sara, cast.nahid, cast.omid)] == [0, 0, 9]


def test_the_list_takes_the_same_queries_for_one_case_and_for_three(cast, client):
    make_case(cast, opened_at="2026-11-15T10:00:00Z", assignee=cast.sara)
    numbers(client, cast.nahid, "figure=opened")
    counts = []
    for wanted in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(numbers(client, cast.nahid, "figure=opened")) == wanted
        counts.append(len(queries))
        for _ in range(2):
            make_case(cast, customer=somebody(cast), opened_at="2026-11-15T10:00:00Z", assignee=cast.reza)
    assert counts[0] == counts[1]


def test_a_list_that_is_narrowed_says_so(cast, client):
    measured_week(cast)
    client.force_login(cast.nahid)
    assert "محدود به ۱ گزینه" in client.get(f"{WEEK}&figure=first&kind=complaint").content.decode()

"""The report answers whether it is better or worse than before, to whom it may."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.models import Case
from sandali.desk.reports import views
from sandali.health.checks import CHECKS
from sandali.health.models import Count
from sandali.resolution.models import Promise
from tests.cast import make_case
from tests.measured import measured_week, somebody

pytestmark = pytest.mark.django_db
WEEK = "/reports/?period=days&from=2026-11-14&to=2026-11-20"


@pytest.fixture(autouse=True)
def _fresh():
    views._reports.values.clear()


def page(client, person, url=WEEK):
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def key_values(html):
    return [re.sub("<[^>]+>", "", found).strip() for found in re.findall(r'<b class="kpi-value">(.*?)</b>', html)]


def people_of(html):
    return re.findall(r'<th scope="row"><bdi>(?:<a[^>]*>)?([^<]+)', html.split('id="apart"')[1])


def test_the_key_figures_are_those_of_the_table(cast, client):
    measured_week(cast)
    assert key_values(page(client, cast.nahid)) == ["۱ ساعت", "۸۹٪", "۱٫۳ ساعت", "۱۲", "۰"]


def promised(cast, *, kept, broken=0, day="2026-11-16T10:00:00Z"):
    """Promises of a week, and what came of them."""
    case = make_case(cast, opened_at="2026-11-15T10:00:00Z")
    at = datetime.fromisoformat(day)
    for number in range(kept + broken):
        fields = {"state": "kept", "kept_at": at, "ended_at": at} if number < kept else {"state": "broken", "broken_at": at}
        Promise.objects.create(case=case, customer=case.customer, what="!", due_at=at, owner=cast.sara, made_by=cast.sara, made_at=at, **fields)


@pytest.mark.practice("P11")
def test_promises_kept_stand_among_the_key_figures_of_few_how_many_and_of_more_which_share(cast, client):
    said = []
    for kept, broken in ((1, 1), (11, 3)):
        promised(cast, kept=kept, broken=broken)
        html = page(client, cast.nahid)
        said.append(key_values(html)[-1])
        assert 'href="/reports/promises/?' in html.split("kpi-value")[-2] + html.split("kpi-value")[-1]
    assert said == ["۱ از ۲", "۷۵٪"]
    narrowed = page(client, cast.nahid, f"{WEEK}&kind=complaint")
    assert len(key_values(narrowed)) == 5  # promises are not told apart by kind


@pytest.mark.practice("P42")
def test_faults_in_the_records_stand_among_the_key_figures_of_whoever_sees_all_of_them(cast, client):
    today = datetime.now(tz=UTC).date()
    for code, before, now in (("no_name", 6, 9), ("pairs", 2, 3)):
        days = CHECKS[code].days
        Count.objects.bulk_create(Count(check_code=code, day=today - timedelta(days=back), faulty=faulty, total=20, days=days) for back, faulty in ((31, before), (0, now)))
    html = page(client, cast.nahid)
    card = html.split('href="/reports/records/"')[-1].split("</a>")[0]
    assert (key_values(html)[-1], "۵۰٪" in card, "poor" in card, "<svg" in card) == ("۱۲", True, True, True)
    assert [len(key_values(page(client, person, url))) for person, url in ((cast.nahid, f"{WEEK}&kind=complaint"), (cast.sara, WEEK))] == [5, 5]


def test_in_english_by_the_clock(cast, client):
    cast.nahid.language = "en"
    cast.nahid.save()
    measured_week(cast)
    html = page(client, cast.nahid, f"{WEEK}&time=clock")
    assert key_values(html) == ["17 hours", "44%", "9.5 hours", "12", "0"]


def test_the_week_after_was_worse(cast, client):
    measured_week(cast)
    html = page(client, cast.nahid, "/reports/?period=week&on=2026-11-21")
    assert "بدتر شده است" in html or "هنوز" in html


def test_charts_are_drawn_from_tables_that_stand_without_javascript(cast, client):
    measured_week(cast)
    html = page(client, cast.nahid)
    assert html.count("<s-chart ") == html.count('<details class="as-table" open>') == 2
    assert [int(value) for value in re.findall(r'data-value="(\d+)"', html.split('id="flow"')[1].split("</section>")[0])][:4] == [3, 2, 2, 3]
    assert "built/chart.js" in html and "<script>" not in html


def test_each_figure_opens_the_cases_behind_it(cast, client):
    measured_week(cast)
    html = page(client, cast.nahid)
    addresses = {address.replace("&amp;", "&") for address in re.findall(r'href="(/reports/cases/[^"]+)"', html)}
    assert len(addresses) > 15
    assert {client.get(address).status_code for address in addresses} == {200}


def test_an_agent_sees_of_people_only_themselves(cast, client):
    measured_week(cast)
    assert people_of(page(client, cast.sara)) == ["Sara"]
    assert people_of(page(client, cast.nahid)) == ["Sara", "Reza"]
    assert ['name="person"' in page(client, person) for person in (cast.sara, cast.nahid)] == [False, True]


def test_an_agent_cannot_ask_for_somebody_else(cast, client):
    measured_week(cast)
    assert key_values(page(client, cast.sara, f"{WEEK}&person={cast.reza.pk}"))[3] == "۱۲"
    assert key_values(page(client, cast.sara, f"{WEEK}&person={cast.sara.pk}"))[3] == "۷"
    assert key_values(page(client, cast.nahid, f"{WEEK}&person={cast.reza.pk}"))[3] == "۵"


def test_figures_of_a_private_department_are_not_seen_from_outside(cast, client):
    measured_week(cast)
    Case.objects.update(department=cast.accounting, assignee=None)
    assert [key_values(page(client, person))[3] for person in (cast.sara, cast.nahid, cast.omid)] == ["۰", "۰", "۱۲"]


def test_an_empty_period_says_so_kindly(cast, client):
    html = page(client, cast.nahid, "/reports/?period=year&on=2019-01-01")
    assert "در این دوره چیزی روی نداده است" in html and "<s-chart" not in html


@pytest.mark.parametrize("odd", ["period=nothing&on=x", "period=days&from=9999-12-31&to=9999-12-31", "person=0&department=99999999999999999999", "kind=';--&by=x&within=-1"])
def test_an_odd_address_is_read_as_if_it_were_not_there(cast, client, odd):
    page(client, cast.nahid, f"/reports/?{odd}")


def test_nobody_who_is_not_signed_in_and_no_other_method(cast, client):
    assert client.get(WEEK).status_code == 302
    client.force_login(cast.nahid)
    assert client.post(WEEK).status_code == 405


def test_the_report_takes_the_same_queries_for_one_case_and_for_many(cast, client):
    make_case(cast, opened_at="2026-11-15T10:00:00Z", assignee=cast.sara)
    page(client, cast.nahid)
    counts = []
    for _round in range(2):
        views._reports.values.clear()
        with CaptureQueriesContext(connection) as queries:
            page(client, cast.nahid)
        counts.append(len(queries))
        for _ in range(4):
            make_case(cast, customer=somebody(cast), opened_at="2026-11-15T10:00:00Z", assignee=cast.reza)
    assert counts[0] == counts[1]


def test_an_export_is_offered_to_those_who_may(cast, client):
    measured_week(cast)
    assert ["report-export" in page(client, person) for person in (cast.sara, cast.nahid, cast.parvaneh)] == [False, True, True]

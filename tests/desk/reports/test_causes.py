"""The report of causes: counted over a branch, as many as its page shows, and never more than its reader may see; and its export."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.history.models import Event
from sandali.resolution.recovery import causes
from tests.complaining import complained
from tests.desk.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]
DAY = timedelta(days=1)


@pytest.fixture
def tree(cast):
    above = causes.add_cause("ارسال", by=cast.nahid)
    return above, causes.add_cause("پیک", by=cast.nahid, parent=above.pk)


def around(day):
    return f"/reports/causes/?period=days&from={(day - 6 * DAY).date().isoformat()}&to={day.date().isoformat()}"


def cases_behind(client, address):
    return {int(number) for number in re.findall(r'href="/cases/(\d+)/"', str(client.get(address).context["rows"]))}


def test_without_causes_it_says_so(nahid, cast):
    page = nahid.get("/reports/causes/").context
    assert (page["rows"], page["is_empty"]) == ([], True)


@pytest.mark.parametrize("count", [1, 3])
def test_each_figure_opens_the_cases_that_it_counts(nahid, cast, tree, count):
    noon = timezone.localtime().replace(hour=12) - 2 * DAY
    now = {complained(cast, tree[1], at=noon - timedelta(hours=number)).pk for number in range(count)} | {complained(cast, tree[0], at=noon).pk}
    before = {complained(cast, tree[1], at=noon - 7 * DAY).pk}
    rows = {row.name: row for row in nahid.get(around(noon)).context["rows"]}
    digits = "۰۱۲۳۴"
    assert (rows["ارسال"].count, rows["پیک"].count, rows["ارسال"].before) == (digits[count + 1], digits[count], digits[1])
    assert (cases_behind(nahid, rows["ارسال"].url), cases_behind(nahid, rows["ارسال"].before_url)) == (now, before)
    assert len(cases_behind(nahid, rows["پیک"].url)) == count


def test_it_counts_what_its_reader_may_see(cast, tree):
    noon = timezone.localtime().replace(hour=12) - 2 * DAY
    complained(cast, tree[1], at=noon, department=cast.accounting)
    counts = [[row.count for row in browser(person).get(around(noon)).context["rows"]] for person in (cast.nahid, cast.admin)]
    assert counts == [["۰", "۰"], ["۱", "۱"]]


def test_what_became_more_stands_first_and_only_where_it_did(nahid, cast, tree):
    noon = timezone.localtime().replace(hour=12) - 2 * DAY
    for number in range(2):
        complained(cast, tree[1], at=noon - timedelta(hours=number))
    assert [(row.name, row.rises) for row in nahid.get(around(noon)).context["rising"]] == [("پیک", True)]


def test_the_export_has_a_row_a_cause_of_a_case_and_says_who_took_it(nahid, cast, tree):
    noon = timezone.localtime().replace(hour=12) - 2 * DAY
    case = complained(cast, tree[1], at=noon)
    day = noon.date()
    answer = nahid.post("/reports/causes/exports/", {"period": "days", "from": (day - 6 * DAY).isoformat(), "to": day.isoformat()})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (answer.status_code, len(lines), lines[1].startswith(f"{case.pk},")) == (200, 2, True)
    assert Event.objects.filter(kind="causes_exported").values_list("by", flat=True).get() == cast.nahid.pk


def test_who_may_not_see_measures_or_take_cases_out_is_refused(cast, tree):
    reader = browser(cast.sara)
    assert reader.post("/reports/causes/exports/", {}).status_code == 403
    assert [reader.get("/reports/causes/exports/").status_code, browser(cast.nahid).get("/reports/causes/exports/").status_code] == [405, 405]

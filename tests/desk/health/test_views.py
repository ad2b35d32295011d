"""The page of figures, the records behind each, and the rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.company.queries import company_zone
from sandali.customers.models import Customer
from sandali.health.checks import CHECKS
from sandali.health.counting import count_all
from sandali.health.models import Count
from sandali.health.rules import check_rules
from sandali.history import queue
from tests.cast import make_case
from tests.desk.browsing import browser
from tests.health.faults import MAKERS, no_name

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]
PAGE = "/reports/records/"
PART = {"HX-Request": "true"}


@pytest.fixture
def nahid(cast):
    """Nahid's browser: a manager who reads English."""
    cast.nahid.language = "en"
    cast.nahid.save()
    return browser(cast.nahid)


def today():
    """By the calendar of the company."""
    return timezone.now().astimezone(company_zone()).date()


def figures(browsing):
    """Name → (count, of, change) as the page shows them."""
    return {one.url.split("/")[3]: (one.count, one.of, one.change) for _code, _name, shown in browsing.get(PAGE).context["groups"] for one in shown}


def test_before_the_first_count_the_page_says_so_and_a_press_counts(cast, nahid):
    page = nahid.get(PAGE)
    assert (page.context["groups"], b"Nothing has been counted yet" in page.content) == ([], True)
    no_name(cast)
    nahid.post(f"{PAGE}looks/")
    assert b'hx-trigger="every 3s"' in nahid.get(PAGE, headers={**PART, "HX-Target": "div#records-look"}).content
    queue.drain()
    assert nahid.get(PAGE, headers={**PART, "HX-Target": "div#records-look"})["HX-Redirect"] == PAGE  # it is over: the whole page, with its figures
    assert figures(nahid)["no_name"] == ("1", "of 3", "")
    assert b'hx-trigger="every 3s"' not in nahid.get(PAGE).content


def test_a_figure_is_compared_with_a_month_ago_and_drawn_from_a_table(cast, nahid):
    for back, faulty in ((40, 9), (30, 7), (2, 4)):
        Count.objects.create(check_code="no_name", day=today() - timedelta(days=back), faulty=faulty, total=20)
    no_name(cast)
    count_all(today(), check_rules())
    assert figures(nahid)["no_name"] == ("1", "of 3", "6 fewer")
    chart = nahid.get(f"{PAGE}no_name/").context["chart"]
    assert ([line.cells[0].text for line in chart.lines], chart.columns) == (["9", "7", "4", "1"], ["Customers without a name"])


def test_a_group_has_a_value_only_on_days_on_which_each_of_its_checks_was_counted(cast, nahid):
    for code, check in CHECKS.items():
        Count.objects.create(check_code=code, day=today() - timedelta(days=3), faulty=1, total=20, days=check.days)
    Count.objects.create(check_code="no_name", day=today() - timedelta(days=2), faulty=3, total=20)
    Count.objects.create(check_code="no_step", day=today() - timedelta(days=1), faulty=3, total=20, days=99)
    assert nahid.get(PAGE).context["chart"] is None  # one day is no way yet
    count_all(today(), check_rules())
    chart = nahid.get(PAGE).context["chart"]
    assert [[cell.value for cell in line.cells] for line in chart.lines] == [["4", "7", "4", "2"], ["0", "0", "0", "0"]]


def test_a_sound_company_is_told_that_everything_is_in_order(cast, nahid):
    Customer.objects.update(city="تهران")
    count_all(today(), check_rules())
    page = nahid.get(PAGE)
    assert (page.context["tone"], page.context["verdict"]) == ("ok", "Everything is in order: no record is at fault.")
    assert b"Everything is in order" in nahid.get(f"{PAGE}no_name/").content


def test_who_sees_a_part_has_their_own_records_live_and_no_figure_of_the_whole(cast, sara):
    count_all(today(), check_rules())
    theirs = no_name(cast)
    make_case(cast, customer=theirs)
    page = sara.get(PAGE)
    shown = {one.url.split("/")[3]: (one.count, one.of) for _code, _name, some in page.context["groups"] for one in some}
    assert (shown["no_name"], page.context["chart"], page.context["counted_at"]) == (("۱", ""), None, None)
    assert "chart" not in sara.get(f"{PAGE}no_name/").context
    assert sara.post(f"{PAGE}looks/").status_code == 403


@pytest.mark.parametrize("code", CHECKS)
def test_each_figure_opens_its_records_and_a_way_to_put_them_right(cast, code):
    made = MAKERS[code](cast)
    admin = browser(cast.admin)
    page = admin.get(f"{PAGE}{code}/")
    rows = page.context["rows"]
    wanted = len(made) if isinstance(made, list) else 1
    assert len(rows) >= wanted
    assert all(row.mend or row.post or row.chosen for row in rows)
    for row in rows[:2]:
        for url in filter(None, (row.url, row.mend_url)):
            assert admin.get(url.partition("#")[0], follow=True).status_code == 200, url


def test_a_list_costs_the_same_for_one_record_and_for_many_and_goes_on(cast, nahid):
    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            nahid.get(path)
        return len(queries)

    no_name(cast)
    asked(f"{PAGE}no_name/")  # what is asked once a process
    first = asked(f"{PAGE}no_name/")
    Customer.objects.bulk_create(Customer(name="") for _number in range(40))
    assert asked(f"{PAGE}no_name/") == first
    page = nahid.get(f"{PAGE}no_name/")
    assert len(page.context["rows"]) == 30
    more = nahid.get(page.context["more"], headers={**PART, "HX-Target": "div.show-more", "Sandali-Part": "record-rows"})
    assert (len(more.context["rows"]), more.context["more"], b"<html" in more.content) == (11, "", False)


def test_the_page_of_figures_asks_as_often_however_long_the_past(cast, nahid):
    count_all(today(), check_rules())

    def asked():
        with CaptureQueriesContext(connection) as queries:
            nahid.get(PAGE)
        return len(queries)

    for _time in range(3):  # what is asked once a process, and once a while
        first = asked()
    Count.objects.bulk_create(Count(check_code=code, day=today() - timedelta(days=back), faulty=back, total=200, days=CHECKS[code].days) for code in CHECKS for back in range(1, 90))
    assert asked() <= first


def test_no_figure_is_by_person(cast, nahid):
    make_case(cast, waiting_since=timezone.now() - timedelta(days=3), assignee=None)
    count_all(today(), check_rules())
    whole = nahid.get(PAGE).content.decode()
    assert [name for name in ("Sara", "Reza", "Omid", "Parvaneh") if name in whole] == []


def test_the_way_to_put_right_opens_the_form_in_its_field(cast, nahid):
    one = no_name(cast)
    [row] = nahid.get(f"{PAGE}no_name/").context["rows"]
    assert row.mend_url == f"/customers/{one.pk}/edit/?begin=name"
    form = nahid.get(row.mend_url).context["form"]
    assert [name for name, field in form.fields.items() if field.widget.attrs.get("autofocus")] == ["name"]


def test_what_is_switched_off_is_shown_and_found_no_more(cast, nahid):
    count_all(today(), check_rules())
    form = nahid.get(f"{PAGE}rules/").context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value is not False} | {"days-no_step": "۱۴"}
    del typed["on-no_name"]
    answer = nahid.post(f"{PAGE}rules/", typed)
    assert (answer.status_code, check_rules().off, check_rules().days) == (303, {"no_name"}, {"no_step": 14})
    assert "no_name" not in figures(nahid)
    assert "no_step" not in figures(nahid)  # counted under another limit
    assert nahid.get(f"{PAGE}no_name/").status_code == 404


@pytest.mark.parametrize(("typed", "said"), [("سه", "Please write a number."), ("0", "Please write a number from 1 to 3,650."), ("4000", "Please write a number from 1 to 3,650.")])
def test_a_wrong_limit_gets_a_sentence_and_stays_typed(cast, nahid, typed, said):
    answer = nahid.post(f"{PAGE}rules/", {"was": "0", **{f"on-{code}": "on" for code in CHECKS}, **{f"days-{code}": "5" for code, check in CHECKS.items() if check.days}, "days-no_step": typed})
    form = answer.context["form"]
    assert (answer.status_code, form.errors["days-no_step"], form["days-no_step"].value()) == (422, [said], typed)

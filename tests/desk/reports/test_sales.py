"""The report of sales: every figure opens as many deals as it counts, months are the reader's, and nobody counts what they may not see."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.history.models import Event
from sandali.sales.actions.deals import lose_deal, reopen_deal, win_deal
from sandali.sales.board import lost_reasons
from sandali.sales.models import Deal
from tests.desk.browsing import browser
from tests.sales.things import make_deal

pytestmark = pytest.mark.django_db
MORDAD, SHAHRIVAR = datetime(2026, 8, 22, 20, tzinfo=UTC), datetime(2026, 8, 22, 21, tzinfo=UTC)  # around Tehran's midnight between the months
SUMMER = "/reports/sales/?period=season&on=2026-08-22"


def ended(cast, *, at, lost=False, after=timedelta(days=4), **fields):
    deal = make_deal(cast, at=at - after, **fields)
    return lose_deal(deal, lost_reasons()[0], by=cast.sara, version=None, at=at) if lost else win_deal(deal, by=cast.sara, version=None, at=at)


def figures(context):
    """Month → its line as it is shown."""
    return {line["name"]: [" ".join(cell["lines"]) for cell in line["cells"]] for line in context["months"]["lines"]}


def links(html):
    """(what a figure says, its address) of all that open deals."""
    return {(words.strip(), url.replace("&amp;", "&")) for url, words in re.findall(r'<a href="(/deals/list/[^"]+)">([^<]+)</a>', html)}


def test_deals_stand_in_the_month_of_the_readers_calendar_in_which_they_ended(cast, nahid):
    ended(cast, at=MORDAD)
    ended(cast, at=SHAHRIVAR, lost=True)
    reopen_deal(ended(cast, at=MORDAD, lost=True), by=cast.sara)
    shown = figures(nahid.get(SUMMER).context)
    assert shown == {
        "شهریور": ["۰", "–", "۱", "۱۰٬۰۰۰٬۰۰۰\u00a0تومان", "–", "–"], "مرداد": ["۱", "۱۰٬۰۰۰٬۰۰۰\u00a0تومان", "۰", "–", "–", "۴ روز"],
        "تیر": ["۰", "–", "۰", "–", "–", "–"],
    }  # fmt: skip


@pytest.mark.parametrize("by", ["pipeline", "person", "department"])
def test_each_figure_opens_as_many_deals_as_it_counts(cast, nahid, by):
    for at, lost, owner, place in ((MORDAD, False, cast.reza, cast.support.pk), (SHAHRIVAR, True, cast.sara, None), (SHAHRIVAR, False, cast.sara, cast.support.pk)):
        ended(cast, at=at, lost=lost, owner=owner, department=place)
    found = links(nahid.get(f"{SUMMER}&by={by}").content.decode())
    assert len(found) >= 8
    assert {(words, "۰۱۲۳۴۵"[nahid.get(url).content.decode().count('href="/deals/') - chrome(nahid)]) for words, url in found} == {(words, words) for words, _url in found}


def chrome(client):
    """How many addresses of deals stand on an empty list."""
    return client.get("/deals/list/?state=won&from=2001-01-01&to=2001-01-02").content.decode().count('href="/deals/')


def test_currencies_stand_side_by_side(cast, nahid):
    ended(cast, at=MORDAD)
    ended(cast, at=MORDAD)
    Deal.objects.filter(pk=ended(cast, at=MORDAD, amount=12_50).pk).update(currency="EUR")
    assert figures(nahid.get(SUMMER).context)["مرداد"][1].replace("\u00a0", " ") == "۱۲٫۵۰ یورو ۲۰٬۰۰۰٬۰۰۰ تومان"


def test_of_few_ended_deals_no_share_is_told(cast, nahid):
    for number in range(10):
        ended(cast, at=MORDAD, lost=number < 2)
    assert figures(nahid.get(SUMMER).context)["مرداد"][4] == "۸۰٪"
    Deal.objects.filter(pk=Deal.objects.latest("pk").pk).update(state="open")
    assert figures(nahid.get(SUMMER).context)["مرداد"][4] == "–"


@pytest.mark.reliability("H2", "H3")
def test_one_counts_what_one_may_see_and_others_one_by_one_only_by_right(cast):
    ended(cast, at=MORDAD, owner=cast.sara)
    ended(cast, at=MORDAD, owner=cast.reza)
    ended(cast, at=MORDAD, owner=cast.omid, department=cast.accounting.pk)
    told = {}
    for person in (cast.sara, cast.nahid, cast.omid, cast.admin):
        context = browser(person).get(f"{SUMMER}&by=person").context
        told[person.name] = (context["keys"][0]["value"], [line["name"] for line in context["apart"]["lines"]], len(context["people"]) > 0)
    assert told == {"Sara": ("۲", ["Sara"], False), "Nahid": ("۲", ["Reza", "Sara"], True), "Omid": ("۱", ["Omid"], False), "Ladan": ("۳", ["Omid", "Reza", "Sara"], True)}
    others = browser(cast.sara).get(f"{SUMMER}&person={cast.reza.pk}").context
    assert (others["question"].person, others["keys"][0]["value"]) == (None, "۲")


def test_it_takes_as_many_queries_for_three_as_for_one(cast, nahid):
    counts = []
    for _each in range(2):
        ended(cast, at=MORDAD, lost=True)
        ended(cast, at=SHAHRIVAR)
        nahid.get(SUMMER)
        with CaptureQueriesContext(connection) as asked:
            nahid.get(SUMMER)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("asked", ["period=week", "period=days&from=x&to=2026-08-22", "person=x&pipeline=99999999999999999999&by=channel&department=0", "period=month&on=0001-01-01"])
def test_what_an_address_asks_wrongly_is_as_if_it_were_not_there(cast, nahid, asked):
    ended(cast, at=MORDAD)
    assert nahid.get(f"/reports/sales/?{asked}").status_code == 200


def test_the_file_adds_up_and_says_who_took_it(cast, nahid, sara):
    ended(cast, at=MORDAD, owner=cast.reza)
    ended(cast, at=MORDAD, owner=cast.reza)
    ended(cast, at=SHAHRIVAR, lost=True)
    fields = {"period": "season", "on": "2026-08-22"}
    answer = nahid.post("/reports/sales/exports/", fields)
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    reason = lost_reasons()[0].name
    assert [[row[0], *row[3:]] for row in table[1:]] == [
        ["۱۴۰۵/۰۵/۰۱", "Reza", "به‌سرانجام‌رسیده", "", "2", "200000000", "IRR"], ["۱۴۰۵/۰۶/۰۱", "Sara", "ازدست‌رفته", reason, "1", "100000000", "IRR"],
    ]  # fmt: skip
    assert (Event.objects.get(kind="sales_figures_exported").by, sara.post("/reports/sales/exports/", fields).status_code) == (cast.nahid, 403)

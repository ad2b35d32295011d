"""What waits on the recovery path: apologies to sign and causes to find, mine and all that I may see."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.models import Case, Message
from sandali.desk.sentences import address_of
from sandali.history.models import Event
from sandali.resolution.models import Apology, Cause, CauseLook
from sandali.resolution.recovery.actions import say_told
from sandali.resolution.recovery.causes import add_cause, find_cause, look_again, mend_cause, write_lesson
from sandali.resolution.recovery.telling import begin_telling
from tests.cast import make_case
from tests.complaining import complained
from tests.desk.browsing import browser
from tests.measured import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P12", "P13")]
DAY = timedelta(days=1)
PAGE = "/recovery/waiting/"


def apology(cast, by, signer, **fields):
    return Apology.objects.create(case=make_case(cast, messages=0, **fields), text="!", by=by, signer=signer, due_at=timezone.now() + DAY)


def cause(cast, by, days=1, **fields):
    return CauseLook.objects.create(case=make_case(cast, messages=0, **fields), by=by, look_at=timezone.now() + days * DAY)


def shown(client, query=""):
    """The cases of the rows, as the page leads to them."""
    return [int(number) for number in re.findall(r'class="question-says" href="/cases/(\d+)/(?:recovery/steps/cause/)?"', client.get(f"{PAGE}{query}").content.decode())]


def settled(cast, **fields):
    return make_case(cast, messages=0, kind="complaint", state="confirmed", **fields)


@pytest.mark.parametrize("what", ["apologies", "causes", "lessons"])
@pytest.mark.parametrize("box", ["mine", "all"])
def test_an_empty_list_says_what_would_stand_there(sara, what, box):
    html = sara.get(f"{PAGE}?what={what}&box={box}").content.decode()
    says = {"apologies": "هیچ عذرخواهی‌ای منتظر امضا نیست", "causes": "علتی برای یافتن نمانده است", "lessons": "از هر شکایتی درسی گرفته‌ایم"}[what]
    assert (shown(sara, f"?what={what}&box={box}"), html.count(says)) == ([], 1)


def test_apologies_stand_with_who_signs_and_who_wrote_the_longest_waiting_first(cast, sara, nahid):
    mine, theirs = apology(cast, cast.sara, cast.nahid), apology(cast, cast.reza, cast.admin)
    assert [shown(one, "?box=mine") for one in (sara, nahid, browser(cast.reza))] == [[mine.case_id], [mine.case_id], [theirs.case_id]]
    assert shown(sara, "?box=all") == [mine.case_id, theirs.case_id]
    assert "Sara" in sara.get(PAGE).content.decode()
    Apology.objects.update(state="signed")
    assert shown(sara, "?box=all") == []


def test_causes_stand_with_their_cases_owner_and_who_did_not_know_them_the_next_day_first(cast, sara):
    late, soon = cause(cast, cast.sara, days=3), cause(cast, cast.reza, assignee=cast.sara)
    other = cause(cast, cast.reza, days=2, assignee=cast.reza)
    assert shown(sara, "?what=causes&box=mine") == [soon.case_id, late.case_id]
    assert shown(sara, "?what=causes&box=all") == [soon.case_id, other.case_id, late.case_id]


def test_a_settled_complaint_stands_there_until_its_cause_is_found_and_its_lesson_written(cast, sara, nahid):
    mine, theirs = settled(cast, assignee=cast.sara), settled(cast, assignee=cast.reza)
    make_case(cast, messages=0, kind="complaint", state="answered")  # not settled yet
    make_case(cast, messages=0, kind="question", state="confirmed")
    settled(cast, aside="spam")
    old = settled(cast)
    Case.objects.filter(pk=old.pk).update(opened_at=timezone.now() - 91 * DAY)
    assert [shown(one, f"?what=lessons&box={box}") for one, box in ((sara, "mine"), (sara, "all"), (nahid, "mine"))] == [[mine.pk], [mine.pk, theirs.pk], []]
    find_cause(mine, add_cause("بسته‌بندی", by=cast.admin).pk, by=cast.sara)
    look_again(theirs, timezone.now() + DAY, by=cast.reza)
    page = sara.get(f"{PAGE}?what=lessons&box=all")
    assert [(row["url"], row["said"], row["whose"]) for row in page.context["rows"]] == [
        (f"/cases/{mine.pk}/recovery/steps/cause/", "به گفتهٔ خود مشتری حل شده است. هنوز ننوشته‌ایم چه درسی از آن گرفتیم.", "Sara"),
    ]
    assert [tab["count"] for tab in page.context["tabs"]] == ["۰", "۱", "۱"]
    write_lesson(mine, "دولایه", by=cast.sara)
    assert shown(sara, "?what=lessons&box=all") == []


def test_a_mended_cause_stands_there_until_all_who_had_complained_of_it_have_heard(cast, sara, nahid):
    above = add_cause("ارسال", by=cast.nahid)
    below = add_cause("پیک", by=cast.nahid, parent=above.pk)
    said = [complained(cast, below, one, days=3) for one in (cast.mina, cast.kaveh)]
    complained(cast, below, somebody(cast, "پس از رفع"), days=0)
    address = f"{PAGE}?what=telling&box=mine"
    assert nahid.get(address).context["rows"] == []
    mend_cause(above, "دو پیک", by=cast.nahid, at=timezone.now() - DAY)
    page = nahid.get(address)
    assert [(row["url"], row["customer"], row["said"]) for row in page.context["rows"]] == [
        (f"/causes/{above.pk}/telling/", "ارسال", "رفع شده و ۲ مشتری که از آن شکایت کرده بودند هنوز خبر ندارند"),
    ]
    assert [tab["count"] for tab in page.context["tabs"]][-1] == "۱"
    say_told(said[0], Message.objects.create(case=said[0], customer=cast.mina, direction="out", at=timezone.now()), by=cast.sara)
    assert "۱ مشتری" in nahid.get(address).context["rows"][0]["said"]
    begin_telling(Cause.objects.get(pk=above.pk), "رفع شد", by=cast.nahid, key="k", customers=[cast.kaveh.pk])
    assert nahid.get(address).context["rows"] == []
    assert [len(one.get(address).context["tabs"]) for one in (sara, nahid)] == [3, 4]  # who writes no such letters is not asked for one


def test_what_somebody_may_not_see_does_not_stand_there_nor_count(cast, sara):
    apology(cast, cast.omid, cast.admin, department=cast.accounting)
    cause(cast, cast.sara, department=cast.accounting)
    settled(cast, department=cast.accounting)
    for what in ("apologies", "causes", "lessons"):
        page = sara.get(f"{PAGE}?what={what}&box=all")
        assert ([tab["count"] for tab in page.context["tabs"]], page.context["rows"]) == (["۰", "۰", "۰"], [])


@pytest.mark.parametrize("what", ["apologies", "causes", "lessons"])
def test_the_list_goes_on_where_its_page_ended_also_among_equals(cast, sara, what, monkeypatch):
    monkeypatch.setattr("sandali.desk.recovery.waiting.PAGE", 2)
    at = timezone.now()
    make = {"apologies": lambda: apology(cast, cast.sara, cast.nahid).case, "causes": lambda: cause(cast, cast.sara).case, "lessons": lambda: settled(cast, assignee=cast.sara)}
    numbers = [make[what]().pk for _number in range(5)]
    Case.objects.update(state_at=at)
    Apology.objects.update(at=at)
    CauseLook.objects.update(look_at=at)
    found, address = [], f"{PAGE}?what={what}"
    while address:
        part = sara.get(address)
        found.append([int(row["url"].split("/")[2]) for row in part.context["rows"]])
        address = part.context["more_url"]
    assert found == [numbers[:2], numbers[2:4], numbers[4:]]


@pytest.mark.parametrize("what", ["apologies", "causes", "lessons"])
def test_three_rows_cost_as_many_queries_as_one(cast, sara, what):
    make = {"apologies": lambda: apology(cast, cast.sara, cast.nahid, customer=cast.kaveh, assignee=cast.reza), "causes": lambda: cause(cast, cast.sara, assignee=cast.reza), "lessons": lambda: settled(cast, assignee=cast.sara)}[what]
    asked = []
    shown(sara)  # what the first page of a browser asks besides
    for more in (1, 2):
        for _row in range(more):
            make()
        with CaptureQueriesContext(connection) as queries:
            shown(sara, f"?what={what}")
        asked.append(len(queries))
    assert (len(shown(sara, f"?what={what}")), asked[0]) == (3, asked[1])


@pytest.mark.parametrize("query", ["?what=nonsense&box=x", "?after=x,1", "?after=2026-01-01T00:00:00,1"])
def test_what_nobody_can_ask_is_as_if_it_was_not_asked(cast, sara, query):
    one = apology(cast, cast.sara, cast.nahid)
    assert shown(sara, query) == [one.case_id]


@pytest.mark.parametrize(("kind", "what"), [("apologies_still_to_sign", "apologies"), ("causes_to_find", "causes")])
def test_the_notice_of_many_leads_to_them(cast, kind, what):
    assert address_of(Event(kind=kind, subject_type="person", subject_id=cast.sara.pk)) == f"{PAGE}?what={what}&box=mine"


def test_lessons_lead_to_it(sara):
    assert f'href="{PAGE}"' in sara.get("/lessons/").content.decode()

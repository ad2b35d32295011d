"""The pages of what was said in public."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.resolution.models import PublicMatter, PublicPlan
from sandali.resolution.public.actions import mark_public, write_deed
from sandali.resolution.public.plans import write_plan
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P15")]


def list_of(client, query=""):
    page = client.get(f"/board/public/{query}").content.decode()
    return page.partition('id="public-list"')[2].partition("</main>")[0]


def test_from_the_case_to_a_list_where_nobody_stands_any_more(client, cast):
    case = make_case(cast, kind="complaint")
    plan = write_plan(by=cast.nahid, name="شکایت به‌جا", steps="1. عذر بخواهید", who="مدیر شیفت", minutes=240)
    client.force_login(cast.sara)
    address = f"/cases/{case.pk}/public/"
    assert address in client.get(f"/cases/{case.pk}/").content.decode()
    assert client.post(f"{address}marking/", {"where": "network", "link": "https://example.com/post"}).status_code == 303
    assert client.post(f"{address}plan/", {"plan": str(plan.pk)}).status_code == 303
    html = client.get(f"/cases/{case.pk}/").content.decode()
    assert [part in html for part in ("عمومی، هنوز بی‌پاسخ", "شکایت به‌جا", "عذر بخواهید", "مدیر شیفت", "https://example.com/post")] == [True] * 5
    html = list_of(client)
    assert [part in html for part in ("مینا کریمی", "سفارش نرسیده", "%", "٪")] == [True, True, False, False]
    assert client.post(f"{address}answered/", {"words": "عذر می‌خواهیم.", "link": "https://example.com/reply"}).status_code == 303
    assert ("مینا کریمی" in list_of(client), "مینا کریمی" in list_of(client, "?owed=thanked")) == (False, True)
    assert client.post(f"{address}thanked/", {"words": ""}).status_code == 303
    assert "از همه تشکر شده است" in list_of(client, "?owed=thanked")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "instagram"])
def test_a_link_that_is_none_is_said_so_and_keeps_what_was_typed(client, cast, link):
    case = make_case(cast)
    client.force_login(cast.sara)
    answer = client.post(f"/cases/{case.pk}/public/marking/", {"where": "site", "link": link})
    assert (answer.status_code, link in answer.content.decode(), PublicMatter.objects.count()) == (422, True, 0)


def test_an_answer_needs_its_words_and_its_link(client, cast):
    matter = mark_public(make_case(cast), by=cast.sara, where="site")
    client.force_login(cast.sara)
    answers = [client.post(f"/cases/{matter.case_id}/public/answered/", given).status_code for given in ({"words": "x"}, {"link": "https://a.example"})]
    assert (answers, matter.deeds.count()) == ([422, 422], 0)


def test_each_act_can_be_undone(client, cast):
    matter = mark_public(make_case(cast), by=cast.sara, where="site")
    client.force_login(cast.sara)
    address = f"/cases/{matter.case_id}/public/"
    write_deed(matter, "answered", by=cast.sara, words="x", link="https://a.example")
    write_deed(matter, "thanked", by=cast.sara)
    for act in ("answered/removal/", "thanked/removal/", "removal/"):
        assert client.post(address + act).status_code == 303
    assert PublicMatter.objects.values_list("answered_at", "thanked_at").get() == (None, None)
    assert PublicMatter.objects.get().removed_at is not None
    client.post(f"{address}return/")
    assert PublicMatter.objects.get().removed_at is None


def test_who_was_overtaken_keeps_what_they_typed(client, cast):
    matter = mark_public(make_case(cast), by=cast.sara, where="site")
    mark_public(matter.case, by=cast.reza, where="news")
    client.force_login(cast.sara)
    address, given = f"/cases/{matter.case_id}/public/", {"where": "network", "link": "https://mine.example", "version": "1"}
    answer = client.post(f"{address}marking/", given)
    assert (answer.status_code, "https://mine.example" in answer.content.decode(), PublicMatter.objects.get().where) == (409, True, "news")
    assert client.post(f"{address}plan/", {"plan": "", "version": "1"}).status_code == 409
    assert client.post(f"{address}removal/", {"version": "1"}).status_code == 409


def test_who_only_sees_the_case_reads_how_it_stands(client, cast):
    matter = mark_public(make_case(cast), by=cast.sara, where="site")
    client.force_login(cast.parvaneh)
    html = client.get(f"/cases/{matter.case_id}/public/").content.decode()
    assert ("هنوز پاسخ داده نشده است" in html, "/public/answered/" in html) == (True, False)


def test_the_empty_list_is_a_quiet_page(client, cast):
    client.force_login(cast.sara)
    assert ("به همه پاسخ داده شده است" in list_of(client), "از همه تشکر شده است" in list_of(client, "?owed=thanked")) == (True, True)


def test_a_long_list_is_read_page_by_page(client, cast):
    for number in range(43):
        mark_public(make_case(cast, messages=0), by=cast.sara, where="site", at=timezone.now() - timedelta(hours=number))
    client.force_login(cast.sara)
    page = client.get("/board/public/").context
    address = page["more"].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert (page["rows"].count("list-row"), len(re.findall(r'id="public-\d', client.get(address).content.decode()))) == (40, 3)


def test_it_asks_as_much_for_three_rows_as_for_one(client, cast):
    client.force_login(cast.sara)
    asked = []
    for count in (1, 2):
        for _row in range(count):
            mark_public(make_case(cast, kind="complaint"), by=cast.sara, where="site")
        client.get("/board/public/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/board/public/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_case_page_asks_one_question_more_whether_or_not_anything_was_said_in_public(client, cast):
    client.force_login(cast.sara)
    case = make_case(cast)
    asked = []
    for _time in range(2):
        client.get(f"/cases/{case.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{case.pk}/")
        asked.append(sum("resolution_publicmatter" in query["sql"] for query in queries))
        mark_public(case, by=cast.sara, where="site")
    assert asked == [1, 1]


def test_the_company_writes_its_plans(client, cast):
    client.force_login(cast.nahid)
    given = {"name": "اشتباه دربارهٔ ما", "steps": "1. درست آن را بگویید", "fits": "وقتی خبر نادرست است", "who": "روابط عمومی", "hours": "۸"}
    assert client.post("/settings/public/new/", given).status_code == 303
    plan = PublicPlan.objects.get()
    assert (plan.hours, "اشتباه دربارهٔ ما" in client.get("/settings/public/").content.decode()) == (8, True)
    assert client.post(f"/settings/public/{plan.pk}/", {**given, "hours": "0", "version": "1"}).status_code == 422
    assert client.post(f"/settings/public/{plan.pk}/", {**given, "hours": "6", "version": "1"}).status_code == 303
    assert client.post(f"/settings/public/{plan.pk}/", {**given, "hours": "7", "version": "1"}).status_code == 409
    client.post(f"/settings/public/{plan.pk}/archive/")
    assert PublicPlan.objects.get().archived_at is not None
    client.post(f"/settings/public/{plan.pk}/return/")
    assert (PublicPlan.objects.get().archived_at, PublicPlan.objects.get().hours) == (None, 6)

"""The page of tasks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.actions.work import answer_task, make_task
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make_case(cast, assignee=cast.sara)


@pytest.fixture
def omid(client, cast):
    client.force_login(cast.omid)
    return client


def test_each_tab_shows_what_it_says_with_its_count(omid, cast, case):
    make_task(case, "کار من", by=cast.sara, owner=cast.omid, due_at=timezone.now() - timedelta(hours=3))
    make_task(case, "کار بخش", by=cast.sara, department=cast.accounting)
    pages = {box: omid.get(f"/tasks/?box={box}").content.decode() for box in ("mine", "department", "asked")}
    assert {box: ("کار من" in html, "کار بخش" in html) for box, html in pages.items()} == {
        "mine": (True, False), "department": (False, True), "asked": (False, False),
    }  # fmt: skip
    assert ("۳ ساعت دیر" in pages["mine"], pages["mine"].count('<span class="count">۱</span>')) == (True, 2)


def test_answered_tasks_stand_apart_with_their_answers(omid, cast, case):
    answer_task(make_task(case, "کار من", by=cast.sara, owner=cast.omid), "انجام شد و رفت", by=cast.omid)
    assert ["انجام شد و رفت" in omid.get(f"/tasks/?{query}").content.decode() for query in ("", "state=done")] == [False, True]


def test_a_long_list_comes_in_pages_and_each_task_once(omid, cast, case):
    for number in range(35):
        make_task(case, f"t{number:02}.", by=cast.sara, owner=cast.omid, due_at=timezone.now() + timedelta(hours=number) if number < 20 else None)
    html = omid.get("/tasks/").content.decode()
    first = html.count('id="task-row-')
    url = html.split('hx-get="/tasks/')[1].split('"')[0].replace("&amp;", "&")
    rest = omid.get(f"/tasks/{url}", headers={"HX-Request": "true", "HX-Request-Type": "partial", "Sandali-Part": "more"}).content.decode()
    assert (first, rest.count('id="task-row-'), "t34." in rest, "hx-get" in rest, "<html" in rest) == (30, 5, True, False, False)


@pytest.mark.parametrize("after", ["x", ",", "2026-01-01,5", "x,5", "2026-01-01T00:00:00+00:00,x", ",99999999999999999999"])
def test_a_page_mark_that_is_none_is_as_if_it_were_not_there(omid, cast, case, after):
    make_task(case, "کار من", by=cast.sara, owner=cast.omid)
    assert "کار من" in omid.get("/tasks/", {"after": after}).content.decode()


def test_the_part_is_the_same_as_on_the_page(omid, cast, case):
    make_task(case, "کار من", by=cast.sara, owner=cast.omid)
    piece = omid.get("/tasks/", headers={"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#tasks-list"}).content.decode()
    assert (piece.lstrip().startswith('<div id="tasks-list"'), piece.strip() in omid.get("/tasks/").content.decode()) == (True, True)


def test_more_tasks_cost_no_more_queries(omid, cast):
    counted = []
    for more in (1, 2):
        for _number in range(more):
            make_task(make_case(cast), "x", by=cast.sara, owner=cast.omid, department=cast.accounting)
        omid.get("/tasks/")
        with CaptureQueriesContext(connection) as queries:
            omid.get("/tasks/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("query", ["", "box=department", "box=asked", "state=done", "box=no&state=no"])
def test_an_empty_list_is_kind(omid, query):
    answer = omid.get(f"/tasks/?{query}")
    assert (answer.status_code, 'class="empty"' in answer.content.decode()) == (200, True)

"""The section beside the case, and a task as a page and as a part."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions.checklist import add_item, tick_item
from sandali.cases.actions.linking import link_cases, nest_case
from sandali.cases.actions.work import answer_task, make_task
from sandali.cases.models import Case
from tests.cast import make_case

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def part(name):
    return PART | {"HX-Target": f"div#{name}"}


@pytest.fixture
def case(cast):
    return make_case(cast, assignee=cast.sara)


@pytest.fixture
def task(cast, case):
    return make_task(case, "فاکتور رسمی", by=cast.sara, text="به نام **شرکت**", department=cast.accounting)


@pytest.mark.practice("P08")
def test_the_case_page_shows_what_is_going_on_inside_it(client, cast, case, task):
    items = [add_item(case, text, by=cast.sara) for text in ("یک", "دو", "سه")]
    tick_item(items[0], done=True, by=cast.sara)
    linked, whole = make_case(cast, subject="سفارش دیگر"), make_case(cast, subject="کل ماجرا")
    link_cases(case, linked, by=cast.sara)
    nest_case(case, whole, by=cast.sara)
    client.force_login(cast.sara)
    html = client.get(f"/cases/{case.pk}/").content.decode()
    assert [words in html for words in ("فاکتور رسمی", "حسابداری", "۱ از ۳", "سفارش دیگر", "کل ماجرا")] == [True] * 5


def test_the_part_beside_the_case_is_the_same_as_on_the_page(client, cast, case, task):
    client.force_login(cast.sara)
    address = f"/cases/{case.pk}/inside/"
    whole, piece = client.get(address).content.decode(), client.get(address, headers=part("case-work")).content.decode()
    assert (piece.lstrip().startswith('<div id="case-work"'), "<html" in piece, "فاکتور رسمی" in whole and "فاکتور رسمی" in piece) == (True, False, True)
    assert client.get(address, headers=part("work-open")).content.decode().strip() == '<div id="work-open"></div>'


@pytest.mark.parametrize("who, status", [("sara", 200), ("reza", 200), ("omid", 200), ("parvaneh", 200), ("admin", 200)])
def test_who_sees_a_task_and_what_they_may_do_with_it(client, cast, case, task, who, status):
    client.force_login(getattr(cast, who))
    html = client.get(f"/cases/{case.pk}/tasks/{task.pk}/").content.decode()
    shown = [f"/tasks/{task.pk}/{act}/" in html for act in ("answer", "passing", "owner", "withdrawal", "wording")]
    handles = who in ("sara", "reza", "admin")
    assert shown == [handles or who == "omid"] * 3 + [handles] * 2


@pytest.mark.reliability("H3", "H4")
def test_a_task_that_is_not_there_or_not_of_this_case_or_not_theirs_is_not_found(client, cast, case, task):
    other = make_case(cast, department=cast.accounting)
    client.force_login(cast.omid)
    assert [client.get(f"/cases/{number}/tasks/{pk}/").status_code for number, pk in ((case.pk, 999), (other.pk, task.pk), (999, task.pk))] == [404] * 3
    private = make_task(other, "x", by=cast.omid, owner=cast.omid)
    client.force_login(cast.sara)
    assert client.get(f"/cases/{other.pk}/tasks/{private.pk}/").status_code == 404


@pytest.mark.practice("P08", "P41")
def test_whoever_was_asked_reads_the_case_and_writes_nothing_in_it(client, cast, case, task):
    client.force_login(cast.omid)
    html = client.get(f"/cases/{case.pk}/").content.decode()
    assert ("پیام 1" in html, "فاکتور رسمی" in html, f"/cases/{case.pk}/messages/" in html, f"/cases/{case.pk}/tasks/\"" in html) == (
        True, True, False, False,
    )  # fmt: skip


@pytest.mark.practice("P08")
def test_the_thread_tells_what_came_of_a_task_and_offers_it_to_whoever_answers(client, cast, case, task):
    answer_task(task, "صادر شد " + "و " * 300, by=cast.omid)
    seen = {}
    for who in ("sara", "parvaneh"):
        client.force_login(getattr(cast, who))
        html = client.get(f"/cases/{case.pk}/").content.decode()
        thread = html[html.index('id="case-thread"') : html.index('id="panel"')]
        seen[who] = ("صادر شد" in thread, f"/tasks/{task.pk}/quotation/" in thread)
    assert seen == {"sara": (True, True), "parvaneh": (True, False)}


def test_more_of_everything_costs_no_more_queries(client, cast, case):
    client.force_login(cast.sara)
    counted = []
    for number in (1, 2):
        for _more in range(number):
            make_task(case, "x", by=cast.sara, owner=cast.omid)
            add_item(case, "x", by=cast.sara)
            link_cases(case, make_case(cast), by=cast.sara)
            nest_case(make_case(cast), case, by=cast.sara)
        client.get(f"/cases/{case.pk}/inside/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{case.pk}/inside/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_case_without_work_says_so_in_quiet_lines(client, cast):
    empty = make_case(cast, assignee=cast.sara)
    client.force_login(cast.sara)
    html = client.get(f"/cases/{empty.pk}/inside/").content.decode()
    assert ("work-tasks" in html, 'class="checklist"' in html, "work-related" in html, f"/cases/{empty.pk}/links/" in html) == (False, False, False, True)
    assert Case.objects.count() == 1

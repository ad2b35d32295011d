"""Tasks from the page: the whole way, and what happens on its edges."""

import re

import pytest

from sandali.cases.actions.work import answer_task, make_task
from sandali.cases.models import Case, Draft, Task
from sandali.company.models import Department
from sandali.history.models import Notice
from tests.cast import make_case, person

pytestmark = pytest.mark.django_db
ACTS = ("wording", "owner", "passing", "answer", "withdrawal", "reopening")
HTMX = {"HX-Request": "true", "HX-Target": "form"}


@pytest.fixture
def case(cast):
    return make_case(cast, assignee=cast.sara)


@pytest.fixture
def task(cast, case):
    return make_task(case, "فاکتور رسمی", by=cast.sara, department=cast.accounting)


def address(task, act):
    return f"/cases/{task.case_id}/tasks/{task.pk}/{act}/"


@pytest.mark.practice("P08", "P41")
def test_the_whole_way_from_page_to_page(client, cast, case):
    client.force_login(cast.sara)
    values = {"title": "فاکتور رسمی", "to": f"d{cast.accounting.pk}", "text": "به نام شرکت", "day": "۱۴۷۰/۰۱/۱۰", "clock": "۱۰:۳۰"}
    assert client.post(f"/cases/{case.pk}/tasks/", values)["Location"] == f"/cases/{case.pk}/inside/"
    task = Task.objects.get()
    assert (task.department, task.owner, task.by, task.due_at.isoformat()) == (cast.accounting, None, cast.sara, "2091-03-30T07:00:00+00:00")
    client.force_login(cast.omid)
    assert "فاکتور رسمی" in client.get("/tasks/?box=department").content.decode()
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert client.post(address(task, "owner"), {"version": 1})["Location"] == f"/cases/{case.pk}/tasks/{task.pk}/"
    assert client.post(address(task, "answer"), {"version": 2, "answer": "صادر شد"}).status_code == 303
    assert list(Notice.objects.filter(person=cast.sara).values_list("event__kind", flat=True)) == ["task_answered"]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_posted_and_never_a_link(client, cast, task, act):
    client.force_login(cast.sara)
    assert client.get(address(task, act)).status_code == 405


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["omid", "parvaneh", "sara"])
def test_who_may_do_what(client, cast, task, act, who):
    client.force_login(getattr(cast, who))
    body = {"title": "x", "answer": "x", "to": f"p{cast.nahid.pk}"}
    status = client.post(address(task, act), body).status_code
    allowed = who == "sara" or (who == "omid" and act in ("owner", "passing", "answer"))
    assert (status, Task.objects.get().version > 1) == (303 if allowed else 403, allowed and act != "reopening")


def test_a_form_that_is_not_whole_comes_back_with_what_was_typed(client, cast, case, task):
    client.force_login(cast.sara)
    answer = client.post(f"/cases/{case.pk}/tasks/", {"title": "نیمه‌کاره", "to": "d999"}, headers=HTMX)
    assert (answer.status_code, "نیمه‌کاره" in answer.content.decode(), Task.objects.count()) == (422, True, 1)
    past = client.post(f"/cases/{case.pk}/tasks/", {"title": "دیر", "to": f"p{cast.omid.pk}", "day": "۱۴۰۰/۰۱/۰۱"})
    assert (past.status_code, "دیر" in past.content.decode()) == (422, True)
    assert [client.post(address(task, act), {}).status_code for act in ("answer", "passing", "wording")] == [422] * 3


@pytest.mark.reliability("D5")
def test_an_answer_that_came_second_is_still_in_the_form_and_the_first_one_stands(client, cast, task):
    answer_task(task, "اولی", by=cast.omid)
    client.force_login(cast.sara)
    html = client.post(address(task, "answer"), {"version": 1, "answer": "دومی"}, headers=HTMX)
    assert (html.status_code, Task.objects.get().answer, "اولی" in html.content.decode()) == (409, "اولی", True)
    Task.objects.update(state="open")
    again = client.post(address(task, "answer"), {"version": 1, "answer": "دومی"}, headers=HTMX)
    assert (again.status_code, "دومی" in again.content.decode()) == (409, True)


def test_whoever_passes_a_task_on_out_of_their_sight_is_led_to_their_tasks(client, cast, task):
    client.force_login(cast.omid)
    answer = client.post(address(task, "passing"), {"version": 1, "to": f"p{cast.reza.pk}"}, headers=HTMX)
    assert (answer["HX-Redirect"], Task.objects.get().owner) == ("/tasks/", cast.reza)


def test_a_withdrawn_task_has_a_way_back(client, cast, case, task):
    client.force_login(cast.sara)
    html = client.post(address(task, "withdrawal"), {"version": 1}, headers=HTMX | {"HX-Current-URL": f"http://testserver/cases/{case.pk}/?box=all"}).content.decode()
    assert (address(task, "reopening") in html, Task.objects.get().state) == (True, "withdrawn")
    client.post(address(task, "reopening"))
    assert Task.objects.get().state == "open"


@pytest.mark.practice("P08")
def test_what_came_of_it_goes_into_the_answer_without_saying_from_where(client, cast, case, task):
    answer_task(task, "در راه است.", by=cast.omid)
    client.force_login(cast.sara)
    assert client.get(address(task, "quotation")).content.decode() == "در راه است."
    Draft.objects.create(case=case, person=cast.sara, text="سلام")
    assert client.post(address(task, "quotation"))["Location"] == f"/cases/{case.pk}/#case-composer"
    assert Draft.objects.get().text == "سلام\n\nدر راه است."
    for who, status in (("parvaneh", 403), ("omid", 403)):
        client.force_login(getattr(cast, who))
        assert client.get(address(task, "quotation")).status_code == status


def test_there_is_nothing_to_quote_before_the_answer(client, cast, task):
    client.force_login(cast.sara)
    assert client.get(address(task, "quotation")).status_code == 404


@pytest.mark.reliability("H6")
def test_fields_that_nobody_asked_for_are_ignored(client, cast, case, task):
    client.force_login(cast.omid)
    client.post(address(task, "answer"), {"answer": "شد", "state": "withdrawn", "case": 999, "by": cast.omid.pk, "owner": cast.sara.pk})
    now = Task.objects.get()
    assert (now.state, now.case, now.by, now.owner, Case.objects.get().assignee) == ("done", case, cast.sara, cast.omid, cast.sara)


def test_an_answer_names_a_colleague_who_is_told_and_the_customer_reads_no_name(client, cast, task):
    client.force_login(cast.omid)
    found = client.get(address(task, "mentions") + "?q=re", headers={"HX-Request": "true", "HX-Target": "div#task-mention-results"})
    assert re.findall('data-name="([^"]+)"', found.content.decode()) == ["Reza"]
    assert client.post(address(task, "answer"), {"answer": "@Reza، صادر شد"}).status_code == 303
    assert list(Notice.objects.filter(person=cast.reza).values_list("event__kind", flat=True)) == ["named_in_task"]
    client.force_login(cast.sara)
    assert client.get(address(task, "quotation")).content.decode() == "صادر شد"


def test_who_may_not_see_the_case_is_not_named_and_the_answer_stays_in_its_form(client, cast, task):
    hidden = Department.objects.create(name="انبار", is_private=True)
    person("Babak", "agent", hidden)
    client.force_login(cast.omid)
    answer = client.post(address(task, "answer"), {"answer": "@Babak صادر شد"}, headers=HTMX)
    html = answer.content.decode()
    assert (answer.status_code, html.count("@Babak صادر شد"), html.count("اجازهٔ دیدن این پرونده را ندارد")) == (422, 1, 1)
    assert (Task.objects.get().state, Notice.objects.filter(event__kind="named_in_task").count()) == ("open", 0)


def test_names_are_offered_only_to_whoever_may_answer_the_task(client, cast, task):
    for who, status in (("sara", 200), ("omid", 200), ("parvaneh", 403)):
        client.force_login(getattr(cast, who))
        assert client.get(address(task, "mentions")).status_code == status

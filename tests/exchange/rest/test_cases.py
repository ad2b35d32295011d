"""Cases by the API: lists, races, and what no token can say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from sandali_client import Problem

from sandali.cases.models import Case
from sandali.channels.models import Delivery
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of, token_of

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_handled_and_answered(cast, sara):
    made = sara.cases.create(cast.mina.pk, "The parcel is late", kind="complaint", key="case-00001")
    number = made["id"]
    changed = sara.cases.change(number, priority=3, version=made["version"])
    sara.cases.tag(number, "fragile")
    sara.cases.note(number, "a note")
    answered = sara.cases.reply(number, "We are sorry.", files=[sara.cases.send_file(number, "a.txt", b"hello", "text/plain")])
    promised = sara.cases.promise(number, "call back", timezone.now() + timedelta(days=1))
    sara.promises.keep(number, promised["id"])
    case = sara.cases.get(number)
    assert (case["state"], case["priority"], [tag["name"] for tag in case["tags"]], case["assignee"]["id"]) == ("waiting", 3, ["fragile"], cast.sara.pk)
    assert changed["version"] == made["version"] + 1
    said = list(sara.cases.messages(number))
    assert [(one["direction"], one["text"]) for one in said] == [("out", "We are sorry."), ("note", "a note")]
    assert sara.cases.file(answered["files"][0]["id"]) == b"hello"
    assert Delivery.objects.count() == 1
    assert [one["state"] for one in sara.promises.list(show="kept", box="mine")] == ["kept"]


def test_the_lists_go_by_cursors_with_no_row_twice_and_none_missing(cast, sara):
    made = [make_case(cast, last_message_at=timezone.now() - timedelta(minutes=number // 2)).pk for number in range(9)]
    for sort in ("latest", "waiting", "priority", "due"):
        assert sorted(one["id"] for one in sara.cases.list(limit=2, sort=sort)) == sorted(made), sort


def test_a_case_that_comes_meanwhile_changes_nothing_behind_the_cursor(cast, sara):
    made = [make_case(cast).pk for _ in range(4)]
    walk = sara.cases.list(limit=2)
    seen = [next(walk)["id"]]
    make_case(cast)
    seen += [one["id"] for one in walk]
    assert sorted(seen) == made


@pytest.mark.reliability("H7")
def test_filters_are_those_of_the_desk_and_nothing_else(cast, sara):
    mine = make_case(cast, assignee=cast.sara, kind="complaint")
    make_case(cast, kind="question")
    assert [one["id"] for one in sara.cases.list(kind=["complaint", "praise"], person="me")] == [mine.pk]
    refused = []
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}", "Accept-Language": "en"}
    for query in ("assignee__password__startswith=a", "_connector=OR", "sort=password", "sort=customer__name", "kind=gossip", "customer__id=1", "fields=password", "include=customer"):
        answer = Client().get(f"/api/v1/cases?{query}", headers=headers)
        refused.append((answer.status_code, [one["field"] for one in answer.json()["errors"]]))
    assert refused == [(422, [name]) for name in ("assignee__password__startswith", "_connector", "sort", "sort", "kind", "customer__id", "fields", "include")]


@pytest.mark.reliability("H9")
def test_page_sizes_and_cursors_are_bounded(cast):
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}"}
    asked = ["limit=1000000000", "limit=0", "limit=-1", "limit=ten", "cursor=!!", "cursor=W10", "cursor=WzFd", f"cursor={'a' * 300}", "cursor=WyIyMDI2Iiwgey19XQ"]
    assert [Client().get(f"/api/v1/cases?{query}", headers=headers).status_code for query in asked] == [422] * len(asked)


@pytest.mark.reliability("H6")
def test_what_a_body_cannot_have_is_refused_by_its_name(cast, sara):
    case = make_case(cast)
    for field, value in {"state": "confirmed", "state_by": 1, "assignee": cast.sara.pk, "id": 7, "opened_at": "2020-01-01T00:00:00Z", "customer": cast.kaveh.pk}.items():
        with pytest.raises(Problem) as refused:
            sara.cases.change(case.pk, **{field: value})
        assert (refused.value.status, list(refused.value.errors)) == (422, [field])
    with pytest.raises(Problem) as refused:
        sara.customers.create(name="Z", is_staff=True, created_at="2020-01-01T00:00:00Z")
    assert sorted(refused.value.errors) == ["created_at", "is_staff"]
    assert Case.objects.filter(pk=case.pk, state="new", customer=cast.mina).exists()


@pytest.mark.parametrize("number", [True, 0, -1, 2**63, "one", 1.5, None])
def test_what_is_no_number_of_anything_is_refused(cast, sara, number):
    with pytest.raises(Problem) as refused:
        sara.cases.create(number, "!")
    assert (refused.value.status, list(refused.value.errors)) == (422, ["customer"])


@pytest.mark.practice("P10")
def test_nobody_but_the_customer_confirms_and_no_token_lapses_a_case(cast, sara):
    case = make_case(cast)
    admin = program_of(cast.admin)
    for program in (sara, admin):
        for state in ("confirmed", "lapsed", "new"):
            with pytest.raises(Problem) as refused:
                program.cases.set_state(case.pk, state)
            assert (refused.value.status, list(refused.value.errors)) == (422, ["state"])
        with pytest.raises(Problem):
            program.cases.reply(case.pk, "Thanks", after="confirmed")
    assert Case.objects.get().state == "new"


def test_a_lost_race_is_told_with_the_version_that_stands(cast, sara):
    case = make_case(cast)
    sara.cases.change(case.pk, kind="question", version=1)
    with pytest.raises(Problem) as lost:
        sara.cases.change(case.pk, kind="praise", version=1)
    assert (lost.value.status, lost.value.code, lost.value.current) == (409, "overtaken", {"id": case.pk, "version": 2})
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}", "If-Match": '"1"'}
    matched = Client().patch(f"/api/v1/cases/{case.pk}", {"kind": "praise"}, content_type="application/json", headers=headers)
    assert (matched.status_code, sara.cases.get(case.pk)["kind"]) == (409, "question")


@pytest.mark.parametrize("said", ["", "0", "1", 'W/"1"', '"1", "2"', '"one"', '"1'])
def test_if_match_is_a_version_in_quotes_or_a_star_and_nothing_like_it(cast, said):
    case = make_case(cast)
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}", "If-Match": said}
    answer = Client().patch(f"/api/v1/cases/{case.pk}", {"kind": "praise"}, content_type="application/json", headers=headers)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]], Case.objects.get().kind) == (422, ["If-Match"], "")


@pytest.mark.parametrize(("path", "said"), [("lesson", {"text": "!"}), ("understanding", {"text": "!"}), ("mood", {"mood": "calm"})])
def test_what_stands_once_at_a_case_goes_by_if_match_too(cast, path, said):
    case, token = make_case(cast), token_of(cast.sara)

    def put(matched):
        headers = {"Authorization": f"Bearer {token}", "If-Match": matched}
        return Client().put(f"/api/v1/cases/{case.pk}/{path}", said, content_type="application/json", headers=headers).status_code

    assert [put("1"), put('"7"'), put('"0"')] == [422, 409, 200]


def test_an_answer_to_what_is_no_longer_the_last_word_does_not_leave(cast, sara):
    case = make_case(cast, messages=1)
    seen = case.last_message_id
    program_of(cast.reza).cases.reply(case.pk, "first")
    with pytest.raises(Problem) as late:
        sara.cases.reply(case.pk, "second", seen=seen)
    assert (late.value.status, late.value.code, Delivery.objects.count()) == (409, "meanwhile", 1)


def test_with_answered_the_customer_is_asked(cast, sara):
    from sandali.resolution.models import Asking

    case = make_case(cast)
    sara.cases.reply(case.pk, "It is on its way.", after="answered")
    assert (Case.objects.get().state, Asking.objects.filter(case=case, state="open").count()) == ("answered", 1)


def test_a_sleeping_case_needs_a_time_to_come(cast, sara):
    case = make_case(cast)
    with pytest.raises(Problem) as refused:
        sara.cases.snooze(case.pk, timezone.now() - timedelta(minutes=1))
    sara.cases.snooze(case.pk, timezone.now() + timedelta(days=1))
    assert (refused.value.status, list(refused.value.errors), Case.objects.get().state) == (422, ["until"], "snoozed")


def test_another_persons_files_and_another_cases_go_along_with_nothing(cast, sara):
    case, other = make_case(cast), make_case(cast)
    file = program_of(cast.reza).cases.send_file(case.pk, "a.txt", b"!")
    own = sara.cases.send_file(other.pk, "a.txt", b"!")
    for token in (file, own, "nonsense"):
        with pytest.raises(Problem) as refused:
            sara.cases.note(case.pk, "!", files=[token])
        assert (refused.value.status, list(refused.value.errors)) == (422, ["files"])


@pytest.mark.reliability("E4")
def test_a_file_is_a_download_whatever_it_says_it_is(cast, sara):
    case = make_case(cast)
    made = sara.cases.note(case.pk, "!", files=[sara.cases.send_file(case.pk, "a.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")])
    answer = Client().get(f"/api/v1/files/{made['files'][0]['id']}", headers={"Authorization": f"Bearer {token_of(cast.sara)}"})
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Disposition"].partition(";")[0]) == ("nosniff", "attachment")


def queries_of(headers, path):
    with CaptureQueriesContext(connection, ) as asked:
        answer = Client().get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code == 200, answer.content
    return len(asked)


@pytest.mark.parametrize("path", ["cases?sort=due", "customers?q=example", "cases/{case}/messages"])
def test_what_is_sorted_found_or_has_files_asks_as_much_for_one_row_as_for_three(cast, own_folders, path):
    from sandali.cases.actions.work import make_task
    from sandali.customers.actions import add_customer, named_organisation, tag_customer
    from sandali.knowledge.actions import write_entry
    from sandali.resolution.promises.actions import make_promise

    case = make_case(cast)
    headers = {"Authorization": f"Bearer {token_of(cast.admin)}"}
    path = path.format(case=case.pk)

    def one_more(number):
        customer = add_customer(by=cast.sara, name=f"c{number}", identities=[("email", f"c{number}@example.com")], organisation=named_organisation(f"o{number}"))
        tag_customer(customer, f"t{number}", by=cast.sara)
        made = make_case(cast, customer=customer, assignee=cast.sara)
        make_promise(made, "!", timezone.now() + timedelta(days=1), by=cast.sara)
        make_task(case, "!", by=cast.sara, owner=cast.reza, department=cast.support)
        write_entry(by=cast.sara, kind="fact", title="!", text="!", language="fa", department=cast.support)

    program = program_of(cast.sara)
    one_more(1)
    program.cases.note(case.pk, "!", files=[program.cases.send_file(case.pk, "a.txt", b"!")])
    queries_of(headers, path)  # what is kept for the person is kept now
    one = queries_of(headers, path)
    for number in (2, 3):
        one_more(number)
        program.cases.note(case.pk, "!", files=[program.cases.send_file(case.pk, "a.txt", b"!")])
    assert queries_of(headers, path) == one

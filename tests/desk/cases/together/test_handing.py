"""Handing a case over, on the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import reply
from sandali.cases.actions.handover import offer_case
from sandali.cases.actions.work import make_task
from sandali.cases.models import Case, Handover
from sandali.desk.cases.together.handing import proposed_brief
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P08")]


@pytest.fixture
def case(cast):
    return make_case(cast, assignee=cast.sara)


def test_a_brief_is_proposed_in_words(case, cast):
    reply(case, "در حال بررسی", by=cast.sara, dedupe_key="1")
    make_task(case, "فاکتور رسمی", by=cast.sara, department=cast.accounting)
    brief = proposed_brief(case)
    assert [part in brief for part in ("سفارش نرسیده", "پیام 1", "در حال بررسی", "- فاکتور رسمی (حسابداری)")] == [True] * 4


def test_the_form_proposes_it_and_what_was_edited_is_what_the_next_person_reads(client, case, cast):
    client.force_login(cast.sara)
    assert "سفارش نرسیده" in client.get(f"/cases/{case.pk}/handover/").content.decode()
    answer = client.post(f"/cases/{case.pk}/handover/", {"to": f"p{cast.reza.pk}", "brief": "فقط فاکتور می‌خواهد"})
    assert (answer.status_code, Handover.objects.get().brief, Case.objects.get().assignee) == (303, "فقط فاکتور می‌خواهد", cast.sara)
    client.force_login(cast.reza)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert ("فقط فاکتور می‌خواهد" in page, f"/cases/{case.pk}/handover/acceptance/" in page) == (True, True)


@pytest.mark.parametrize("values", [{"to": "", "brief": "x"}, {"to": "p999", "brief": "x"}, {"to": "d1", "brief": ""}, {"to": "x", "brief": "x"}])
def test_a_form_that_is_not_whole_comes_back(client, case, cast, values):
    client.force_login(cast.sara)
    assert (client.post(f"/cases/{case.pk}/handover/", values).status_code, Handover.objects.count()) == (422, 0)


def test_nobody_who_cannot_own_it_is_offered_it(client, case, cast):
    client.force_login(cast.sara)
    said = client.get(f"/cases/{case.pk}/handover/").content.decode()
    assert [f'value="p{one.pk}"' in said for one in (cast.reza, cast.omid, cast.parvaneh, cast.sara)] == [True, True, False, False]


@pytest.mark.reliability("H3")
def test_the_asked_one_reads_accepts_and_owns(client, case, cast):
    client.force_login(cast.omid)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    offer_case(case, "خلاصه", by=cast.sara, person=cast.omid)
    page = client.get(f"/cases/{case.pk}/")
    assert (page.status_code, "خلاصه" in page.content.decode(), client.get(f"/cases/{case.pk}/handover/").status_code) == (200, True, 403)
    assert client.post(f"/cases/{case.pk}/handover/acceptance/").status_code == 303
    assert Case.objects.get().assignee == cast.omid
    assert "خلاصه" in client.get(f"/cases/{case.pk}/").content.decode()


def test_accepting_brings_the_form_in_which_one_answers(client, case, cast):
    """Once the page went on saying that one may read and not write."""
    offer_case(case, "خلاصه", by=cast.sara, person=cast.omid)
    client.force_login(cast.omid)
    assert 'id="case-text"' not in client.get(f"/cases/{case.pk}/").content.decode()
    answer = client.post(f"/cases/{case.pk}/handover/acceptance/", headers={"HX-Request": "true"}).content.decode()
    assert (answer.count('id="case-text"'), [target in answer for target in ('hx-target="#main"', 'hx-target="#panel"')]) == (1, [True, True])


def test_whoever_hands_over_comes_back_to_the_list_they_came_from(client, case, cast):
    client.force_login(cast.sara)
    address = f"/cases/{case.pk}/handover/?box=all&show=every"
    form = client.get(address).content.decode()
    assert f'action="/cases/{case.pk}/handover/?box=all' in form
    answer = client.post(address, {"to": f"p{cast.omid.pk}", "brief": "خلاصه"})
    assert (answer.status_code, answer["Location"].startswith(f"/cases/{case.pk}/?box=all")) == (303, True)


def test_declining_says_why(client, case, cast):
    offer_case(case, "خلاصه", by=cast.sara, person=cast.omid)
    client.force_login(cast.omid)
    assert client.post(f"/cases/{case.pk}/handover/decline/", {"word": ""}, headers={"HX-Request": "true"}).status_code == 422
    answer = client.post(f"/cases/{case.pk}/handover/decline/", {"word": "فرصت ندارم"})
    assert (answer.status_code, Handover.objects.get().answer, client.get(f"/cases/{case.pk}/").status_code) == (303, "فرصت ندارم", 404)


def test_the_giver_withdraws(client, case, cast):
    offer_case(case, "خلاصه", by=cast.sara, person=cast.reza)
    client.force_login(cast.sara)
    client.post(f"/cases/{case.pk}/handover/withdrawal/")
    assert Handover.objects.get().state == "withdrawn"
    client.force_login(cast.reza)
    late = client.post(f"/cases/{case.pk}/handover/acceptance/", headers={"HX-Request": "true"})
    assert (late.status_code, Case.objects.get().assignee) == (409, cast.sara)


@pytest.mark.parametrize("act, who, status", [
    ("acceptance", "nahid", 403), ("decline", "nahid", 403), ("acceptance", "parvaneh", 403), ("acceptance", "admin", 403),
    ("withdrawal", "omid", 403), ("withdrawal", "nahid", 303), ("acceptance", "omid", 303),
])  # fmt: skip
def test_who_may_answer_an_offer(client, case, cast, act, who, status):
    offer_case(case, "x", by=cast.sara, department=cast.accounting)
    client.force_login(getattr(cast, who))
    assert client.post(f"/cases/{case.pk}/handover/{act}/", {"word": "x"}).status_code == status


def test_a_case_that_is_being_handed_over_is_not_handed_over_twice(client, case, cast):
    offer_case(case, "x", by=cast.sara, person=cast.reza)
    client.force_login(cast.nahid)
    answer = client.post(f"/cases/{case.pk}/handover/", {"to": f"d{cast.accounting.pk}", "brief": "y"})
    assert (answer["Location"], Handover.objects.count()) == (f"/cases/{case.pk}/", 1)


def test_what_is_handed_to_me_stands_above_the_list(client, case, cast):
    client.force_login(cast.reza)
    assert "handed-banner" not in client.get("/cases/").content.decode()
    offer_case(case, "خلاصه", by=cast.sara, person=cast.reza)
    one = client.get("/cases/").content.decode()
    offer_case(make_case(cast), "x", by=cast.sara, department=cast.support)
    two = client.get("/cases/").content.decode()
    assert (f'class="handed-banner" href="/cases/{case.pk}/"' in one, 'class="handed-banner" href="/handovers/"' in two) == (True, True)
    assert "خلاصه" in client.get("/handovers/").content.decode()
    part = client.get("/handovers/", headers={"HX-Request": "true", "HX-Target": "div#handovers-list"}).content.decode()
    assert part.strip() in client.get("/handovers/").content.decode()


def test_the_page_of_what_is_handed_to_me_asks_as_much_for_one_as_for_three(client, cast):
    client.force_login(cast.reza)
    client.get("/handovers/")
    counts = []
    for number in (1, 2):
        for _case in range(number):
            offer_case(make_case(cast), "x", by=cast.sara, person=cast.reza)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/handovers/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nothing_handed_over_is_said_kindly(client, cast):
    client.force_login(cast.sara)
    assert "handed-rows" not in client.get("/handovers/").content.decode()

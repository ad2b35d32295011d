"""The pages of suggestions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.history.models import Event
from sandali.team import actions
from sandali.team.models import Suggestion, Voice
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P21")]


def test_from_a_case_to_the_outcome_that_everybody_sees(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    address = f"/suggestions/new/?case={case.pk}"
    assert address in page
    assert f'value="{case.pk}"'.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in client.get(address).content.decode()
    answer = client.post("/suggestions/new/", {"text": "پیگیری خودکار", "case": str(case.pk)})
    made = Suggestion.objects.get()
    assert (answer.status_code, answer["Location"], made.case, made.by) == (303, f"/suggestions/{made.pk}/", case, cast.sara)
    assert Event.objects.filter(case_id=case.pk, kind="suggested_from_case").count() == 1
    client.force_login(cast.nahid)
    client.post(f"/suggestions/{made.pk}/answer/", {"verdict": "taken_up", "text": "از شنبه", "version": 1})
    client.post(f"/suggestions/{made.pk}/outcome/", {"text": "هر سفارش پیگیری دارد", "version": 2})
    client.force_login(cast.omid)
    html = client.get("/suggestions/?box=done").content.decode()
    assert ("پیگیری خودکار" in html, "هر سفارش پیگیری دارد" in html, "Nahid" in html) == (True, True, True)


def test_who_may_not_see_the_case_sees_the_suggestion_without_it(client, cast):
    case = make_case(cast, department=cast.accounting)
    made = actions.suggest("بهتر", by=cast.omid, case=case)
    shown = []
    for person in (cast.omid, cast.sara):
        client.force_login(person)
        html = client.get(f"/suggestions/{made.pk}/").content.decode() + client.get("/suggestions/").content.decode()
        shown.append((f"/cases/{case.pk}/" in html, "سفارش نرسیده" in html, "مینا" in html, "بهتر" in html))
    assert shown == [(True, True, False, True), (False, False, False, True)]


def test_nobody_names_a_case_that_they_do_not_see(client, cast):
    case = make_case(cast, department=cast.accounting)
    client.force_login(cast.sara)
    answer = client.post("/suggestions/new/", {"text": "x", "case": str(case.pk)})
    assert (answer.status_code, Suggestion.objects.count()) == (422, 0)


def test_declining_without_a_reason_keeps_the_form_open(client, cast):
    made = actions.suggest("x", by=cast.sara)
    client.force_login(cast.nahid)
    assert client.post(f"/suggestions/{made.pk}/answer/", {"verdict": "declined", "text": "", "version": 1}).status_code == 422
    assert Suggestion.objects.get().state == "waiting"


def test_who_was_overtaken_keeps_their_words_and_sees_the_answer_that_stands(client, cast):
    made = actions.suggest("x", by=cast.sara)
    actions.take_up(made, "جواب پروانه", by=cast.parvaneh)
    client.force_login(cast.nahid)
    answer = client.post(f"/suggestions/{made.pk}/answer/", {"verdict": "declined", "text": "جواب ناهید", "version": 1})
    assert (answer.status_code, "جواب پروانه" in answer.content.decode()) == (409, True)


def test_wording_it_anew_after_a_change_shows_both(client, cast):
    made = actions.suggest("اول", by=cast.sara)
    actions.change_suggestion(made, "دوم", by=cast.sara)
    client.force_login(cast.sara)
    answer = client.post(f"/suggestions/{made.pk}/wording/", {"text": "سوم", "version": 1})
    assert (answer.status_code, "دوم" in answer.content.decode(), "سوم" in answer.content.decode()) == (409, True, True)
    assert client.post(f"/suggestions/{made.pk}/wording/", {"text": "سوم", "version": 2}).status_code == 303


def test_who_met_it_too_says_so_and_takes_it_back(client, cast):
    made, case = actions.suggest("x", by=cast.sara), make_case(cast)
    client.force_login(cast.reza)
    client.post(f"/suggestions/{made.pk}/voices/", {"word": "من هم", "case": str(case.pk)})
    assert list(Voice.objects.values_list("by", "word", "case")) == [(cast.reza.pk, "من هم", case.pk)]
    assert "من هم" in client.get(f"/suggestions/{made.pk}/").content.decode()
    client.post(f"/suggestions/{made.pk}/voices/removal/")
    assert Voice.objects.count() == 0


@pytest.mark.parametrize("box", ["waiting", "declined", "mine"])
def test_a_long_list_is_read_page_by_page(client, cast, box):
    for number in range(33):
        made = actions.suggest("x", by=cast.sara, at=timezone.now() - timedelta(hours=number))
        if box == "declined":
            actions.decline(made, "نه", by=cast.nahid)
    client.force_login(cast.sara)
    page = client.get(f"/suggestions/?box={box}").context
    address = page["more"].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert (page["rows"].count("list-row"), client.get(address).content.decode().count('id="suggestion-')) == (30, 3)


def test_it_asks_as_much_for_three_rows_as_for_one(client, cast):
    client.force_login(cast.sara)
    asked = []
    for _count in range(2):
        for _row in range(1 + 2 * _count):
            made = actions.suggest("x", by=cast.reza, case=make_case(cast))
            actions.add_voice(made, "y", by=cast.nahid, case=make_case(cast))
        client.get("/suggestions/")
        asked.append([])
        for address in ("/suggestions/", f"/suggestions/{made.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked[-1].append(len(queries))
    assert asked[0] == asked[1]


def test_the_settings_say_within_how_many_days(client, cast):
    client.force_login(cast.admin)
    assert "۵" in client.get("/settings/suggestions/").content.decode()
    assert client.post("/settings/suggestions/", {"days": "۳", "version": ""}).status_code == 303
    assert client.post("/settings/suggestions/", {"days": "0", "version": ""}).status_code == 422
    assert client.post("/settings/suggestions/", {"days": "4", "version": "1"}).status_code == 409
    assert "۳" in client.get("/suggestions/new/").content.decode()

"""Many cases at once, from the list: the bar, the act, what is said, and the way back."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from sandali.cases.actions import assign_case
from sandali.cases.models import Case
from tests.cast import make_case

pytestmark = pytest.mark.django_db
IN_TWO_DAYS = (timezone.now() + timedelta(days=2)).isoformat()


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def ticked(*cases):
    return [f"{case.pk}:{Case.objects.get(pk=case.pk).version}" for case in cases]


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_rows_have_boxes_with_their_versions_for_whoever_may_change_cases(client, cast):
    case = make_case(cast)
    for who, count in (("sara", 1), ("parvaneh", 0)):
        client.force_login(getattr(cast, who))
        html = client.get("/cases/?box=all").content.decode()
        assert (html.count(f'name="case" value="{case.pk}:1"'), html.count("<s-rows")) == (count, count)


def test_the_bar_is_a_part_of_a_page_that_works_without_scripts(sara, cast):
    case = make_case(cast)
    part = sara.get("/cases/bulk/?box=all", headers={"HX-Request": "true", "HX-Target": "div#bulk-bar"}).content.decode()
    assert part.lstrip().startswith('<div class="bulk-bar is-ready" id="bulk-bar"')
    whole = sara.post("/cases/bulk/?box=all", {"case": ticked(case)}).content.decode()
    assert whole.count(f'value="{case.pk}:1" checked') == 1 and 'name="person"' in whole
    empty = sara.get("/cases/bulk/?box=all&state=done").content.decode()
    assert ('id="bulk-bar"' in sara.get("/cases/bulk/?box=all").content.decode(), 'id="bulk-bar"' in empty) == (True, False)


@pytest.mark.parametrize(
    "values, column, wanted",
    [
        ({"person": "reza"}, "assignee__name", "Reza"), ({"person": ""}, "assignee__name", None), ({"kind": "praise"}, "kind", "praise"),
        ({"priority": "4"}, "priority", 4), ({"state": "answered"}, "state", "answered"), ({"department": ""}, "department", None),
        ({"until": IN_TWO_DAYS}, "state", "snoozed"), ({"until": "reply"}, "sleeps_until_reply", True), ({"what": "tag", "tag": "نو"}, "tags__name", "نو"),
        ({"spam": "1"}, "aside", "spam"),
    ],
)  # fmt: skip
def test_an_act_and_its_way_back(sara, cast, values, column, wanted):
    cases = [make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.sara)]
    before = list(Case.objects.order_by("pk").values_list(column, flat=True))
    values = {name: cast.reza.pk if value == "reza" else value for name, value in values.items()}
    answer = sara.post("/cases/bulk/?box=all", {"case": ticked(*cases), "tag": ""} | values)
    assert (answer.status_code, answer["Location"]) == (303, "/cases/?box=all")
    assert list(Case.objects.values_list(column, flat=True)) == [wanted, wanted]
    undo = next(message.extra_tags for message in get_messages(answer.wsgi_request)).removeprefix("undo:")
    assert sara.post(undo).status_code == 303
    assert list(Case.objects.order_by("pk").values_list(column, flat=True)) == before


@pytest.mark.parametrize("what", ["day", "tag"])
def test_many_sleep_until_a_day_and_time_of_ones_choice_also_by_enter(sara, cast, what):
    cases = [make_case(cast), make_case(cast)]
    day = timezone.now().astimezone(ZoneInfo("Asia/Tehran")).date() + timedelta(days=9)
    words = {"what": what, "tag": "", "day": day.isoformat(), "clock": "۱۰:۱۵"}
    assert sara.post("/cases/bulk/?box=all", {"case": ticked(*cases)} | words).status_code == 303
    wanted = datetime.combine(day, time(10, 15), ZoneInfo("Asia/Tehran"))
    assert list(Case.objects.values_list("state", "snoozed_until", "sleeps_until_reply")) == [("snoozed", wanted, False)] * 2


@pytest.mark.parametrize("words", [{"day": "", "clock": ""}, {"day": "۱۳۹۹/۰۱/۰۱"}, {"day": "فردا"}, {"day": "", "clock": "25:00"}])
def test_a_day_that_is_none_is_said_in_a_sentence_and_nothing_sleeps(sara, cast, words):
    case = make_case(cast)
    answer = sara.post("/cases/bulk/?box=all", {"case": ticked(case), "what": "day"} | words)
    assert (answer.status_code, len(said(answer)), Case.objects.get().state) == (303, 1, case.state)


@pytest.mark.parametrize("until", ["2020-01-01T08:00:00+00:00", "2999-01-01T08:00:00+00:00"])
def test_a_time_that_has_passed_or_lies_too_far_away_is_said_and_nothing_sleeps(sara, cast, until):
    case = make_case(cast)
    answer = sara.post("/cases/bulk/?box=all", {"case": ticked(case), "until": until})
    assert (answer.status_code, len(said(answer)), Case.objects.get().state) == (303, 1, case.state)


@pytest.mark.reliability("G8")
def test_who_was_overtaken_is_named_and_the_rest_done(sara, cast):
    first, second = make_case(cast), make_case(cast, customer=cast.kaveh)
    chosen = ticked(first, second)
    assign_case(second, cast.nahid, by=cast.reza)
    words = said(sara.post("/cases/bulk/", {"case": chosen, "person": cast.reza.pk}))
    assert len(words) == 2 and "کاوه" in words[1] and "مینا" not in words[1]
    assert [case.assignee for case in Case.objects.order_by("pk")] == [cast.reza, cast.nahid]


def test_everything_that_matches_is_what_the_filter_lists(sara, cast):
    wanted = [make_case(cast, kind="complaint") for _ in range(3)]
    make_case(cast)
    make_case(cast, kind="complaint", department=cast.accounting)
    sara.post("/cases/bulk/?box=all&kind=complaint", {"all": "1", "priority": "4"})
    assert sorted(Case.objects.filter(priority=4).values_list("pk", flat=True)) == [case.pk for case in wanted]


@pytest.mark.parametrize("values", [{"person": "99999"}, {"person": "x"}, {"state": "confirmed"}, {"until": "soon"}, {"until": "2999-01-01"}, {"what": "tag"}])
def test_a_choice_that_there_is_not_changes_nothing(sara, cast, values):
    case = make_case(cast)
    assert sara.post("/cases/bulk/", {"case": ticked(case)} | values).status_code == 400
    assert Case.objects.get().version == case.version


@pytest.mark.parametrize("value", ["", "x", "1:", ":1", "1", "1:-1", "9" * 40 + ":1", "12:1'--"])
def test_what_names_no_case_chooses_none(sara, cast, value):
    make_case(cast)
    assert sara.post("/cases/bulk/", {"case": value, "kind": "praise"}).status_code == 200
    assert Case.objects.get().kind == ""


def test_with_htmx_the_list_comes_back_in_place_with_its_way_back(sara, cast):
    case = make_case(cast)
    headers = {"HX-Request": "true", "HX-Target": "form#bulk"}
    html = sara.post("/cases/bulk/?box=all", {"case": ticked(case), "kind": "praise"}, headers=headers).content.decode()
    assert html.count('hx-target="#cases-list"') == 1
    assert len(re.findall(r'hx-post="/cases/bulk/\d+/undoing/"', html)) == 1


def test_somebody_elses_act_is_not_there_to_be_taken_back(client, sara, cast):
    answer = sara.post("/cases/bulk/", {"case": ticked(make_case(cast)), "kind": "praise"})
    undo = next(message.extra_tags for message in get_messages(answer.wsgi_request)).removeprefix("undo:")
    client.force_login(cast.reza)
    assert client.post(undo).status_code == 404
    assert Case.objects.get().kind == "praise"


@pytest.mark.parametrize(
    "who, count, owner",
    [("sara", 1, True), ("parvaneh", 1, False), ("nahid", 2, True)],
    ids=["taken for oneself", "given to who only reads", "given to a colleague"],
)
def test_whose_cases_they_are_and_who_may_not_work_on_them_is_said(sara, cast, who, count, owner):
    theirs, wanted = make_case(cast, assignee=cast.reza, customer=cast.kaveh), getattr(cast, who)
    words = said(sara.post("/cases/bulk/", {"case": ticked(theirs), "person": wanted.pk}))
    assert (len(words), "Reza" in words[-1]) == (count, owner)
    assert Case.objects.get().assignee == (wanted if who == "nahid" else cast.reza)

"""Pages: the history before a reply, what a matter means to the customer, their mood; and the composer that sends it along."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import reply
from sandali.cases.actions.closing import begin_again
from sandali.cases.models import Case
from sandali.resolution.models import Heard, Offer, Understanding
from sandali.resolution.understanding.actions import write_understanding
from sandali.resolution.understanding.moods import say_mood
from sandali.resolution.understanding.offering import take_correction
from tests.cast import make_case

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Target": "div#before-body"}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def angry(case):
    begin_again(Case.objects.select_related("customer").get(pk=case.pk), word="واقعاً عصبانی‌ام.")


def lines(html):
    return len(re.findall(r"<li><(?:details|p)>", html))


@pytest.mark.practice("P23")
def test_the_whole_history_stands_in_ten_lines_at_most(sara, cast):
    case = make_case(cast, repeats=2, reopened=1)
    for number in range(12):
        make_case(cast, state=("open", "confirmed", "lapsed")[number % 3], kind="praise" if number == 1 else "", repeats=number % 2)
    angry(case)
    html = sara.get(f"/cases/{case.pk}/before/").content.decode()
    assert (1 <= lines(html) <= 10, html.index("mood-angry") < html.index("icon-history") if "icon-history" in html else True) == (True, True)


def test_the_part_is_the_page_and_who_is_new_has_no_lines(sara, cast):
    case = make_case(cast)
    part = sara.get(f"/cases/{case.pk}/before/", headers=PART).content.decode()
    whole = sara.get(f"/cases/{case.pk}/before/").content.decode()
    assert (part.strip().startswith('<div id="before-body"'), "<html" in part, lines(part), lines(whole)) == (True, False, 0, 0)


def test_it_opens_by_itself_before_a_first_answer_to_somebody_with_a_history(sara, cast):
    case = make_case(cast, state="open", assignee=cast.sara)
    opened = lambda: "<details open hx-get" in sara.get(f"/cases/{case.pk}/").content.decode()  # noqa: E731 - asked four times
    first = opened()
    make_case(cast, state="confirmed")
    second = opened()
    reply(Case.objects.select_related("customer").get(pk=case.pk), "پاسخ", by=cast.sara, dedupe_key="1", state="open")
    assert (first, second, opened()) == (False, True, False)


def test_the_page_of_a_case_asks_once_for_it_and_only_where_there_is_something(sara, cast):
    case, counted = make_case(cast, state="open"), []
    for act in (lambda: None, lambda: angry(case), lambda: write_understanding(case, "هدیه است", by=cast.sara, version=0)):
        act()
        sara.get(f"/cases/{case.pk}/")
        with CaptureQueriesContext(connection) as queries:
            sara.get(f"/cases/{case.pk}/")
        counted.append(len([one for one in queries if "resolution_casemood" in one["sql"] or "resolution_understanding" in one["sql"]]))
    assert counted == [1, 2, 2]  # one question for all that a case may hold, and one for this


@pytest.mark.practice("P23")
def test_what_it_means_is_written_down_and_the_composer_offers_to_send_it(sara, cast):
    case = make_case(cast, state="open")
    answer = sara.post(f"/cases/{case.pk}/understanding/", {"text": "جمعه مهمان دارد", "version": "0"}, headers=PART)
    html = answer.content.decode()
    assert (answer.status_code, 'name="understanding" value="1" form="composer-form"' in html, Understanding.objects.get().text) == (200, True, "جمعه مهمان دارد")
    assert 'id="composer-form"' in sara.get(f"/cases/{case.pk}/").content.decode()


def test_without_javascript_it_leads_back_to_the_page(sara, cast):
    case = make_case(cast)
    answer = sara.post(f"/cases/{case.pk}/understanding/", {"text": "هدیه است", "version": "0"})
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{case.pk}/before/")


@pytest.mark.parametrize("headers", [{}, PART])
def test_who_is_overtaken_sees_both_wordings(sara, cast, headers):
    case = make_case(cast)
    write_understanding(case, "واژه‌های رضا", by=cast.reza, version=0)
    answer = sara.post(f"/cases/{case.pk}/understanding/", {"text": "واژه‌های سارا", "version": "0"}, headers=headers)
    html = answer.content.decode()
    assert (answer.status_code, "واژه‌های رضا" in html, "واژه‌های سارا" in html, 'name="version" value="1"' in html) == (409, True, True, True)


def test_nothing_is_refused_with_a_sentence(sara, cast):
    case = make_case(cast)
    assert [sara.post(f"/cases/{case.pk}/understanding/", {"text": " "}, headers=headers).status_code for headers in ({}, PART)] == [422, 422]


@pytest.mark.practice("P23")
def test_the_answer_carries_it_and_their_correction_is_seen_on_the_case(sara, cast):
    case = make_case(cast, state="open", assignee=cast.sara)
    write_understanding(case, "هدیه است", by=cast.sara, version=0)
    form = {"kind": "reply", "text": "امروز می‌رسد", "key": "k1", "after": "waiting", "understanding": "1"}
    assert sara.post(f"/cases/{case.pk}/messages/", form).status_code == 303
    offer = Offer.objects.select_related("case").get()
    assert (offer.state, 'name="understanding"' in sara.get(f"/cases/{case.pk}/").content.decode()) == (Heard.OPEN, False)
    take_correction(offer, "برای خودم است")
    shown = sara.get(f"/cases/{case.pk}/before/").content.decode()
    assert ("برای خودم است" in shown, "هدیه است" in shown) == (True, True)


def test_an_answer_with_a_wording_that_changed_stays_in_the_form(sara, cast):
    case = make_case(cast, state="open")
    write_understanding(case, "یک", by=cast.sara, version=0)
    write_understanding(case, "دو", by=cast.reza, version=1)
    form = {"kind": "reply", "text": "امروز می‌رسد", "key": "k1", "after": "waiting", "understanding": "1"}
    answer = sara.post(f"/cases/{case.pk}/messages/", form)
    assert (answer.status_code, "امروز می‌رسد" in answer.content.decode(), Offer.objects.count()) == (422, True, 0)


@pytest.mark.practice("P23")
def test_the_head_shows_the_mood_with_its_reason_and_it_can_be_said_otherwise(sara, cast):
    case = make_case(cast, reopened=2, state="open")
    angry(case)
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    reason = page.split('id="menu-mood"')[1].split("</form>")[0]
    assert ("menu-mood" in page, "واقعاً عصبانی‌ام" in reason, "۲ بار" in reason) == (True, True, True)
    answer = sara.post(f"/cases/{case.pk}/mood/", {"mood": "worried", "version": "1"}, headers=PART)
    assert (answer.status_code, Case.objects.get(pk=case.pk).mood, answer.content.decode().count('hx-target="#case-head"')) == (200, "worried", 1)
    angry(case)
    assert "Sara" in re.search(r'popovertarget="menu-mood">.*?</button>', sara.get(f"/cases/{case.pk}/").content.decode(), re.DOTALL)[0]


def test_a_mood_that_lost_a_race_says_what_stands_and_one_that_is_none_is_refused(sara, cast):
    case = make_case(cast)
    say_mood(case, "calm", by=cast.reza, version=0)
    posts = [sara.post(f"/cases/{case.pk}/mood/", {"mood": mood, "version": version}, headers=PART).status_code for mood, version in (("glad", "0"), ("x", "1"))]
    assert (posts, Case.objects.get(pk=case.pk).mood) == ([409, 400], "calm")


@pytest.mark.parametrize("who, statuses", [("reza", (200, 303, 303)), ("parvaneh", (200, 303, 303)), ("omid", (404, 404, 404))])
def test_who_may_not_see_the_case_finds_nothing(client, cast, who, statuses):
    case = make_case(cast)
    client.force_login(getattr(cast, who))
    address = f"/cases/{case.pk}/"
    posted = (client.post(f"{address}understanding/", {"text": "x", "version": 0}), client.post(f"{address}mood/", {"mood": "calm", "version": 0}))
    assert (client.get(f"{address}before/").status_code, *(one.status_code for one in posted)) == statuses


def test_acts_answer_no_get_and_a_number_that_is_none_is_not_found(sara, cast):
    case = make_case(cast)
    assert [sara.get(f"/cases/{case.pk}/{name}/").status_code for name in ("understanding", "mood")] == [405, 405]
    assert sara.get("/cases/999/before/").status_code == 404


@pytest.mark.practice("P23")
def test_lists_tell_of_the_angry_and_can_be_narrowed_to_them(sara, cast):
    calm, vexed = make_case(cast, assignee=cast.sara, mood="glad"), make_case(cast, assignee=cast.sara, mood="angry")
    html = sara.get("/cases/").content.decode()
    assert [html.count(f"#{name}") for name in ("mood-angry", "mood-smile")] == [1, 0]
    found = sara.get("/cases/?mood=angry&mood=upset").content.decode()
    assert (f"case-row-{vexed.pk}" in found, f"case-row-{calm.pk}" in found) == (True, False)
    assert sara.get("/board/").content.decode().count("#mood-angry") == 1

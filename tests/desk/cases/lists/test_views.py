"""Filters as pages, saved views in the inbox, and the way from case to case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.actions import change_state
from sandali.cases.actions.saved_views import change_view, save_view
from sandali.cases.models import Case, SavedView
from sandali.cases.waits import begin_wait
from sandali.company.models import Membership
from sandali.desk.cases.boxes import Filter, asked_filter
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def rows_of(html):
    return [int(piece.split('"')[0]) for piece in html.split('id="case-row-')[1:]]


def test_a_filter_travels_in_the_address_and_shows_as_chips(sara, cast):
    wanted = make_case(cast, kind="complaint")
    make_case(cast)
    html = sara.get("/cases/?box=all&kind=complaint&waits=0&nonsense=1").content.decode()
    assert rows_of(html) == [wanted.pk]
    assert f'href="/cases/{wanted.pk}/?box=all&amp;kind=complaint"' in html
    assert html.count('class="chip-remove" href="/cases/?box=all"') == 1


@pytest.mark.reliability("H7")
@pytest.mark.parametrize(
    "query", ["customer__name=x", "is=open'--", "tag=1)%20OR%201=1--", "words=%22%20OR%20*", "priority=4&priority=%00", "person=1;drop", "sort=version"]
)  # fmt: skip
def test_hostile_queries_are_as_if_they_were_not_there(sara, cast, query):
    make_case(cast)
    answer = sara.get(f"/cases/?box=all&{query}")
    assert (answer.status_code, "Traceback" in answer.content.decode()) == (200, False)


def test_a_form_with_empty_fields_leads_to_the_short_address(sara):
    answer = sara.get("/cases/?box=all&state=us&words=&opened_over=&kind=praise&organisation=")
    assert (answer.status_code, answer["Location"]) == (302, "/cases/?box=all&kind=praise")


def test_states_that_are_asked_for_stand_in_place_of_the_choice_of_states():
    wanted = asked_filter({"box": "all", "state": "us", "is": "snoozed"})
    assert (wanted.shown, wanted.url) == ("every", "/cases/?box=all&is=snoozed")
    assert wanted.at(shown="waiting") == Filter("all", "waiting", "latest")
    assert wanted.at(asked=wanted.asked.without("is", "snoozed")) == Filter("all")


def test_spam_is_in_no_list_and_in_its_own(sara, cast):
    spam = make_case(cast, aside="spam")
    assert rows_of(sara.get("/cases/?box=all&state=every").content.decode()) == []
    assert rows_of(sara.get("/cases/?box=all&aside=spam").content.decode()) == [spam.pk]


def test_the_panel_keeps_what_is_asked_and_is_a_part_too(sara, cast):
    whole = sara.get("/cases/filter/?box=all&kind=complaint&words=سلام").content.decode()
    assert whole.count('name="kind" value="complaint" checked') == 1 and 'value="سلام"' in whole
    part = sara.get("/cases/filter/?box=all", headers={"HX-Request": "true", "HX-Target": "div#filter-panel"}).content.decode()
    assert part.startswith('<div id="filter-panel">') and "<html" not in part


def test_the_panel_keeps_an_order_that_was_chosen_and_leaves_the_usual_one_to_what_is_asked(sara):
    kept = [sara.get(f"/cases/filter/?box=all{sort}").content.decode().count('type="hidden" name="sort" value="latest"') for sort in ("", "&sort=latest", "&sort=due")]
    assert kept == [0, 1, 0]


def test_a_list_is_saved_shared_changed_removed_and_brought_back(client, cast):
    client.force_login(cast.nahid)
    assert client.post("/cases/views/?box=all&kind=complaint", {"name": "", "audience": "me"}).status_code == 422
    assert client.post("/cases/views/?box=all&kind=complaint", {"name": "شکایت‌ها", "audience": "all"}).status_code == 303
    view = SavedView.objects.get()
    assert (view.for_everybody, view.asked) == (True, {"box": "all", "kind": ["complaint"]})
    assert client.post(f"/cases/views/{view.pk}/", {"name": "x", "audience": "me", "version": 7}).status_code == 409
    assert client.post(f"/cases/views/{view.pk}/", {"name": "x", "audience": str(cast.support.pk), "version": 1}).status_code == 303
    client.post(f"/cases/views/{view.pk}/removal/")
    assert SavedView.objects.count() == 0
    undo = client.get("/cases/views/").content.decode().split('hx-post="/cases/views/removals/')[1].split('"')[0]
    client.post(f"/cases/views/removals/{undo}")
    assert SavedView.objects.get(pk=view.pk).department == cast.support


def test_the_present_list_is_saved_in_a_view_that_stands_and_taken_back(sara, cast):
    view = save_view("کار من", {"box": "mine"}, by=cast.sara)
    html = sara.get("/cases/views/new/?box=all&kind=complaint").content.decode()
    address = f"/cases/views/{view.pk}/filter/?box=all&kind=complaint"
    assert html.count(f'formaction="{address.replace("&", "&amp;")}"') == 1
    assert sara.post(address, {"version": 7})["Location"] == "/cases/?box=all&kind=complaint"
    assert SavedView.objects.get().asked == {"box": "mine"}
    assert sara.post(address, {"version": 1})["Location"] == "/cases/?box=all&kind=complaint"
    kept = SavedView.objects.get()
    assert (kept.name, kept.owner, kept.version, kept.asked) == ("کار من", cast.sara, 2, {"box": "all", "kind": ["complaint"]})
    assert sara.post(f"/cases/views/{view.pk}/filter/undoing/")["Location"] == "/cases/?box=mine"
    assert (SavedView.objects.get().asked, SavedView.objects.get().version) == ({"box": "mine"}, 3)


def test_a_view_that_was_changed_since_keeps_its_filter(sara, cast):
    view = save_view("x", {"box": "mine"}, by=cast.sara)
    sara.post(f"/cases/views/{view.pk}/filter/?box=all&kind=complaint", {"version": 1})
    change_view(SavedView.objects.get(), by=cast.nahid, name="y")
    assert sara.post(f"/cases/views/{view.pk}/filter/undoing/").status_code == 404
    assert SavedView.objects.get().asked == {"box": "all", "kind": ["complaint"]}


def test_only_whoever_may_change_a_view_replaces_its_filter(sara, cast):
    for shared in ({"for_everybody": True}, {"department": cast.support}):
        view = save_view("x", {"box": "mine"}, by=cast.nahid, **shared)
        assert f"/cases/views/{view.pk}/filter/" not in sara.get("/cases/views/new/?box=all").content.decode()
        assert sara.post(f"/cases/views/{view.pk}/filter/?box=all", {"version": 1}).status_code == 403
    assert [one.asked for one in SavedView.objects.all()] == [{"box": "mine"}] * 2


def test_an_agent_cannot_share_with_everybody(sara):
    assert sara.post("/cases/views/?box=all", {"name": "x", "audience": "all"}).status_code == 422
    assert SavedView.objects.count() == 0


def test_a_shared_view_lists_and_counts_for_each_reader_what_they_may_see(client, cast):
    save_view("شکایت‌های همه", {"box": "all", "kind": "complaint"}, by=cast.nahid, for_everybody=True)
    near, far = make_case(cast, kind="complaint"), make_case(cast, kind="complaint", department=cast.accounting)
    shown = {}
    for who in ("sara", "omid", "admin"):
        client.force_login(getattr(cast, who))
        html = client.get("/cases/?box=all&kind=complaint").content.decode()
        count = html.split("شکایت‌های همه</span>")[1].split("</a>")[0]
        shown[who] = (sorted(rows_of(html)), "".join(letter for letter in count if letter.isdigit()))
    assert shown == {"sara": ([near.pk], "۱"), "omid": ([far.pk], "۱"), "admin": ([near.pk, far.pk], "۲")}


def test_whoever_lost_the_department_loses_its_views(sara, cast):
    view = save_view("نمای ما", {}, by=cast.reza, department=cast.support)
    assert "نمای ما" in sara.get("/cases/").content.decode()
    Membership.objects.filter(person=cast.sara).delete()
    assert "نمای ما" not in sara.get("/cases/").content.decode()
    assert sara.get(f"/cases/views/{view.pk}/").status_code == 404


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_a_filtered_list_asks_as_much_for_three_rows_as_for_one(sara, cast):
    address = f"/cases/?box=all&kind=complaint&department={cast.support.pk}"
    make_case(cast, kind="complaint")
    sara.get(address)
    one = queries(sara, address)
    make_case(cast, kind="complaint")
    make_case(cast, kind="complaint")
    assert queries(sara, address) == one


def test_a_view_more_is_one_query_more_at_most_and_only_eight_are_counted(sara, cast):
    sara.get("/cases/")
    counts = []
    for number in range(12):
        save_view(f"v{number}", {"box": "all", "waits": str(number + 1)}, by=cast.sara)
        counts.append(queries(sara, "/cases/"))
    steps = [after - before for before, after in zip(counts, counts[1:], strict=False)]
    assert steps == [1] * 7 + [0] * 4


def test_next_and_previous_follow_the_list_also_from_a_case_that_left_it(sara, cast):
    now = timezone.now()
    cases = [make_case(cast, kind="complaint", waiting_since=now - timedelta(hours=9 - number)) for number in range(4)]
    make_case(cast, waiting_since=now - timedelta(hours=8, minutes=30))
    query = "?box=all&kind=complaint"

    def led(number, way):
        return sara.get(f"/cases/{number}/{way}/{query}")["Location"]

    assert led(cases[0].pk, "next") == f"/cases/{cases[1].pk}/{query}"
    assert led(cases[2].pk, "previous") == f"/cases/{cases[1].pk}/{query}"
    assert led(cases[3].pk, "next") == f"/cases/{cases[3].pk}/{query}"  # the last one stays, with a word
    begin_wait(cases[1], at=cases[1].waiting_since)
    change_state(Case.objects.get(pk=cases[1].pk), "answered", by=cast.sara)
    assert led(cases[1].pk, "next") == f"/cases/{cases[2].pk}/{query}"
    assert led(cases[1].pk, "previous") == f"/cases/{cases[0].pk}/{query}"


def test_the_whole_list_is_walked_both_ways_also_where_two_stand_at_the_same_moment(sara, cast):
    moment = timezone.now()
    cases = [make_case(cast, state="waiting", waiting_since=None, last_message_at=moment) for _ in range(3)]
    order = [case.pk for case in reversed(cases)]
    for way, numbers in (("next", order), ("previous", order[::-1])):
        at, seen = numbers[0], [numbers[0]]
        while (to := int(sara.get(f"/cases/{at}/{way}/?box=all&state=waiting")["Location"].split("/")[2])) != at:
            seen.append(at := to)
        assert seen == numbers


def test_with_htmx_the_next_case_comes_in_place_under_its_own_address(sara, cast):
    now = timezone.now()
    first, second = (make_case(cast, waiting_since=now - timedelta(hours=9 - number)) for number in range(2))
    headers = {"HX-Request": "true", "HX-Target": "main#main", "HX-Current-URL": f"http://testserver/cases/{first.pk}/?box=all"}
    answer = sara.get(f"/cases/{first.pk}/next/?box=all", headers=headers)
    assert answer["HX-Push-Url"] == f"/cases/{second.pk}/?box=all"
    assert answer.content.decode().count('hx-target="#main"') >= 1
    last = sara.get(f"/cases/{second.pk}/next/?box=all", headers=headers)
    assert 'hx-target="#toasts"' in last.content.decode() and 'hx-target="#main"' not in last.content.decode()


def test_the_way_to_the_next_case_is_one_query_beyond_who_asks(sara, cast):
    case = make_case(cast)
    sara.get(f"/cases/{case.pk}/next/?box=all")
    with CaptureQueriesContext(connection) as asked:
        sara.get(f"/cases/{case.pk}/next/?box=all")
    assert len([one for one in asked.captured_queries if "ORDER BY" in one["sql"] and '"cases_case"' in one["sql"]]) == 1

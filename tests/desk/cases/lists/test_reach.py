"""The inbox by priority and by how many may hear of a case: sorted, paged, stepped through, filtered, said."""

import pytest
from django.db import connection
from django.urls import reverse

from sandali.cases.actions.saved_views import save_view
from sandali.cases.models import Case
from sandali.cases.queries import rank_of, sorted_cases
from sandali.desk.cases import boxes
from sandali.desk.cases.boxes import Filter, listed_cases
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P16")]


@pytest.fixture
def cases(cast):
    """In the order of the sort: urgent, high and heard by many, high, two alike of which the first is older, low."""
    fields = ((4, 0), (3, 1314), (3, 21), (2, 0), (2, 0), (1, 90_000))
    made = [make_case(cast, state="open", assignee=cast.sara, priority=priority, reach=reach) for priority, reach in fields]
    return [case.pk for case in made]


def listed(client, address):
    page = client.get(address)
    return [int(part.split('"')[0]) for part in page.content.decode().split('id="case-row-')[1:]], page


def test_the_list_by_priority_goes_by_reach_among_alike_and_the_older_first(client, cast, cases, monkeypatch):
    client.force_login(cast.sara)
    assert listed(client, "/cases/?box=mine&sort=priority")[0] == cases
    monkeypatch.setattr(boxes, "PAGE", 2)
    address, found = "/cases/?box=all&sort=priority", []
    while address:
        rows, page = listed(client, address)
        found += rows[:2]
        address = page.context["more_url"]
        assert len(found) < 20
    assert found == cases


def test_next_and_previous_follow_the_same_order(client, cast, cases):
    client.force_login(cast.sara)
    query = {"box": "mine", "sort": "priority"}
    forward = [client.get(reverse("case_next", args=[one]), query).url.split("/")[2] for one in cases[:-1]]
    back = [client.get(reverse("case_previous", args=[one]), query).url.split("/")[2] for one in cases[1:]]
    assert ([int(one) for one in forward], [int(one) for one in back]) == (cases[1:], cases[:-1])


def test_a_list_is_narrowed_to_what_many_may_hear_of_and_says_how_many(client, cast, cases):
    client.force_login(cast.sara)
    found, page = listed(client, "/cases/?box=mine&reach=%DB%B1%DB%B0%DB%B0%DB%B0")
    assert set(found) == {cases[1], cases[5]}
    assert "حدود ۱٬۳۱۴ نفر" in page.content.decode()
    assert [one.label for one in page.context["chips"]] == ["دست‌کم ۱٬۰۰۰ نفر ممکن است بشنوند"]
    # Elsewhere it is no business of a list.
    assert "حدود ۱٬۳۱۴ نفر" not in client.get("/cases/?box=mine").content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it reads SQLite's plans")
@pytest.mark.parametrize("who", ["sara", "admin", "omid"])
@pytest.mark.parametrize(
    ("after", "back", "way"),
    [(None, False, "SCAN cases_case USING INDEX cases_by_priority"), ((rank_of(3, 1314), 7), False, "SEARCH cases_case USING INDEX cases_by_priority (priority<?)"),
     ((rank_of(3, 1314), 7), True, "SEARCH cases_case USING INDEX cases_by_priority (priority>?)")],
)  # fmt: skip
def test_it_is_read_along_an_index_and_sorts_nothing(cast, cases, who, after, back, way):
    found = listed_cases(getattr(cast, who), Filter(box="all", sort="priority"))
    steps = [" ".join(step.split()[3:]) for step in sorted_cases(found, sort="priority", after=after, back=back)[:31].explain().splitlines()]
    assert (steps[0], [step for step in steps if "ORDER BY" in step]) == (way, [])


@pytest.mark.parametrize("box", ["mine", "all"])
def test_it_lists_where_somebody_waits_for_our_word(client, cast, cases, box):
    for case, state in zip(cases, ("waiting", "lapsed", "answered", "new", "waiting", "open"), strict=True):
        Case.objects.filter(pk=case).update(state=state)
    client.force_login(cast.sara)
    assert listed(client, f"/cases/?box={box}&sort=priority")[0] == [cases[3], cases[5]]


def test_a_view_keeps_both(client, cast, cases):
    view = save_view("پرشنونده", {"box": "mine", "sort": "priority", "reach": "1000"}, by=cast.sara)
    assert view.asked == {"box": "mine", "sort": "priority", "reach": ["1000"]}


@pytest.mark.parametrize("after", ["x,1", "1", "-1,2", "2026-11-21T08:00:00+00:00,12", "9" * 30 + ",1"])
def test_a_mark_that_is_none_begins_at_the_beginning(client, cast, cases, after):
    client.force_login(cast.sara)
    assert listed(client, f"/cases/?box=mine&sort=priority&after={after}")[0] == cases

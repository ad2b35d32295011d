"""The tree of causes as the company edits it: added, renamed, moved, merged, retired; what would break it is said, and a lost race too."""

import pytest
from django.test import Client

from sandali.resolution.models import CaseCause, Cause
from sandali.resolution.recovery import causes
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]
PAGE = "/settings/causes/"


@pytest.fixture
def nahid(cast):
    client = Client()
    client.force_login(cast.nahid)
    return client


def made(name, by, parent=None):
    return causes.add_cause(name, by=by, parent=parent and parent.pk)


def at(cause, what=""):
    return f"{PAGE}{cause.pk}/{what}"


def test_an_empty_tree_begins_with_the_usual_causes_once(nahid, cast):
    assert f'action="{PAGE}usual/"' in nahid.get(PAGE).content.decode()
    assert nahid.post(f"{PAGE}usual/").status_code == 303
    planted = Cause.objects.count()
    nahid.post(f"{PAGE}usual/")
    assert (planted > 5, Cause.objects.count()) == (True, planted)
    assert f'action="{PAGE}usual/"' not in nahid.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_each_cause_shows_how_many_cases_it_has_and_leads_to_them(nahid, cast, count):
    all_ = [made(f"علت {number}", cast.nahid) for number in range(count)]
    for number, cause in enumerate(all_):
        for _case in range(number):
            causes.find_cause(make_case(cast), cause.pk, by=cast.sara)
    rows = nahid.get(PAGE).context["rows"]
    assert [(row["branch"].name, row["cases"]) for row in rows] == [(f"علت {number}", number) for number in range(count)]
    assert [len(nahid.get(row["cause_url"]).context["rows"].split("list-row")) > 1 for row in rows] == [row["cases"] > 0 for row in rows]


def test_a_cause_is_added_under_another_and_the_page_comes_back_at_its_place(nahid, cast):
    above = made("پیک", cast.nahid)
    answer = nahid.post(PAGE, {"name": "ترافیک", "parent": above.pk})
    below = Cause.objects.get(name="ترافیک")
    assert (answer.status_code, answer["Location"], below.parent) == (303, f"{PAGE}#cause-{below.pk}", above)


@pytest.mark.parametrize(("name", "parent"), [("", ""), (" \u200c ", ""), ("پیک", ""), ("x" * 81, ""), ("تازه", "999"), ("تازه", "x")])
def test_what_is_no_cause_is_said_and_stays_typed(nahid, cast, name, parent):
    made("پیک", cast.nahid)
    answer = nahid.post(PAGE, {"name": name, "parent": parent})
    assert (answer.status_code, answer.context["form"]["name"].value(), Cause.objects.count()) == (422, name, 1)


def test_renamed_moved_and_retired_and_offered_again(nahid, cast):
    one, other = made("پیک", cast.nahid), made("انبار", cast.nahid)
    assert nahid.post(at(one), {"name": "پست", "version": 1}).status_code == 303
    assert nahid.post(at(one, "place/"), {"parent": other.pk, "version": 2}).status_code == 303
    assert nahid.post(at(one, "retirement/"), {"version": 3}).status_code == 303
    one.refresh_from_db()
    assert (one.name, one.parent, one.retired_at is not None) == ("پست", other, True)
    assert nahid.post(at(one, "retirement/"), {"version": 4, "back": "1"}).status_code == 303
    assert nahid.post(at(one, "place/"), {"parent": "", "version": 5}).status_code == 303
    one.refresh_from_db()
    assert (one.parent, one.retired_at) == (None, None)


def test_two_that_were_one_become_one_with_their_cases(nahid, cast):
    one, other, case = made("پیک", cast.nahid), made("پیک موتوری", cast.nahid), make_case(cast)
    causes.find_cause(case, one.pk, by=cast.sara)
    assert nahid.post(at(one, "merging/"), {"into": other.pk, "version": 1}).status_code == 303
    assert CaseCause.objects.values_list("cause", flat=True).get() == other.pk
    assert (nahid.get(at(one)).status_code, [row["branch"].pk for row in nahid.get(PAGE).context["rows"]]) == (404, [other.pk])


@pytest.mark.parametrize(("what", "given"), [("", {"name": ""}), ("", {"name": "انبار"}), ("place/", {"parent": "999"}), ("merging/", {"into": ""}), ("merging/", {"into": "999"})])
def test_what_would_break_the_tree_is_said_and_changes_nothing(nahid, cast, what, given):
    one = made("پیک", cast.nahid)
    made("انبار", cast.nahid)
    answer = nahid.post(at(one, what), given | {"version": 1})
    one.refresh_from_db()
    assert (answer.status_code, one.name, one.parent, one.merged_into, one.version) == (422, "پیک", None, None, 1)


def test_a_name_that_is_taken_stays_typed(nahid, cast):
    one = made("پیک", cast.nahid)
    made("انبار", cast.nahid)
    answer = nahid.post(at(one), {"name": "انبار", "version": 1})
    assert (answer.status_code, answer.context["form"]["name"].value()) == (422, "انبار")


@pytest.mark.parametrize(("what", "given"), [("", {"name": "دیگر"}), ("place/", {"parent": ""}), ("retirement/", {}), ("retirement/", {"back": "1"})])
def test_of_two_who_change_a_cause_the_second_sees_how_it_stands(nahid, cast, what, given):
    above = made("بالا", cast.nahid)
    one = made("پیک", cast.nahid, parent=above)
    causes.rename_cause(one, "پست", by=cast.admin)
    answer = nahid.post(at(one, what), given | {"version": 1})
    one.refresh_from_db()
    assert (answer.status_code, "پست" in answer.content.decode(), one.name, one.version) == (409, True, "پست", 2)
    if what == "":
        assert answer.context["form"]["name"].value() == "دیگر"


def test_who_acts_on_a_cause_that_was_merged_meanwhile_is_led_to_the_tree(nahid, cast):
    one, other = made("پیک", cast.nahid), made("پست", cast.nahid)
    causes.merge_cause(one, other.pk, by=cast.admin)
    assert [nahid.post(at(one, what), {"name": "x", "version": 1}).status_code for what in ("", "place/", "merging/", "retirement/")] == [404] * 4


def test_who_may_not_keep_causes_is_refused(agent, cast):
    one = made("پیک", cast.nahid)
    addresses = [PAGE, at(one)]
    acts = [PAGE, f"{PAGE}usual/", *(at(one, what) for what in ("", "place/", "merging/", "retirement/"))]
    assert [agent.get(address).status_code for address in addresses] + [agent.post(address, {}).status_code for address in acts] == [403] * 8

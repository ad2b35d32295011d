"""The tree of causes, the causes of a case, and whether one came back after it was mended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.history.models import Event, Notice
from sandali.resolution.models import CaseCause, Cause, CauseLook, RecoveryStep
from sandali.resolution.recovery import causes, counting
from sandali.resolution.recovery.planting import plant_causes
from sandali.resolution.recovery.queries import causes_of, standing_rows
from sandali.resolution.recovery.tree import read_tree, search, walk
from sandali.resolution.recovery.waiting import tell_of_looks
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]
DAY = timedelta(days=1)


@pytest.fixture
def tree(cast):
    """delivery › courier › traffic, and goods"""
    delivery = causes.add_cause("Delivery", by=cast.nahid)
    courier = causes.add_cause("Courier", by=cast.nahid, parent=delivery.pk)
    traffic = causes.add_cause("Traffic", by=cast.nahid, parent=courier.pk)
    return delivery, courier, traffic, causes.add_cause("Goods", by=cast.nahid)


def names():
    return [one.path for one in walk(read_tree())]


def test_the_tree_is_in_order_and_moves_with_all_below(cast, tree):
    delivery, courier, _traffic, goods = tree
    assert names() == ["Delivery", "Delivery › Courier", "Delivery › Courier › Traffic", "Goods"]
    causes.move_cause(courier, goods.pk, by=cast.nahid)
    assert names() == ["Delivery", "Goods", "Goods › Courier", "Goods › Courier › Traffic"]
    causes.move_cause(Cause.objects.get(pk=courier.pk), None, by=cast.nahid)
    assert names() == ["Courier", "Courier › Traffic", "Delivery", "Goods"]


def test_nothing_moves_under_itself_or_too_deep_or_beside_its_own_name(cast, tree):
    delivery, courier, traffic, goods = tree
    for below in (delivery, courier, traffic):
        with pytest.raises(causes.CannotChange, match="زیر خودش"):
            causes.move_cause(delivery, below.pk, by=cast.nahid)
    deepest = causes.add_cause("Rain", by=cast.nahid, parent=traffic.pk)
    with pytest.raises(causes.CannotChange, match="عمیق"):
        causes.add_cause("x", by=cast.nahid, parent=deepest.pk)
    with pytest.raises(causes.CannotChange, match="عمیق"):
        causes.move_cause(delivery, goods.pk, by=cast.nahid)
    with pytest.raises(causes.CannotChange, match="با این نام"):
        causes.add_cause("  goods ", by=cast.nahid)
    with pytest.raises(causes.CannotChange, match="با این نام"):
        causes.rename_cause(goods, "Delivery", by=cast.nahid)
    with pytest.raises(causes.CannotChange, match="نام داشته"):
        causes.add_cause(" \u200c ", by=cast.nahid)


def test_arabic_and_persian_letters_are_one_name(cast):
    causes.add_cause("تأخیر پیک", by=cast.nahid)
    with pytest.raises(causes.CannotChange):
        causes.add_cause("تأخير پيك", by=cast.nahid)


def test_merging_takes_cases_and_branches_along_and_counts_no_case_twice(cast, tree):
    delivery, courier, traffic, goods = tree
    one, both = make_case(cast), make_case(cast)
    for case, cause in ((one, courier), (both, courier), (both, goods)):
        causes.find_cause(case, cause.pk, by=cast.sara)
    causes.merge_cause(courier, goods.pk, by=cast.nahid)
    assert (names(), causes_of(one), causes_of(both)) == (["Delivery", "Goods", "Goods › Traffic"], [(goods.pk, "Goods")], [(goods.pk, "Goods")])
    with pytest.raises(causes.CannotChange):
        causes.merge_cause(goods, traffic.pk, by=cast.nahid)
    with pytest.raises(Overtaken):
        causes.rename_cause(courier, "x", by=cast.nahid, version=1)


def test_of_two_who_edit_the_second_is_asked(cast, tree):
    causes.rename_cause(tree[0], "Shipping", by=cast.nahid, version=1)
    with pytest.raises(Overtaken) as overtaken:
        causes.retire_cause(tree[0], by=cast.admin, version=1)
    assert (overtaken.value.current.name, overtaken.value.current.retired_at) == ("Shipping", None)


def test_a_retired_cause_is_not_offered_and_keeps_its_cases(cast, tree):
    case = make_case(cast)
    causes.find_cause(case, tree[3].pk, by=cast.sara)
    causes.retire_cause(tree[3], by=cast.nahid)
    assert ([one.name for one in search("good")], causes_of(case)) == ([], [(tree[3].pk, "Goods")])
    with pytest.raises(Cause.DoesNotExist):
        causes.find_cause(make_case(cast), tree[3].pk, by=cast.sara)


def test_a_search_finds_by_the_names_above_too_the_own_name_first(tree):
    assert [one.name for one in search("courier")] == ["Courier", "Traffic"]
    assert [one.name for one in search("delivery traff")] == ["Traffic"]


@pytest.mark.parametrize("language, first", [("fa", "ارسال و تحویل"), ("en", "Delivery")])
def test_the_usual_causes_are_planted_once(cast, language, first):
    made = plant_causes(language, by=cast.admin)
    assert (made, plant_causes(language, by=cast.admin), Cause.objects.count()) == (made, 0, made)
    assert Cause.objects.filter(name=first, parent=None).count() == 1


def test_a_complaint_may_have_several_causes_and_without_any_the_step_is_open(cast, tree):
    case = make_case(cast, kind="complaint")
    causes.look_again(case, timezone.now() + timedelta(days=3), by=cast.sara)
    for cause in (tree[1], tree[3]):
        causes.find_cause(case, cause.pk, by=cast.sara)
    assert (len(causes_of(case)), [row[0] for row in standing_rows(case)], CauseLook.objects.count()) == (2, ["cause"], 0)
    causes.take_cause_away(case, tree[1].pk, by=cast.sara)
    assert RecoveryStep.objects.filter(ended_at=None).count() == 1
    causes.take_cause_away(case, tree[3].pk, by=cast.sara)
    assert (causes_of(case), RecoveryStep.objects.filter(ended_at=None).count()) == ([], 0)


def test_not_known_yet_is_told_of_on_its_day_once_and_in_working_hours(cast):
    case = make_case(cast, kind="complaint", assignee=cast.reza)
    now = timezone.now()
    causes.look_again(case, now + timedelta(days=3), by=cast.sara)
    from sandali.company.queries import week_hours

    day = week_hours().next_opening(now + timedelta(days=4))
    assert [tell_of_looks(now), tell_of_looks(day), tell_of_looks(day)] == [0, 1, 0]
    assert sorted(Notice.objects.filter(event__kind="cause_to_find").values_list("person__name", flat=True)) == ["Reza", "Sara"]
    with pytest.raises(causes.CannotChange):
        causes.look_again(case, now - timedelta(days=1), by=cast.sara)


def test_a_lesson_is_written_and_a_second_writer_is_asked(cast):
    case = make_case(cast)
    lesson = causes.write_lesson(case, "one", by=cast.sara, version=0)
    with pytest.raises(Overtaken):
        causes.write_lesson(case, "two", by=cast.reza, version=0)
    changed = causes.write_lesson(case, "two", by=cast.reza, version=1)
    assert (changed.pk, changed.text, changed.by, Event.objects.filter(kind="lesson_written").count()) == (lesson.pk, "two", cast.sara, 2)


# --- How often ---------------------------------------------------------------------------------------------------------
def complaint(cast, cause, *, days_ago, **fields):
    case = make_case(cast, kind="complaint", opened_at=timezone.now() - timedelta(days=days_ago), **fields)
    causes.find_cause(case, cause.pk, by=cast.admin)
    return case


def test_the_tree_counts_each_case_once_in_a_branch_and_only_those_in_reach(cast, tree):
    delivery, courier, traffic, goods = tree
    case = complaint(cast, courier, days_ago=2)
    causes.find_cause(case, traffic.pk, by=cast.sara)
    complaint(cast, goods, days_ago=12)
    complaint(cast, goods, days_ago=2, department=cast.accounting)
    now = timezone.now()
    found = {one.branch.name: (one.now, one.before) for one in counting.count_tree(cast.nahid, now - timedelta(days=10), now)}
    assert found == {"Delivery": (1, 0), "Courier": (1, 0), "Traffic": (1, 0), "Goods": (0, 1)}


def test_what_rises_is_named_by_the_branch_that_rises(cast, tree):
    for days in (1, 2, 3, 14):
        complaint(cast, tree[2], days_ago=days)
    complaint(cast, tree[3], days_ago=14)
    now = timezone.now()
    found = counting.rising(counting.count_tree(cast.nahid, now - timedelta(days=10), now))
    assert [(one.branch.name, one.change) for one in found] == [("Traffic", 2)]


def mended(cast, cause, *, before, after, weeks=6):
    causes.mend_cause(cause, "stronger boxes", by=cast.nahid, at=timezone.now() - timedelta(weeks=weeks))
    for number in range(before):
        complaint(cast, cause, days_ago=weeks * 7 + 1 + number % (weeks * 7 - 2))
    for number in range(after):
        complaint(cast, cause, days_ago=1 + number % (weeks * 7 - 2))
    cause.refresh_from_db()
    return counting.recurrence(cause, cast.nahid, now=timezone.now())


@pytest.mark.parametrize(
    "before, after, weeks, verdict",
    [(9, 1, 6, "fewer"), (2, 1, 6, "few"), (6, 6, 6, "same"), (1, 9, 6, "more"), (9, 0, 1, "early"), (0, 0, 6, "few")],
)
def test_recurrence_says_what_the_counts_allow_and_no_more(cast, tree, before, after, weeks, verdict):
    found = mended(cast, tree[1], before=before, after=after, weeks=weeks)
    assert (found.verdict, found.weeks, found.before, found.after) == (verdict, weeks, before, after)
    assert found.mended - found.start == found.end - found.mended == timedelta(weeks=weeks)


def test_the_tail_is_that_of_the_sign_test():
    assert (counting.tail(10, 1), counting.tail(0, 0)) == (11 / 1024, 1.0)
    assert abs(counting.tail(1001, 470) - 0.0286) < 0.001


def test_whoever_mended_it_hears_of_the_first_case_that_has_it_since(cast, tree):
    now = timezone.now()
    before, since = make_case(cast, kind="complaint", opened_at=now - 3 * DAY), make_case(cast, kind="complaint", opened_at=now - DAY)
    above, _courier, below, _goods = tree
    causes.mend_cause(above, "دولایه", by=cast.nahid, at=now - 2 * DAY)
    for case in (before, since):
        causes.find_cause(case, below.pk, by=cast.sara)
    [event] = Event.objects.filter(kind="cause_came_back")
    assert (event.case_id, event.data["cause"], event.data["people"]) == (since.pk, above.name, [cast.nahid.pk])
    assert list(Notice.objects.filter(event=event).values_list("person", flat=True)) == [cast.nahid.pk]
    causes.find_cause(since, below.pk, by=cast.reza)  # it has it already
    assert Event.objects.filter(kind="cause_came_back").count() == 1


def test_a_cause_that_is_not_mended_has_no_recurrence_and_no_case_is_counted_at_its_own_mending_twice(cast, tree):
    assert counting.recurrence(tree[0], cast.nahid, now=timezone.now()) is None
    assert CaseCause.objects.count() == 0

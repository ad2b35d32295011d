"""Suggestions that name a merged case name the one in which it lives on, and their own case again when the merge is undone."""

import pytest

from sandali.cases.actions.regrouping import merge_cases, split_case, undo_regrouping
from sandali.cases.models import Case
from sandali.team.actions import add_voice, suggest
from sandali.team.models import Carried, Suggestion, Voice
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P21")]


def fresh(case):
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def named(cast):
    """A case that a suggestion names, and with which somebody else met another one; and a case that names nothing."""
    case, other = make_case(cast), make_case(cast)
    suggest("یک شماره برای پیگیری بدهیم", by=cast.sara, case=case)
    add_voice(suggest("بسته‌بندی دولایه", by=cast.sara), "من هم", by=cast.reza, case=case)
    return case, other


def standing():
    """The cases that suggestions name, and those that voices do."""
    return [list(model.objects.order_by("pk").values_list("case_id", flat=True)) for model in (Suggestion, Voice)]


def test_they_go_along_and_come_back(cast, named):
    case, other = named
    made = merge_cases(fresh(case), fresh(other), by=cast.nahid)
    assert standing() == [[other.pk, None], [other.pk]]
    undo_regrouping(made, by=cast.nahid)
    assert (standing(), Carried.objects.count()) == ([[case.pk, None], [case.pk]], 0)


def test_through_two_merges_they_find_their_way_back(cast, named):
    case, other = named
    last = make_case(cast)
    first = merge_cases(fresh(case), fresh(other), by=cast.nahid)
    second = merge_cases(fresh(other), fresh(last), by=cast.nahid)
    assert standing() == [[last.pk, None], [last.pk]]
    undo_regrouping(second, by=cast.nahid)
    assert standing() == [[other.pk, None], [other.pk]]
    undo_regrouping(first, by=cast.nahid)
    assert standing() == [[case.pk, None], [case.pk]]


def test_what_was_named_anew_meanwhile_stays_so(cast, named):
    case, other = named
    elsewhere = make_case(cast)
    made = merge_cases(fresh(case), fresh(other), by=cast.nahid)
    Suggestion.objects.filter(case=other).update(case=elsewhere)
    undo_regrouping(made, by=cast.nahid)
    assert standing() == [[elsewhere.pk, None], [case.pk]]


def test_a_suggestion_from_a_case_that_was_split_off_names_the_old_one_when_the_split_is_undone(cast):
    case = make_case(cast, messages=2)
    made = split_case(fresh(case), [case.messages.last().pk], by=cast.nahid, subject="پیگیری")
    suggest("پیگیری", by=cast.sara, case=made.target)
    undo_regrouping(made, by=cast.nahid)
    assert standing() == [[case.pk], []]


def test_a_merge_that_nobody_named_keeps_nothing(cast):
    merge_cases(make_case(cast), make_case(cast), by=cast.nahid)
    assert Carried.objects.count() == 0

"""Cases that belong together."""

import pytest

from sandali.cases.actions.linking import MOST_LINKS, link_cases, nest_case, separate_case, unlink_cases
from sandali.cases.models import Case, CaseLink
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast):
    return [make_case(cast, messages=0) for _number in range(5)]


def parents(cases):
    """The place of each case's parent among them, None where it has none."""
    numbers = {case.pk: place for place, case in enumerate(cases)}
    rows = dict(Case.objects.values_list("pk", "parent_id"))
    return [numbers.get(rows[case.pk]) for case in cases]


def test_a_link_is_one_from_either_side_and_can_be_taken_away(cast, cases):
    one, other = cases[:2]
    assert link_cases(other, one, by=cast.sara) == link_cases(one, other, by=cast.reza)
    assert list(CaseLink.objects.values_list("one", "other")) == [(one.pk, other.pk)]
    assert [unlink_cases(other, one, by=cast.sara) for _time in range(2)] == [True, False]
    told = Event.objects.filter(kind__startswith="case_").order_by("pk")
    assert list(told.values_list("kind", "case_id")) == [
        ("case_linked", other.pk), ("case_linked", one.pk), ("case_unlinked", other.pk), ("case_unlinked", one.pk),
    ]  # fmt: skip


@pytest.mark.reliability("H3")
def test_what_is_told_of_a_link_names_no_case(cast, cases):
    link_cases(*cases[:2], by=cast.sara)
    nest_case(*cases[:2], by=cast.sara)
    assert list(Event.objects.filter(kind__startswith="case_").values_list("data", flat=True)) == [{}] * 4


def test_a_case_is_not_linked_with_itself_and_not_with_too_many(cast, cases):
    with pytest.raises(ValueError):
        link_cases(cases[0], cases[0], by=cast.sara)
    others = Case.objects.bulk_create(Case(customer=cast.mina) for _number in range(MOST_LINKS))
    CaseLink.objects.bulk_create(CaseLink(one=cases[0], other=other) for other in others)
    with pytest.raises(ValueError):
        link_cases(cases[0], cases[1], by=cast.sara)


def test_parts_stand_three_levels_deep_at_most_and_never_below_themselves(cast, cases):
    top, middle, low, fourth, _other = cases
    nest_case(middle, top, by=cast.sara)
    nest_case(low, middle, by=cast.sara)
    assert parents(cases) == [None, 0, 1, None, None]
    for child, parent in ((fourth, low), (top, low), (top, middle), (middle, low), (top, top), (top, fourth)):
        with pytest.raises(ValueError):
            nest_case(child, parent, by=cast.sara)
    assert parents(cases) == [None, 0, 1, None, None]


def test_a_part_moves_to_another_whole_and_stands_by_itself_again(cast, cases):
    one, other, part = cases[:3]
    nest_case(part, one, by=cast.sara)
    nest_case(part, other, by=cast.sara)
    happened = Event.objects.count()
    nest_case(part, other, by=cast.sara)
    assert (parents(cases[:3]), Event.objects.count()) == ([None, None, 1], happened)
    assert [separate_case(part, by=cast.sara) for _time in range(2)] == [True, False]
    assert parents(cases[:3]) == [None, None, None]

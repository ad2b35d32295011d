"""Segments by the API: read, never built; and what its person may not see makes nobody a member."""

import pytest
from sandali_client import Problem

from sandali.cases.models import Kind
from sandali.customers.segments.actions import save_segment
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of

pytestmark = pytest.mark.django_db
COMPLAINED = {"joined": "all", "of": [{"kind": "cases", "not": False, "values": {"how": "at_least", "times": 1, "of_kind": "complaint"}}]}
ANYBODY = {"joined": "all", "of": [{"kind": "cases", "not": True, "values": {"how": "at_least", "times": 9}}]}


def test_segments_are_listed_read_and_walked_through(cast, sara):
    make_case(cast, kind=Kind.COMPLAINT)
    own, shared = save_segment("ناراضیان", COMPLAINED, by=cast.sara), save_segment("همه", ANYBODY, by=cast.admin, for_everybody=True)
    save_segment("رضا", COMPLAINED, by=cast.reza)
    first, second = sara.segments.list()
    assert (first, second["id"]) == (
        {"id": own.pk, "name": "ناراضیان", "sentence": "Customers who complained at least once.", "works": True, "for_everybody": False, "version": 1}, shared.pk,
    )  # fmt: skip
    assert sara.segments.get(own.pk) == first | {"count": 1}
    assert [one["id"] for one in sara.segments.customers(own.pk)] == [cast.mina.pk]
    assert sorted(one["id"] for one in sara.segments.customers(shared.pk)) == sorted([cast.mina.pk, cast.kaveh.pk])


@pytest.mark.reliability("H3")
def test_a_token_counts_what_its_person_may_see_and_knows_nobody_else_s_segment(cast, sara):
    make_case(cast, kind=Kind.COMPLAINT, department=cast.accounting, assignee=cast.omid)
    shared, own = save_segment("همه", COMPLAINED, by=cast.admin, for_everybody=True), save_segment("رضا", COMPLAINED, by=cast.reza)
    assert [program.segments.get(shared.pk)["count"] for program in (sara, program_of(cast.omid))] == [0, 1]
    with pytest.raises(Problem) as refused:
        sara.segments.get(own.pk)
    assert refused.value.status == 404

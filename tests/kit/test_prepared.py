"""kit/prepared.py: queries whose SQL is written once."""

from datetime import UTC, datetime

import pytest

from sandali.history.models import Event
from sandali.kit.prepared import Prepared

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, tzinfo=UTC)


def make_events() -> None:
    for number in (1, 2, 2):
        Event.objects.create(kind="state_changed", at=AT, subject_type="case", subject_id=number, case_id=number, data={"to": number})


def test_the_rows_are_those_that_django_gives_with_their_types():
    make_events()
    ask = Prepared(lambda case: Event.objects.filter(case_id=case, kind="state_changed").order_by("pk").values_list("case_id", "at", "data"))
    assert [ask(number) for number in (1, 2, 3)] == [[(1, AT, {"to": 1})], [(2, AT, {"to": 2})] * 2, []]


def test_the_sql_is_written_once_for_each_number_of_arguments():
    make_events()
    written = []
    ask = Prepared(lambda *cases: written.append(cases) or Event.objects.filter(case_id__in=cases).values_list("pk", "case_id"))
    assert ([len(ask(*cases)) for cases in ((1,), (2,), (1, 2), (2, 3))], len(written)) == ([1, 2, 3, 2], 2)


def test_a_slice_stays():
    make_events()
    ask = Prepared(lambda: Event.objects.order_by("-case_id").values_list("case_id", "kind")[:1])
    assert ask() == ask() == [(2, "state_changed")]


def test_an_argument_that_does_not_reach_the_sql_is_refused():
    with pytest.raises(ValueError, match="value of its own"):
        Prepared(lambda case: Event.objects.filter(case_id=case + 1).values_list("pk"))(1)


def test_only_whole_numbers_are_taken():
    with pytest.raises(ValueError, match="whole numbers"):
        Prepared(lambda case: Event.objects.filter(case_id=case).values_list("pk"))(None)

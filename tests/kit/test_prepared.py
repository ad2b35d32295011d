"""kit/prepared.py: queries whose SQL is written once."""

from datetime import UTC, datetime

import pytest

from sandali.company.models import Person
from sandali.history.models import Event
from sandali.kit.prepared import MOST, Prepared, PreparedModels

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


def test_texts_vary_too_and_stay_texts():
    make_events()
    ask = Prepared(lambda kind, *cases: Event.objects.filter(kind=kind, case_id__in=cases).order_by("pk").values_list("kind", "case_id"))
    assert [ask("state_changed", 1, 2), ask("' OR 1=1 --", 1), ask("1", 2)] == [
        [("state_changed", 1), ("state_changed", 2), ("state_changed", 2)], [], [],
    ]  # fmt: skip


def test_only_whole_numbers_and_texts_are_taken():
    with pytest.raises(ValueError, match="whole numbers and texts"):
        Prepared(lambda case: Event.objects.filter(case_id=case).values_list("pk"))(None)


def test_models_come_as_django_makes_them_with_what_they_join():
    sara = Person.objects.create(email="sara@example.test", name="سارا")
    for by in (sara, None):
        Event.objects.create(kind="state_changed", at=AT, subject_type="case", subject_id=1, case_id=1, data={"to": 1}, by=by)
    ask = PreparedModels(lambda case: Event.objects.filter(case_id=case).select_related("by").only("kind", "data", "by__name").order_by("pk"))
    first, second = ask(1)
    assert (first.kind, first.data, first.by.name, second.by) == ("state_changed", {"to": 1}, "سارا", None)
    assert first.get_deferred_fields() == Event.objects.only("kind", "data", "by").get(pk=first.pk).get_deferred_fields()
    assert first.by.get_deferred_fields() >= {"email", "password"}


def test_a_number_that_no_database_holds_finds_nothing():
    make_events()
    ask = Prepared(lambda case: Event.objects.filter(case_id=case).values_list("pk", "at"))
    assert [ask(number) for number in (10**30, MOST, -(10**30))] == [[], [], []]


def test_a_query_that_nothing_can_fit_is_empty_and_asks_nothing(django_assert_num_queries):
    rows = Prepared(lambda case: Event.objects.filter(case_id=case, pk__in=[]).values_list("pk", "kind"))
    models = PreparedModels(lambda person: Person.objects.filter(pk=person, role__in=[]))
    with django_assert_num_queries(0):
        assert [rows(1), rows(1), models(1), models(1)] == [[], [], [], []]

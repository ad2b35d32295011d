"""Finding cases, however typed, and only those that may be seen."""

import pytest

from sandali.cases.actions import classify_case, open_case, write_note
from sandali.cases.search import find_hits
from sandali.kit.digits import to_persian
from sandali.kit.excerpts import excerpt
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def found(person, query):
    return [hit.case.pk for hit in find_hits(person, query).hits]


def test_a_case_is_found_by_its_number_in_any_digits(cast):
    case = make_case(cast)
    persian = str(case.pk).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert [found(cast.sara, query) for query in (str(case.pk), persian, f"#{case.pk}", f" {persian} ")] == [[case.pk]] * 4


@pytest.mark.parametrize("query", ["پیگیری", "پيگيري", "می‌خواهم", "می خواهم", "كالا", "۱۴۰۵", "1405"])
def test_a_word_is_found_however_it_is_typed(cast, query):
    case = open_case(cast.mina, by=cast.sara, subject="پیگیری کالا ۱۴۰۵")
    write_note(case, "من گزارش می‌خواهم", by=cast.sara)
    assert found(cast.sara, query) == [case.pk]


@pytest.mark.parametrize("query", ["09123456789", "+98 912 345 6789", "۰۰۹۸۹۱۲۳۴۵۶۷۸۹", "0912-345-67-89"])
@pytest.mark.parametrize("said", ["به ۰۹۱۲ ۳۴۵ ۶۷۸۹ زنگ بزنید", "call +989123456789 please", "تلفن: 0098 912 3456789"])
def test_a_telephone_number_in_a_message_is_found_and_shown_however_it_was_written(cast, said, query):
    case = open_case(cast.mina, by=cast.sara, subject="x")
    note = write_note(case, said, by=cast.sara)
    assert found(cast.sara, query) == [case.pk]
    assert any(piece.found for piece in excerpt(note.text, query))


@pytest.mark.parametrize("typed", ["{}", "#{}", "# {}", "case {}", "Case {}", "پرونده {}", "پروندهٔ {}", "پروندۀ {}"])
def test_a_case_is_found_as_pages_name_it(cast, typed):
    case = make_case(cast)
    assert found(cast.sara, typed.format(to_persian(str(case.pk))))[:1] == [case.pk]


@pytest.mark.reliability("H3")
def test_words_of_a_case_that_may_not_be_seen_find_nothing(cast):
    case = open_case(cast.mina, by=cast.omid, subject="دستمزد محرمانه", department=cast.accounting)
    write_note(case, "رقم نهایی", by=cast.omid)
    assert [found(cast.sara, query) for query in ("محرمانه", "نهایی", str(case.pk))] == [[], [], []]
    assert found(cast.omid, "نهایی") == [case.pk]


def test_a_changed_subject_is_found_anew_and_no_longer_by_its_old_words(cast):
    case = open_case(cast.mina, by=cast.sara, subject="قدیمی")
    classify_case(case, by=cast.sara, subject="تازه‌ترین")
    assert (found(cast.sara, "قدیمی"), found(cast.sara, "تازه‌ترین")) == ([], [case.pk])


@pytest.mark.parametrize("query", ["", " ", "\"", "NEAR(", "a OR", "*", "-", "99999999999999999999", "'; drop table"])
def test_no_query_is_an_error(cast, query):
    make_case(cast)
    assert isinstance(find_hits(cast.sara, query).hits, list)

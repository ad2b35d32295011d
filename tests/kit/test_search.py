"""The full-text index, on whichever database the tests run on."""

import pytest
from django.db import connection

from sandali.kit.search import find, find_any, match_text, put, remove

INDEX = "cases_words"


@pytest.fixture
def index(db):
    """Three entries: 1 and 3 about books, 2 about shipping."""
    put(INDEX, 1, "کتاب‌هایی که می‌خواستم نرسید")
    put(INDEX, 2, "Where is my parcel AV-1882?")
    put(INDEX, 3, "قيمت كتاب چاپ ۱۴۰۵")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("کتاب", [3, 1]), ("كتاب", [3, 1]), ("قیمت کتاب", [3]), ("کتاب قیمت", [3]), ("چاپ 1405", [3]), ("۱۴۰", [3]), ("می خواستم", [1]),
        ("میخواستم", [1]), ("parc", [2]), ("PARCEL av", [2]), ("av-1882", [2]), ("av1882", []), ("رسید", [1]), ("", []), ("!؟", []),
    ],
)  # fmt: skip
def test_all_words_must_be_there_and_the_last_may_be_unfinished(index, query, numbers):
    assert find(INDEX, query) == numbers


@pytest.mark.parametrize("query", ['"', "'", "*", "a AND (", "NOT", "x:y", "-", "^", "{words}: a", "a NEAR b", "\x00", "%", "\\", "' | 'a"])
def test_the_language_of_the_index_is_not_spoken_by_queries(index, query):
    assert find(INDEX, query) == []


def test_a_letter_alone_is_a_word_and_not_the_beginning_of_most_words(index):
    put(INDEX, 4, "ویتامین ک")
    assert find(INDEX, "ک") == [4]
    assert find(INDEX, "کت") == [3, 1]
    assert match_text("کتاب م", sqlite=True) == '("کتاب") AND ("م")'


def test_pages_go_on_below_and_stop_at_most(index):
    assert (find(INDEX, "کتاب", most=1), find(INDEX, "کتاب", most=5, below=3)) == ([3], [1])


def test_an_entry_is_replaced_and_removed(index):
    put(INDEX, 2, "بسته‌ام کجاست")
    assert (find(INDEX, "parcel"), find(INDEX, "بسته")) == ([], [2])
    remove(INDEX, [2, 99])
    assert find(INDEX, "بسته") == []


def test_a_very_long_text_is_found_by_its_beginning_only(index):
    put(INDEX, 5, "آغاز " + "x" * 20_000 + " پایان")
    assert (find(INDEX, "آغاز"), find(INDEX, "پایان")) == ([5], [])


def test_the_query_plan_is_an_index_lookup(index):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's words for its plan")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid < 9 ORDER BY rowid DESC LIMIT 3", ["کتاب"])
        plan = [row[3] for row in cursor.fetchall()]
    assert len(plan) == 1
    assert "VIRTUAL TABLE INDEX" in plan[0]


def test_what_is_removed_and_comes_back_in_one_transaction_leaves_the_index_whole(db):
    """The shortest sequence by which FTS5 of SQLite 3.40 lost entries."""
    put(INDEX, 5, "کتاب")
    remove(INDEX, [6])
    assert find(INDEX, "abc") == []
    put(INDEX, 2, "سلام")
    put(INDEX, 1, "ab")
    remove(INDEX, [5])
    put(INDEX, 4, "abd abcd کتاب")
    remove(INDEX, [4])
    assert find(INDEX, "ab") == [1]
    put(INDEX, 4, "c abd")
    assert (find(INDEX, "xy"), find(INDEX, "ab")) == ([], [4, 1])


def test_some_of_many_words_are_enough_and_more_of_them_stand_first(db):
    for number, text in [(1, "common rare"), (2, "common other"), (3, "common other")]:
        put(INDEX, number, text)
    assert [find_any(INDEX, terms) for terms in (["rare", "common"], ["rare", "nowhere"])] == [[1, 3, 2], [1]]
    assert find_any(INDEX, ["common"], most=2) == [3, 2]
    assert [find_any(INDEX, terms) for terms in ([], ["nowhere"], ["a' | b"], ['"'])] == [[], [], [], []]

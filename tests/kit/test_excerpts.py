"""Excerpts show what was found, however it was typed, and are plain text."""

import pytest

from sandali.kit.excerpts import Piece, excerpt, matches


def found(text: str, query: str) -> list[str]:
    """The marked words."""
    return [piece.text for piece in excerpt(text, query) if piece.found]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("قيمت كتاب را بگویید", "کتاب", ["كتاب"]),
        ("کتاب‌هایی که خریدم", "کتاب", ["کتاب‌هایی"]),
        ("نمی‌شود که نمی‌شود", "نمی شود", ["نمی‌شود", "نمی‌شود"]),
        ("شماره ۱۴۰۵ را", "140", ["۱۴۰۵"]),
        ("Order AV-1882, please", "av-1882", ["AV-1882,"]),
        ("سلام دنیا", "دنیا سلام", ["سلام دنیا"]),
        ("سلام", "خداحافظ", []),
        ("", "سلام", []),
    ],
)
def test_words_that_match_are_marked(text, query, marked):
    assert found(text, query) == marked


def test_a_short_text_is_whole_and_on_one_line():
    assert excerpt("یک\nدو  سه", "دو") == [Piece("یک"), Piece(" "), Piece("دو", True), Piece(" "), Piece("سه")]


def test_a_long_text_is_cut_around_the_first_match_between_words():
    text = "آغاز " + "کلمه " * 200 + "گنج " + "دیگر " * 200 + "پایان"
    pieces = excerpt(text, "گنج", length=120)
    shown = "".join(piece.text for piece in pieces)
    assert (pieces[0].text, pieces[-1].text, [piece.text for piece in pieces if piece.found]) == ("… ", " …", ["گنج"])
    assert 100 < len(shown) < 140
    assert set(shown.split()) == {"…", "کلمه", "گنج", "دیگر"}


def test_without_a_match_it_is_the_beginning():
    assert excerpt("یک دو سه", "ندارد") == [Piece("یک دو سه")]


def test_one_endless_word_is_shown_and_not_lost():
    assert "".join(piece.text for piece in excerpt("x" * 1000, "x")) == "x" * 1000


def test_markup_stays_text():
    assert found("<b>کتاب</b> &amp;", "کتاب") == ["<b>کتاب</b>"]


@pytest.mark.parametrize(
    ("query", "expected"), [("تنظ", True), ("تنظيمات", True), ("شرکت تنظ", True), ("نظیمات", False), ("", False), ("تنظیمات دیگر", False)]
)
def test_names_of_pages_match_by_the_beginnings_of_their_words(query, expected):
    assert matches("تنظیمات شرکت", query) is expected


@pytest.mark.parametrize(
    "text, query, found",
    [
        ("کتاب خانه کجاست", "کتابخانه", ["کتاب خانه"]), ("آن کتابخانه کجاست", "کتاب خانه", ["کتابخانه"]),
        ("شماره‌ام ۰۹۱۲ ۳۴۵-۶۷ ۸۹ است", "09123456789", ["۰۹۱۲ ۳۴۵-۶۷ ۸۹"]), ("شماره ۰۹۱۲ ۳۴۵ ۶۷ ۸۰ است", "09123456789", []),
    ],
)  # fmt: skip
def test_what_is_written_apart_or_together_is_marked_as_found(text, query, found):
    assert [piece.text for piece in excerpt(text, query) if piece.found] == found

"""What the lemmatizer of the day answers, pinned: when it is swapped or updated, these say what changed."""

import pytest

from sandali.kit.lemmas import lemmas


@pytest.mark.parametrize(
    "word, found",
    [
        ("کتاب‌های", ("کتاب",)),
        ("کتابهایشان", ("کتاب",)),
        ("سفارشات", ("سفارش",)),
        ("سفارشمان", ("سفارش",)),
        ("مشتریان", ("مشتری",)),
        ("مشتریانمان", ("مشتری",)),
        ("می‌خواهم", ("خواست",)),
        ("میخوام", ("می‌خواهم", "خواست")),
        ("نکرده", ("کرد",)),
        ("کند", ("کرد",)),
        ("بده", ("داد",)),
        ("اقساط", ("قسط",)),
        ("تنها", ()),
        ("سازمان", ()),
        ("درمان", ()),
        ("کتاب", ()),
        ("hello", ()),
        ("12", ()),
        ("", ()),
    ],
)
def test_a_word_has_its_lemmas(word, found):
    assert lemmas(word) == found

"""The rules for passwords."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from sandali.company.models import Person

SARA = Person(name="Sara Mohammadi", email="sara.mohammadi@example.ir")


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_too_short"), ("password12345678", "password_too_similar"), ("sara.mohammadi", "password_too_similar"), ("1qaz2wsx3edc", "password_too_common")],
)  # fmt: skip
def test_a_weak_password_is_refused(password, code):
    person = SARA if code != "password_too_similar" else Person(name="password1234567", email="sara.mohammadi@example.ir")
    with pytest.raises(ValidationError) as weak:
        validate_password(password, person)
    assert [error.code for error in weak.value.error_list] == [code]


def test_a_sentence_is_a_good_password():
    assert validate_password("یک جمله کوتاه و خوب", SARA) is None


def test_the_words_are_persian_with_persian_digits_on_a_persian_page():
    with translation.override("fa"), pytest.raises(ValidationError) as weak:
        validate_password("short", SARA)
    assert "۱۲" in weak.value.messages[0] and not any(letter.isascii() and letter.isalpha() for letter in weak.value.messages[0])

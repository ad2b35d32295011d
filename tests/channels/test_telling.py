"""What has no text of its own, in words."""

import pytest
from django.utils import translation

from sandali.channels import telling
from sandali.kit.text import isolate


@pytest.mark.parametrize(
    ("language", "phone", "words"),
    [
        ("fa", "989123456789", isolate("۰۹۱۲ ۳۴۵ ۶۷۸۹")),
        ("en", "+98 912 345 6789", isolate("0912 345 6789")),
        ("fa", "no number", "no number"),
    ],
)
def test_a_contacts_number_stands_as_people_write_it_in_the_digits_of_the_language(language, phone, words):
    with translation.override(language):
        assert telling.number(phone) == words

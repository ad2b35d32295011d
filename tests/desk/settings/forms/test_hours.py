"""Hours as people write them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sandali.desk.settings.forms.hours import parse_ranges, show_ranges

MORNING, EVENING = (time(9), time(13)), (time(14), time(18, 30))


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("9-13", (MORNING,)),
        ("09:00 to 13:00, 14:00 to 18:30", (MORNING, EVENING)),
        ("from 9 until 13 and 14–18.30", (MORNING, EVENING)),
        ("از ۹ تا ۱۳ و ۱۴ تا ۱۸:۳۰", (MORNING, EVENING)),
        ("١٤:٠٠-١٨:٣٠، ٩-١٣", (MORNING, EVENING)),
        ("", ()),
        ("تعطیل", ()),
        ("0-24", ((time(0), time(0)),)),
        ("20 to 2", ((time(20), time(2)),)),
    ],
)
def test_usual_ways_to_write_hours_are_understood(text, ranges):
    assert parse_ranges(text) == ranges


@pytest.mark.parametrize("text", ["9", "9-25", "9:61-12", "9-13 14-18", "morning", "9-13, 12-15", "9--13", "1" * 150 + "-9"])
def test_what_is_no_hours_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError) as wrong:
        parse_ranges(text)
    assert len(wrong.value.messages[0]) > 20


@pytest.mark.parametrize("language", ["fa", "en"])
def test_what_is_shown_can_be_read_again(language):
    with translation.override(language):
        assert parse_ranges(show_ranges((MORNING, EVENING))) == (MORNING, EVENING)

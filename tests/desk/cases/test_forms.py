"""What people fill in about cases."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from sandali.kit.fields import ClockField


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", time(14, 30)), ("14.30", time(14, 30)), ("۱۴:۳۰", time(14, 30)), ("1430", time(14, 30)), ("930", time(9, 30)),
        ("۰۹۳۰", time(9, 30)), (" 14,30 ", time(14, 30)), ("۱۴،۳۰", time(14, 30)), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it_also_without_a_colon(typed, read):
    assert ClockField(required=False).clean(typed) == read


@pytest.mark.parametrize("typed", ["9", "99", "2500", "1460", "14300", "14:3:0", "x", "-130"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValidationError):
        ClockField(required=False).clean(typed)

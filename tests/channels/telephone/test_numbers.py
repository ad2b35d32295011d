"""Whose number it is that calls: written in any way, withheld, or one of ours."""

import pytest

from sandali.channels.telephone.numbers import extension_of, is_reachable, outside_number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("09123456789", "+989123456789"), ("۰۹۱۲۳۴۵۶۷۸۹", "+989123456789"), ("9123456789", "+989123456789"), ("989123456789", "+989123456789"),
        ("+98 912 345 6789", "+989123456789"), ("00989123456789", "+989123456789"), ("sip:09123456789@10.0.0.1", "+989123456789"),
        ("02188776655", "+982188776655"), ("88776655", "+982188776655"), ("٨٨٧٧٦٦٥٥", "+982188776655"), ("+442079460958", "+442079460958"), ("+44 7700 900738", "+447700900738"),
    ],
)  # fmt: skip
def test_a_number_outside_is_the_one_by_which_customers_are_known(typed, expected):
    assert outside_number(typed, area="021") == expected


@pytest.mark.parametrize("typed", ["", "anonymous", "Anonymous", "<unknown>", "unknown", "PRIVATE", "sip:anonymous@anonymous.invalid", "ناشناس", "Restricted", "Mina"])
def test_a_withheld_number_is_nobody_s(typed):
    assert outside_number(typed) == ""


@pytest.mark.parametrize("typed", ["204", "۲۰۴", "100", "110", "1818", "300123"])
def test_an_extension_or_a_short_number_is_none_outside(typed):
    assert outside_number(typed) is None


def test_what_is_no_number_that_we_understand_is_kept_and_recognises_nobody():
    assert [outside_number(one) for one in ("88776655", "123456789012345678")] == ["88776655", "123456789012345678"]
    assert [is_reachable(one) for one in ("+989123456789", "88776655", "")] == [True, False, False]


def test_an_extension_is_short_and_plain():
    assert [extension_of(one) for one in ("۲۰۴", " 204 ", "desk-1", "a b", "", "2" * 30)] == ["204", "204", "desk-1", "", "", ""]

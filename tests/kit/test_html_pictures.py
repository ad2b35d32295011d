"""Which pictures of a mail nobody is meant to see (RELIABILITY E3)."""

import pytest

from sandali.kit.html_pictures import is_pixel

HIDDEN = [
    {"width": "1", "height": "1"},
    {"width": "1px", "height": " 1 "},
    {"width": "0", "height": "0"},
    {"width": "2", "height": "2"},
    {"height": "0"},
    {"style": "width:1px;height:1px"},
    {"style": "WIDTH: 1PX !important; HEIGHT: 1px"},
    {"style": "width:1px", "height": "1"},
    {"style": "width:1px;height:1px", "width": "600", "height": "400"},
    {"style": "max-width:1px;max-height:1px", "width": "100", "height": "100"},
    {"style": "max-height:0"},
    {"style": "display:none"},
    {"style": "color:red; Display : None !important"},
    {"style": "visibility:hidden"},
    {"style": "opacity:0"},
    {"style": "opacity:0.00"},
]
SEEN = [
    {},
    {"width": "1"},
    {"width": "1", "height": "20"},
    {"width": "600", "height": "1"},
    {"width": "100%", "height": "auto"},
    {"width": "10", "height": "10"},
    {"style": "width:100%;height:1px"},
    {"style": "opacity:0.5"},
    {"style": "display:block;width:1em;height:1em"},
    {"width": "", "height": ""},
]


@pytest.mark.reliability("E3")
@pytest.mark.parametrize("attributes", HIDDEN)
def test_what_shows_nothing_only_reports(attributes):
    assert is_pixel(attributes) is True


@pytest.mark.parametrize("attributes", SEEN)
def test_what_shows_something_is_a_picture(attributes):
    assert is_pixel(attributes) is False

"""Our mark as PNG icons: drawn from the committed drawing, and whole inside what platforms cut."""

import math

import pytest
from PIL import Image

from sandali.kit import app_icons

WHITE, BRAND = (255, 255, 255), (11, 110, 105)


@pytest.fixture(scope="module")
def mark():
    return app_icons.read_mark(app_icons.DRAWING.read_text(encoding="utf-8"))


def test_the_mark_is_read_from_the_drawing(mark):
    assert (mark.box, mark.background, mark.colour, round(mark.stroke, 3), len(mark.lines)) == (32, "#0b6e69", "#fff", 2.25, 5)


def test_an_arc_keeps_its_distance_from_its_centre():
    points = app_icons.arc((7, 5.5), (9.5, 3), radius=2.5, sweep=True)
    assert all(math.isclose(math.dist(point, (9.5, 5.5)), 2.5) for point in points)
    assert points[-1] == (9.5, 3)


def test_a_path_that_cannot_be_drawn_is_an_error():
    with pytest.raises(ValueError, match="curves"):
        app_icons.path_lines("M0 0C1 1 2 2 3 3")
    with pytest.raises(ValueError, match="not the drawing"):
        app_icons.read_mark("<svg></svg>")


@pytest.mark.parametrize("size", [192, 512])
def test_a_maskable_icon_keeps_the_chair_inside_the_circle_that_no_platform_cuts(mark, size):
    picture = app_icons.draw(mark, size, maskable=True).convert("RGB")
    middle, farthest = size / 2, 0.0
    for x in range(size):
        for y in range(size):
            if picture.getpixel((x, y)) == WHITE:
                farthest = max(farthest, math.dist((x, y), (middle, middle)))
    assert 0.25 * size < farthest <= 0.4 * size
    assert picture.getpixel((0, 0)) == BRAND


def test_a_plain_icon_has_clear_corners(mark):
    picture = app_icons.draw(mark, 192)
    assert picture.getpixel((0, 0))[3] == 0 and picture.getpixel((96, 10))[:3] == BRAND


def test_every_icon_is_written_in_its_size(tmp_path):
    sizes = {}
    for path in app_icons.draw_icons(tmp_path):
        with Image.open(path) as picture:
            sizes[path.name] = picture.size
    assert sizes == {name: (size, size) for name, (size, _maskable) in app_icons.ICONS.items()}

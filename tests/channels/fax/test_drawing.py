"""Pages of an answer: Persian from the right and Latin from the left, in the order in which people read, black on white."""

from __future__ import annotations

import pytest
from PIL import Image

from sandali.channels.fax import drawing
from sandali.channels.fax.drawing import (
    HEIGHT,
    MARGIN,
    WIDTH,
    TooLong,
    base_of,
    picture_page,
    pieces,
    text_pages,
    width_of,
    wrapped,
)
from sandali.kit.assets import BUILT

pytestmark = pytest.mark.skipif(not BUILT.exists(), reason="the page assets are not built (python -m sandali.kit.assets)")


def stretches(line):
    return [("".join(piece.text for piece in stretch), stretch[0].side) for stretch in pieces(line, base_of(line))]


@pytest.mark.parametrize(("line", "found"), [
    ("سلام Mina، خوبید؟", [("سلام ", "rtl"), ("Mina", "ltr"), ("، خوبید؟", "rtl")]),
    ("زنگ بزنید: ۰۲۱-۸۸۷۷ ۶۶۵۵.", [("زنگ بزنید: ", "rtl"), ("۰۲۱-۸۸۷۷ ۶۶۵۵", "ltr"), (".", "rtl")]),
    ("Say «سلام» to her", [("Say «", "ltr"), ("سلام", "rtl"), ("» to her", "ltr")]),
    ("شمارهٔ می‌خواهد", [("شمارهٔ می‌خواهد", "rtl")]),
])  # fmt: skip
def test_a_line_is_cut_where_its_direction_changes(line, found):
    assert stretches(line) == found


def test_every_letter_is_drawn_with_the_file_that_has_it():
    files = [(piece.text, piece.file) for stretch in pieces("قیمت ۱۲٬۰۰۰ (AV)", "rtl") for piece in stretch]
    assert files == [("قیمت ", "rtl"), ("۱۲٬۰۰۰ ", "rtl"), ("(AV", "ltr"), (")", "ltr")]


def test_lines_fit_and_nothing_is_lost():
    text = "سفارش شما با کد AV-1882 فرستاده شد و فردا می‌رسد. " * 12
    made = list(wrapped(text, drawing.SIZE, WIDTH - 2 * MARGIN))
    assert " ".join(made) == text.strip()
    assert max(width_of(line, base_of(text), drawing.SIZE) for line in made) <= WIDTH - 2 * MARGIN


def test_a_word_longer_than_a_line_is_cut():
    made = list(wrapped("x" * 400, drawing.SIZE, WIDTH - 2 * MARGIN))
    assert (len(made) > 1, "".join(made)) == (True, "x" * 400)


@pytest.mark.parametrize(("text", "empty"), [("سلام", (0, WIDTH // 2)), ("hello", (WIDTH // 2, WIDTH))])
def test_a_page_is_written_from_the_side_of_its_language(text, empty):
    [page] = text_pages(text, head=text, about=())
    assert (page.size, page.mode, page.getextrema()) == ((WIDTH, HEIGHT), "1", (0, 255))
    below = page.crop((empty[0], MARGIN + 200, empty[1], HEIGHT))
    assert below.getextrema() == (255, 255)


def test_too_many_pages_are_refused():
    with pytest.raises(TooLong):
        text_pages("x\n" * 10_000, head="", about=())


def test_a_picture_fits_on_its_page_and_what_is_behind_it_is_white():
    clear = Image.new("RGBA", (4000, 100), (0, 0, 0, 0))
    page = picture_page(clear)
    assert (page.size, page.getextrema()) == ((WIDTH, HEIGHT), (255, 255))

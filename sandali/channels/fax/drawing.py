"""An answer as the pages of a fax: black and white, A4 at 204 × 196 dots an inch (ITU-T T.4, fine), Persian and Latin shaped as on screen.

The font of our pages comes in two files, one for Persian letters and one for Latin ones, so a line is cut into pieces of one direction
and one file. Between them the order of UAX 9 is kept in its simple form: no embeddings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import islice
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont, ImageOps

from sandali.kit.assets import BUILT

WIDTH, HEIGHT, DOTS = 1728, 2292, (204, 196)
MARGIN, HEAD, LINE = 130, 46, 62  # dots
SIZE, SMALL, LARGE = 38, 28, 52
MOST_PAGES: Final = 60
MOST_ACROSS: Final = 400  # letters that could ever stand in one line
Side = Literal["rtl", "ltr"]
FONTS: Final[dict[Side, str]] = {"rtl": "vazirmatn-arabic.woff2", "ltr": "vazirmatn-latin.woff2"}
# What the font file for Persian has: the Arabic blocks of Unicode, and the two letters that join and part.
PERSIAN: Final = (range(0x600, 0x700), range(0x750, 0x780), range(0xFB50, 0xFE00), range(0xFE70, 0xFF00), range(0x200C, 0x200E))
PERSIAN_SIGNS: Final = "،؛؟ـ\u200c\u200d"


class TooLong(Exception):
    """What is to be sent has more pages than a fax should."""


class NoFont(Exception):
    """The font of our pages was not built here."""


@cache
def font(side: Side, size: int) -> ImageFont.FreeTypeFont:
    """One of both files in a size. Raises NoFont."""
    try:
        return ImageFont.truetype(BUILT / FONTS[side], size, layout_engine=ImageFont.Layout.RAQM)
    except OSError as missing:
        raise NoFont from missing


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one direction and one font file."""

    text: str
    side: Side
    file: Side

    def width(self, size: int) -> float:
        """How many dots across."""
        return font(self.file, size).getlength(self.text, direction=self.side, language="fa" if self.file == "rtl" else "en")


def side_of(letter: str) -> Side | None:
    """The direction of a letter, None where its neighbours decide."""
    kind = unicodedata.bidirectional(letter)
    if kind in ("R", "AL") or letter in PERSIAN_SIGNS or (kind == "NSM" and is_persian(letter)):
        return "rtl"
    return "ltr" if kind in ("L", "EN", "AN") else None


def is_persian(letter: str) -> bool:
    """Whether the font file for Persian has it."""
    return any(ord(letter) in block for block in PERSIAN)


def base_of(text: str) -> Side:
    """The direction of a paragraph: that of its first letter which has one (digits have none here)."""
    for letter in text:
        if letter.isalpha() and (side := side_of(letter)) is not None:
            return side
    return "rtl" if any(side_of(letter) == "rtl" for letter in text) else "ltr"


def pieces(line: str, base: Side) -> list[list[Piece]]:
    """A line as stretches of one direction, each as pieces of one file, in the order in which they are read."""
    sides = [side_of(letter) for letter in line]
    stretches: list[list[Piece]] = []
    start = 0
    settled: list[Side] = []
    for at, side in enumerate(sides):
        if side is None:  # between two of one direction it has theirs, else the paragraph's
            before = settled[-1] if settled else base
            after = next((later for later in sides[at:] if later is not None), base)
            settled.append(before if before == after else base)
        else:
            settled.append(side)
    for at in range(1, len(line) + 1):
        if at == len(line) or settled[at] != settled[start]:
            stretches.append(list(by_file(line[start:at], settled[start])))
            start = at
    return stretches


def by_file(text: str, side: Side) -> Iterator[Piece]:
    """A stretch cut where the other font file has the letters."""
    start = 0
    files: list[Side] = ["rtl" if is_persian(letter) else "ltr" for letter in text]
    for at, letter in enumerate(text):  # a space is in both, and belongs to the word before it
        if letter == " " and at:
            files[at] = files[at - 1]
    for at in range(1, len(text) + 1):
        if at == len(text) or files[at] != files[start]:
            yield Piece(text[start:at], side, files[start])
            start = at


@lru_cache(maxsize=4096)
def width_of(word: str, base: Side, size: int) -> float:
    """How many dots some letters take in a line; what stands in other words does not change it."""
    return sum(piece.width(size) for stretch in pieces(word, base) for piece in stretch)


def wrapped(paragraph: str, size: int, room: int) -> Iterator[str]:
    """A paragraph as lines that fit; a word that is longer than a line is cut."""
    base, space = base_of(paragraph), width_of(" ", base_of(paragraph), size)
    line, across = "", 0.0
    for word in paragraph.split():
        while len(word) > MOST_ACROSS or width_of(word, base, size) > room:
            if line:
                yield line
            fits = max(1, next((at for at in range(min(len(word), MOST_ACROSS), 0, -1) if width_of(word[:at], base, size) <= room), 1))
            yield word[:fits]
            line, across, word = "", 0.0, word[fits:]
        wide = width_of(word, base, size)
        if line and across + space + wide > room:
            yield line
            line, across = "", 0.0
        line, across = (f"{line} {word}", across + space + wide) if line else (word, wide)
    yield line


def write(draw: ImageDraw.ImageDraw, line: str, base: Side, top: int, size: int) -> None:
    """A line, from the side on which its paragraph begins."""
    place = float(WIDTH - MARGIN if base == "rtl" else MARGIN)
    for stretch in pieces(line, base):
        width = sum(piece.width(size) for piece in stretch)
        # Inside a stretch one reads in its own direction, whatever the line's is.
        pen = place if stretch[0].side == base else (place - width if base == "rtl" else place + width)
        for piece in stretch:
            wide = piece.width(size)
            x = pen - wide if piece.side == "rtl" else pen
            language = "fa" if piece.file == "rtl" else "en"
            draw.text((x, top), piece.text, font=font(piece.file, size), fill=0, direction=piece.side, language=language, anchor="ls")
            pen += -wide if piece.side == "rtl" else wide
        place += -width if base == "rtl" else width


def text_pages(text: str, *, head: str, about: tuple[str, ...]) -> list[Image.Image]:
    """The text on pages, each with `head` (who we are) and the lines of `about` (to whom, when) above it. Raises TooLong, NoFont."""
    first = MARGIN + LARGE + HEAD * (len(about) + 1) + 2 * LINE
    on_page = (HEIGHT - MARGIN - first) // LINE
    laid = ((line, base) for paragraph in text.splitlines() for base in (base_of(paragraph),) for line in wrapped(paragraph, SIZE, WIDTH - 2 * MARGIN))
    rows = list(islice(laid, on_page * MOST_PAGES + 1))
    if len(rows) > on_page * MOST_PAGES:
        raise TooLong
    parts = [rows[at : at + on_page] for at in range(0, max(1, len(rows)), on_page)]
    return [text_page(part, head, about, first) for part in parts]


def text_page(rows: list[tuple[str, Side]], head: str, about: tuple[str, ...], first: int) -> Image.Image:
    """One page."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(page)
    base = base_of(head)
    write(draw, head, base, MARGIN + LARGE, LARGE)
    for number, line in enumerate(about, start=1):
        write(draw, line, base, MARGIN + LARGE + 16 + HEAD * number, SMALL)
    draw.line((MARGIN, first - LINE - 16, WIDTH - MARGIN, first - LINE - 16), fill=0, width=3)
    for number, (line, side) in enumerate(rows):
        write(draw, line, side, first + number * LINE, SIZE)
    return page.convert("1", dither=Image.Dither.NONE)


def picture_page(image: Image.Image) -> Image.Image:
    """A picture on a page of its own, no larger than it; what is behind it shows white."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    fitted = ImageOps.contain(plain.convert("L"), (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN))
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    page.paste(fitted, ((WIDTH - fitted.width) // 2, MARGIN))
    return page.convert("1")


def as_tiff(pages: list[Image.Image]) -> bytes:
    """Pages as one file of class F, compressed as group 4."""
    out = BytesIO()
    pages[0].save(out, "TIFF", compression="group4", save_all=True, append_images=pages[1:], dpi=DOTS)
    return out.getvalue()


def as_pdf(pages: list[Image.Image]) -> bytes:
    """The same pages as a PDF, for who takes nothing else."""
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], dpi=DOTS)
    return out.getvalue()

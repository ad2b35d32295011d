"""A PDF's first page is a picture drawn apart from us; what is broken, locked, endless or hostile is none, and harms nobody."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from sandali.kit import pdf_child, pdf_pages
from sandali.kit.pdf_pages import FirstPage, first_page, judged
from tests import pdfs

BLUE, WHITE = (0, 0, 255), (255, 255, 255)


def shown(picture: bytes) -> Image.Image:
    with Image.open(BytesIO(picture)) as image:
        image.load()
    assert image.format == "PNG"
    return image


def test_the_first_page_is_drawn_with_its_colours_and_all_pages_are_counted():
    found = first_page(pdfs.pdf(pages=3))
    picture = shown(found.picture)
    assert (found.pages, found.why, picture.size) == (3, "", (1131, 1600))
    assert (picture.getpixel((10, 10)), picture.getpixel((300, 1200))) == (WHITE, BLUE)


def test_a_scan_as_machines_make_it_is_drawn():
    out = BytesIO()
    scan = Image.new("1", (1728, 2292), 1)
    scan.paste(0, (200, 200, 1500, 400))
    scan.save(out, "PDF", resolution=204)
    picture = shown(first_page(out.getvalue()).picture)
    assert abs(picture.width / picture.height - 1728 / 2292) < 0.01
    assert picture.getpixel((picture.width // 2, picture.height * 300 // 2292)) == (0, 0, 0)


@pytest.mark.parametrize(("box", "size"), [(b"0 0 100 50", (284, 142)), (b"0 0 1e6 1e6", None), (b"0 0 1 200000", (1, 1600)), (b"0 0 1e30 1e30", None)])
@pytest.mark.reliability("E8")
def test_no_box_makes_a_picture_larger_than_1600_pixels_a_side(box, size):
    picture = shown(first_page(pdfs.pdf(box=box)).picture)
    assert max(picture.size) <= 1600
    assert size in (None, picture.size)


@pytest.mark.parametrize(("content", "found"), [
    (pdfs.locked(), FirstPage(why="locked")),
    (pdfs.pdf(pages=10_000), FirstPage(pages=10_000, why="many")),
    (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", FirstPage(why="undrawn")),
    (b"%PDF-1.7\n" + bytes(range(256)) * 40, FirstPage(why="undrawn")),
    (pdfs.pdf()[:200], FirstPage(why="undrawn")),
    (pdfs.pdf(pages=0), FirstPage(why="undrawn")),
    (b"", FirstPage(why="undrawn")),
], ids=["locked", "ten-thousand-pages", "empty", "noise", "cut", "no-page", "nothing"])  # fmt: skip
@pytest.mark.reliability("E8")
def test_what_cannot_be_drawn_says_why(content, found):
    assert first_page(content) == found


@pytest.mark.parametrize("make", [pdfs.bomb, pdfs.forms_in_forms])
@pytest.mark.reliability("E8")
def test_a_bomb_ends_with_the_child_that_met_it(make, monkeypatch):
    ended = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *words, **more: ended.append(run(*words, **more)) or ended[-1])
    assert first_page(make()) == FirstPage(why="undrawn")
    assert [done.returncode != 0 for done in ended] == [True]


@pytest.mark.reliability("E8")
def test_a_picture_in_it_without_end_costs_nothing():
    assert first_page(pdfs.endless_picture()).pages == 1


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_pages, "WALL_SECONDS", 0.001)
    assert first_page(pdfs.pdf()) == FirstPage(why="undrawn")


def test_the_child_can_open_nothing_and_start_nobody_once_it_reads_a_strangers_file(tmp_path):
    inside = (
        "import sys, resource; sys.path.insert(0, sys.argv[1]); import pdf_child\n"
        "pdf_child.drawn = lambda page, pages: pdf_child.say('drawn', repr([resource.getrlimit(one) for one in\n"
        "    (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC, resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]).encode())\n"
        "sys.exit(pdf_child.main())"
    )
    done = subprocess.run([sys.executable, "-P", "-c", inside, str(pdf_pages.CHILD.parent)], input=pdfs.pdf(), capture_output=True, check=True, cwd=tmp_path)
    most = [0, 0, pdf_child.MEMORY, pdf_child.CPU_SECONDS, pdf_child.WRITES]
    assert done.stdout.partition(b"\n")[2].decode() == repr([(one, one) for one in most])


@pytest.mark.parametrize("said", [
    b"", b"[]\n", b"{}\n", b"[" * 5000, b'{"state": "drawn", "pages": 1, "width": 100000, "height": 100000, "stride": 300000}\n',
    b'{"state": "drawn", "pages": 1, "width": 2, "height": 2, "stride": 6}\nshort', b'{"state": "drawn", "pages": 1, "width": 2, "height": 2, "stride": 1}\n' + b"x" * 50,
    b'{"state": "drawn", "pages": 0, "width": 1, "height": 1, "stride": 3}\nxxx', b'{"state": "other", "pages": 1, "width": 1, "height": 1, "stride": 3}\nxxx',
])  # fmt: skip
def test_nothing_is_believed_of_a_child_that_was_taken_over(said):
    assert judged(said) == FirstPage(why="undrawn")

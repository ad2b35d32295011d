"""Kinds and sizes of pictures by their first bytes, against what Pillow wrote and what people sent (RELIABILITY E3, E4)."""

import email
from email import policy
from io import BytesIO

import pytest
from PIL import Image

from sandali.kit.picture_headers import picture_size, picture_type
from tests.kit.picture_host import claimed_png, drawn

KINDS = {
    "PNG": [{}],
    "GIF": [{}],
    "JPEG": [{}, {"progressive": True}, {"exif": Image.Exif(), "comment": b"\xff\xc0" * 50}],
    "WEBP": [{}, {"lossless": True}, {"exif": b"Exif\0\0x"}],
    "AVIF": [{"speed": 10}],
}


@pytest.mark.parametrize("kind, options", [(kind, options) for kind, each in KINDS.items() for options in each])
@pytest.mark.parametrize("size", [(1, 1), (300, 17), (17, 300)])
def test_each_kind_is_known_by_its_bytes_and_says_its_size(kind, options, size):
    content = drawn(kind, size, **options)
    assert (picture_type(content), picture_size(content)) == (f"image/{kind.lower()}", size)


def test_the_size_that_a_picture_claims_is_read_without_unpacking_it():
    assert picture_size(claimed_png(50_000, 50_000)) == (50_000, 50_000)


NO_PICTURES = {
    "nothing": b"",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg with a declaration": b'<?xml version="1.0"?><svg/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7",
    "bmp": b"BM\x46\0\0\0",
    "tiff": b"II*\0\x08\0\0\0",
    "icon": b"\0\0\x01\0\x01\0",
    "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "wave": b"RIFF\0\0\0\0WAVEfmt ",
    "html behind a space": b" \x89PNG\r\n\x1a\n",
}


@pytest.mark.reliability("E3", "E4")
@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_raster_picture_has_neither_kind_nor_size(name):
    assert (picture_type(NO_PICTURES[name]), picture_size(NO_PICTURES[name])) == ("", None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_off_anywhere_has_its_size_or_none(kind):
    content = drawn(kind, (300, 17))
    assert {picture_size(content[:length]) for length in range(min(len(content), 700))} == {None, (300, 17)}


@pytest.mark.parametrize("content", [b"\xff\xd8\xff" + b"\xff" * 5000, b"\xff\xd8\xff\xe0\0\0" * 900, b"\xff\xd8\xff\xda\0\4", b"GIF89a\0\0\0\0", b"RIFF0000WEBPVP8L0000\0" + b"x" * 9])
def test_a_header_that_leads_nowhere_ends(content):
    assert picture_size(content) is None


def test_the_pictures_of_real_mails_have_the_size_that_pillow_reads(shared_data):
    seen = 0
    for file in sorted(shared_data.rglob("*.eml")):
        for part in email.message_from_bytes(file.read_bytes(), policy=policy.compat32).walk():
            content = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
            if not content or not picture_type(content):
                continue
            with Image.open(BytesIO(content)) as image:
                assert (picture_type(content), picture_size(content)) == (Image.MIME[image.format], image.size), file.name
            seen += 1
    assert seen >= 20

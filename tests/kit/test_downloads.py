"""Names, headers and previews of strangers' files (RELIABILITY B7, E4, E6, E8)."""

import json
import struct
import zlib
from email.message import Message
from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from sandali.kit.downloads import download_headers, image_preview, safe_name
from tests.work import never_running_away

NAMES = {
    "report.pdf": "report.pdf",
    "گزارش‌های ۱۴۰۳.pdf": "گزارش‌های ۱۴۰۳.pdf",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\win.ini": "win.ini",
    "/": "file",
    "..": "file",
    ".": "file",
    "...": "file",
    "": "file",
    "   ": "file",
    ".htaccess": "htaccess",
    "a\0b.txt": "ab.txt",
    "a\r\nSet-Cookie: x.txt": "aSet-Cookie_ x.txt",
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "\u2066a\u2069\u200b.txt": "a.txt",
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "COM1.log": "_COM1.log",
    "console.txt": "console.txt",
    'a"b<c>d|e?f*.txt': "a_b_c_d_e_f_.txt",
    "name. ": "name",
    "a%2e%2e%2fb.txt": "a_2e_2e_2fb.txt",
    "\ud800.txt": "txt",
    "e\u0301.txt": "é.txt",
}


@pytest.mark.reliability("B7")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_becomes_safe_and_stays_recognisable(name):
    assert safe_name(name) == NAMES[name]


@pytest.mark.reliability("B7")
@pytest.mark.parametrize("stem", ["a", "ش", "😀", "x."])
def test_a_name_of_3000_characters_is_cut_and_keeps_its_ending(stem):
    name = safe_name(stem * 3000 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name) <= 120 and len(name.encode()) <= 200


@pytest.mark.reliability("B7")
def test_naughty_strings_make_names_that_can_be_written_and_do_not_change_again(shared_data, tmp_path):
    for text in json.loads((shared_data / "strings-and-html" / "blns.json").read_text("utf-8")):
        name = safe_name(text)
        assert safe_name(name) == name
        (tmp_path / name).write_bytes(b"x")
        assert (tmp_path / name).resolve().parent == tmp_path.resolve()


def disposition_of(headers):
    message = Message()
    message["Content-Disposition"] = headers["Content-Disposition"]
    return message.get_content_disposition(), message.get_filename()


@pytest.mark.reliability("E4")
@pytest.mark.parametrize(
    "content_type",
    ["image/svg+xml", "text/html", "application/xhtml+xml", "application/pdf", "image/png", "text/xml", ""],
)
def test_every_file_is_saved_and_never_rendered(content_type):
    headers = download_headers("a.svg", content_type)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert disposition_of(headers) == ("attachment", "a.svg")


@pytest.mark.reliability("E4")
@pytest.mark.parametrize(
    "content_type, shown",
    [("image/png", "inline"), ("image/svg+xml", "attachment"), ("text/html", "attachment")],
)
def test_only_previews_of_safe_kinds_are_shown_in_place(content_type, shown):
    assert disposition_of(download_headers("a", content_type, inline_image=True))[0] == shown


@pytest.mark.reliability("B7")
def test_the_name_travels_in_both_forms():
    value = download_headers("گزارش é.pdf", "application/pdf")["Content-Disposition"]
    assert value.isascii()
    assert unquote(value.partition("filename*=UTF-8''")[2]) == "گزارش é.pdf"
    assert 'filename="e.pdf"' in value


@pytest.mark.reliability("B7")
def test_a_name_without_a_latin_letter_has_a_plain_stand_in():
    assert 'filename="file.pdf"' in download_headers("گزارش.pdf", "")["Content-Disposition"]


@pytest.mark.reliability("D6")
@pytest.mark.parametrize("name", ['a"; filename="b.exe', "a\r\nX: y", "a\u2028b", "a\\", "a;b", "a%0d%0ab"])
def test_a_name_cannot_break_the_header(name):
    for value in download_headers(name, "text/plain").values():
        assert value.isprintable() and value.isascii()
    assert disposition_of(download_headers(name, ""))[0] == "attachment"
    assert download_headers(name, "")["Content-Disposition"].count('"') == 2


def picture(kind, size=(40, 30), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.reliability("E4")
@pytest.mark.parametrize("kind, made", [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "png"), ("WEBP", "webp")])
def test_a_picture_is_written_anew_without_what_was_hidden_in_it(kind, made):
    content, content_type = image_preview(picture(kind) + b"<script>alert(1)</script>")
    assert content_type == f"image/{made}"
    assert b"<script" not in content
    assert Image.open(BytesIO(content)).size == (40, 30)


def test_a_big_picture_is_made_smaller():
    content, _ = image_preview(picture("JPEG", (4000, 3000)))
    assert Image.open(BytesIO(content)).size == (1600, 1200)


def test_where_a_picture_was_taken_is_not_passed_on():
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x0112] = 6
    content, _ = image_preview(picture("JPEG", exif=exif))
    shown = Image.open(BytesIO(content))
    assert (dict(shown.getexif()), shown.size) == ({}, (30, 40))


def test_transparency_is_kept():
    content, _ = image_preview(picture("PNG", mode="RGBA"))
    assert Image.open(BytesIO(content)).mode == "RGBA"


def png_of(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * 10_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


@pytest.mark.reliability("E8")
@pytest.mark.parametrize(
    "size", [(50_000, 50_000), (8000, 5001), (2**31 - 1, 1), (2**31 - 1, 2**31 - 1), (0, 0)]
)
def test_a_picture_bomb_is_refused_before_it_is_unpacked(size):
    with never_running_away():
        assert image_preview(png_of(*size)) is None


@pytest.mark.reliability("E4")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.4",
        b"GIF89a=1;alert(1)//",
    ]
    + [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF0000WEBPVP8 ",
        b"BM" + b"\0" * 60,
        b"II*\0" + b"\0" * 60,
        b"%!PS-Adobe-3.0 EPSF",
    ],
)
def test_what_is_no_safe_picture_has_no_preview(content):
    assert image_preview(content) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_damaged_picture_never_raises(kind):
    whole = picture(kind, (64, 64))
    for length in range(0, len(whole), max(len(whole) // 40, 1)):
        image_preview(whole[:length])
        image_preview(whole[:length] + b"\xff" * 8 + whole[length + 8 :])

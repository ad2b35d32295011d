"""Bytes to text, whatever was declared."""

import pytest

from sandali.channels.email.charsets import codec_named, decode

PERSIAN = "سلام، سفارش من کجاست؟ پیگیری چگونه است"
IN_1256 = "سلام، سفارش من کجاست؟ پيگيري چگونه است"


@pytest.mark.reliability("B5")
@pytest.mark.parametrize("charset", ["rot13", "zlib_codec", "base64", "bz2", "idna", "punycode", "unicode_escape", "x\x00y", "no-such", "é", "a" * 500, "../etc"])
def test_what_is_no_charset_still_gives_readable_text(charset):
    assert decode(PERSIAN.encode(), charset) == (PERSIAN, False)


@pytest.mark.reliability("B5")
@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (PERSIAN.encode(), "utf-8", PERSIAN),
        (PERSIAN.encode(), "", PERSIAN),
        (PERSIAN.encode(), "us-ascii", PERSIAN),
        (PERSIAN.encode(), "iso-8859-1", PERSIAN),
        (PERSIAN.encode(), "windows-1256", PERSIAN),
        (PERSIAN.encode("utf-8-sig"), "", PERSIAN),
        (PERSIAN.encode("utf-16"), "", PERSIAN),
        (IN_1256.encode("cp1256"), "windows-1256", IN_1256),
        (IN_1256.encode("cp1256"), "", IN_1256),
        (IN_1256.encode("cp1256"), "utf-8", IN_1256),
        (IN_1256.encode("cp1256"), "iso-8859-1", IN_1256),
        ("お世話になります".encode("iso-2022-jp"), "iso-2022-jp", "お世話になります"),
        ("お世話になります".encode("iso-2022-jp"), "", "お世話になります"),
        ("Grüße aus Köln".encode("latin-1"), "iso-8859-1", "Grüße aus Köln"),
        ("Grüße aus Köln".encode("latin-1"), "", "Grüße aus Köln"),
        (b"it\x92s", "iso-8859-1", "it’s"),
        ("漢字".encode("gb18030"), "gb2312", "漢字"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
    ],
)
def test_right_missing_and_wrong_declarations_are_read(content, charset, text):
    assert decode(content, charset) == (text, True)


@pytest.mark.reliability("B5")
def test_broken_utf8_keeps_what_can_be_read():
    text, known = decode(PERSIAN.encode()[:-1] + b"\xff\xfe ok", "utf-8")
    assert (text.startswith("سلام، سفارش"), text.endswith(" ok"), known) == (True, True, True)


def test_every_byte_in_every_text_codec_decodes_without_an_exception():
    for charset in ("utf-8", "utf-16", "utf-7", "iso-2022-jp", "gb18030", "cp1256", "big5", "hz", "utf-32", "shift_jis", "cp037"):
        assert isinstance(decode(bytes(range(256)) * 3, charset)[0], str)


def test_programs_that_did_not_know_declare_nothing():
    assert decode(b"hello", "X-UNKNOWN") == ("hello", True)


def test_a_codec_is_named_in_any_case_and_quotes():
    assert codec_named(' "UTF-8" ') == "utf-8"


def test_a_character_cut_at_the_end_is_a_mark_and_no_exception():
    assert decode(PERSIAN.encode() + b"\xd8", "") == (f"{PERSIAN}\ufffd", True)
    assert decode(PERSIAN.encode() + b"\xd8", "us-ascii")[0] == f"{PERSIAN}\ufffd"

"""Files written into the text."""

import binascii

from sandali.channels.email.uuencode import Found, decode_uu, take_out


def encoded(name: bytes, content: bytes) -> bytes:
    """A file as uuencode."""
    lines = b"".join(binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45))
    return b"begin 644 " + name + b"\n" + lines + b"`\nend\n"


def test_two_files_leave_the_text_between_them():
    text, files = take_out(b"one\n" + encoded(b"a.bin", bytes(range(200))) + b"two\n" + encoded(b"b", b"x") + b"three")
    assert text.split() == [b"one", b"two", b"three"]
    assert files == [Found(b"a.bin", bytes(range(200))), Found(b"b", b"x")]


def test_a_sentence_that_begins_with_begin_stays():
    text = b"begin 644 what I said\nthis is no file\nend\n"
    assert take_out(text) == (text, [])


def test_a_begin_without_an_end_stays():
    text = b"begin 644 a.bin\n#86)C\n"
    assert take_out(text) == (text, [])


def test_the_transfer_encoding_gives_the_first_file():
    assert decode_uu(encoded(b"a", b"hello")) == b"hello"
    assert decode_uu(b"no file") is None

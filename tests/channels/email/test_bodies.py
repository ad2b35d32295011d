"""Which parts are words and which are files."""

import pytest

from sandali.channels.email.bodies import unflow


def test_soft_breaks_are_undone_and_signatures_are_not():
    assert unflow("one \ntwo\n> q \n> r\n-- \nme", delete_space=False) == "one two\n> q r\n-- \nme"
    assert unflow("می \nروم", delete_space=True) == "میروم"


@pytest.mark.parametrize(
    ("part", "text", "files"),
    [
        ("Content-Type: text/plain\nContent-Disposition: attachment\n\nfile", "body", ["attachment-1.txt"]),
        ("Content-Type: text/plain; name=a.log\n\nfile", "body", ["a.log"]),
        ("Content-Type: text/plain\nContent-Disposition: inline\n\nmore", "body\n\nmore", []),
        ("Content-Type: text/html\n\n<p>more</p>", "body\n\nmore", []),
        ("Content-Type: text/html\n\n<p>body</p>", "body", []),
        ("Content-Type: message/rfc822\n\nSubject: inner\n\nhi", "body", ["inner.eml"]),
        ("Content-Type: application/x-thing\n\n", "body", []),
    ],
)
def test_a_second_part_is_text_or_file(read_bytes, part, text, files):
    incoming = read_bytes(f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nbody\n--b\n{part}\n--b--\n".encode())
    assert (incoming.text, [file.name for file in incoming.attachments]) == (text, files)

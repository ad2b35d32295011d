"""The tree of parts."""

import pytest

from sandali.channels.email.mime import in_order, parse, type_named


def shape(raw: str) -> list[tuple[str, bytes]]:
    """Types and bodies of all parts without children."""
    root, _ = parse(raw.replace("\n", "\r\n").encode())
    return [(part.content_type, part.content()) for part in in_order(root) if not part.children]


def test_preamble_and_epilogue_are_no_parts():
    raw = "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\nepilogue\n"
    assert shape(raw) == [("text/plain", b"one"), ("text/html", b"two")]


def test_a_missing_closing_line_ends_with_the_mail():
    assert shape("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n") == [("text/plain", b"one"), ("text/plain", b"two\r\n")]


def test_an_inner_part_never_reaches_beyond_the_outer_boundary():
    raw = "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--o\n\ntwo\n--o--\n"
    assert shape(raw) == [("text/plain", b"one"), ("text/plain", b"two")]


def test_a_boundary_that_begins_like_another_is_another():
    raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bb\nmore\n--b--\n"
    assert shape(raw) == [("text/plain", b"one\r\n--bb\r\nmore")]


def test_a_boundary_that_never_occurs_is_guessed():
    raw = "Content-Type: multipart/mixed; boundary=wrong\n\n--right\nContent-Type: text/plain\n\none\n--right--\n"
    assert shape(raw) == [("text/plain", b"one")]


def test_a_multipart_without_parts_is_text():
    assert shape("Content-Type: multipart/mixed; boundary=b\n\njust words") == [("text/plain", b"just words")]


def test_a_field_without_a_blank_line_behind_it_ends_the_header():
    root, _ = parse(b"Subject: x\r\nHello there\r\nfriend")
    assert (root.headers.get("subject"), root.content()) == ("x", b"Hello there\r\nfriend")


def test_an_mbox_line_and_blank_lines_before_the_header_are_skipped():
    root, _ = parse(b"\r\nFrom mina Mon Nov  3 2025\r\nSubject: x\r\n\r\nhi")
    assert (root.headers.get("subject"), root.content()) == ("x", b"hi")


@pytest.mark.parametrize(
    ("written", "named"),
    [("text/html", "text/html"), ("text / plain", "text/plain"), ("html", "text/html"), ("multipart", "multipart/mixed"), ("", "text/plain"), ("/", "text/plain")],
)
def test_a_content_type_always_names_one(written, named):
    assert type_named(written) == named


def test_quoted_printable_forgives_blanks_at_the_end_of_a_line():
    root, _ = parse(b"Content-Transfer-Encoding: Quoted-Printable\r\n\r\nsoft= \r\nbreak =E2=82=AC")
    assert root.content() == "softbreak €".encode()

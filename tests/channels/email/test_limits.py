"""Hostile sizes: limits are hit, a note stays, nothing raises and nothing takes long."""

import pytest

from sandali.channels.email import child
from sandali.channels.email.reading import read
from tests.work import calls_of, never_running_away

HEAD = b"From: mina@gmail.example\r\nSubject: hello\r\nMIME-Version: 1.0\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n'


def nested(levels: int) -> bytes:
    """Multiparts in multiparts."""
    raw = HEAD
    for level in range(levels):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return raw + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


HOSTILE = {
    "10,000 parts": (MIXED + b"--B\r\nContent-Type: text/plain\r\n\r\npart\r\n" * 10_000, ("too-many-parts",)),
    "300 nested multiparts": (nested(300), ("too-deep",)),
    "3,000 nested multiparts": (nested(3_000), ("too-deep",)),
    "100 nested messages": (HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 100 + b"Subject: in\r\n\r\nhi", ()),
    "20,000 fields": (HEAD + b"X-H: y\r\n" * 20_000 + b"\r\nbody", ("too-many-headers",)),
    "a field of 1 MB": (HEAD + b"X-L: " + b"a" * 1_000_000 + b"\r\n\r\nbody", ("header-too-long",)),
    "a subject of 70,000 encoded words": (b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?a?= " * 70_000 + b"\r\n\r\nx", ("header-too-long",)),
    "500 attachments": (MIXED + b"--B\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n" * 199, ("too-many-attachments",)),
    "150,000 nested divs": (HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 150_000, ()),
    "lines that are no fields": (b"Subject: x\r\n" + b"junk line\r\n" * 20_000 + b"From: a@b.example\r\n\r\nbody", ()),
    "a million blanks": (HEAD + b"\r\n" + b" " * 990_000, ()),
    "many open quotes in From": (b'From: ' + b'"\\' * 100_000 + b"\r\n\r\nx", ("unclear-sender",)),
    "70,000 beginnings of uuencode": (HEAD + b"\r\n" + b"begin 644 a\n" * 70_000 + b"end\n", ()),
    "half a boundary 150,000 times": (MIXED + b"--BX\r\n" * 150_000 + b"--B\r\n\r\nx", ()),
    "a bounce that names 50,000 people": (b"From: mailer-daemon@x.example\r\nSubject: failure notice\r\n\r\n" + b"<a@b.example>: 550 no\n" * 45_000, ()),
}


@pytest.mark.reliability("B4")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_hits_its_limit_and_is_still_read(name):
    raw, remarks = HOSTILE[name]
    with never_running_away():
        (incoming,) = read(raw, settings={})
    assert incoming.remarks == remarks
    assert len(incoming.attachments) <= 100


@pytest.mark.reliability("C5")
def test_2000_reply_addresses_become_100_and_a_remark(read_bytes):
    many = ",".join(f"u{number}@b.example" for number in range(2_000)).encode()
    incoming = read_bytes(b"From: a@b.example\r\nReply-To: " + many + b"\r\n\r\nx")
    assert (len(incoming.reply_to), incoming.remarks) == (100, ("too-many-addresses",))


def test_text_is_cut_at_a_million_bytes(read_bytes):
    incoming = read_bytes(HEAD + b"\r\n" + b"word " * 300_000)
    assert incoming.remarks == ("text-cut",)
    assert 990_000 < len(incoming.text) <= 1_000_000


def test_a_large_mail_passes_through_the_child_and_keeps_its_file_exact(read_bytes):
    content = bytes(range(256)) * 8_000
    raw = MIXED + b"--B\r\n\r\nhere\r\n--B\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\n" + content
    incoming = read_bytes(raw + b"\r\n--B--\r\n")
    assert (incoming.text, incoming.remarks) == ("here", ())
    assert [file.content == content for file in incoming.attachments] == [True]


def test_a_mail_that_the_child_does_not_survive_shows_its_header_only(read_bytes, monkeypatch):
    monkeypatch.setattr(child, "CPU_SECONDS", 1)
    monkeypatch.setattr(child, "WALL_SECONDS", 1)
    attributes = b" ".join(b"a%d=1" % number for number in range(100_000))
    incoming = read_bytes(HEAD + b"Content-Type: text/html\r\n\r\n<p " + attributes + b">hi</p>")
    assert (incoming.subject, incoming.text, incoming.remarks) == ("hello", "", ("not-opened",))


def test_a_small_mail_costs_little_work(mail):
    mail("gmail_fa")
    assert calls_of(lambda: mail("gmail_fa")) < 4_000

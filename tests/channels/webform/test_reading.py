"""What was kept of a form as facts."""

from pathlib import Path

import pytest

from sandali.channels.adapter import Attached, Party, Unreadable
from sandali.channels.parcels import SentFile
from sandali.channels.webform.reading import read
from sandali.channels.webform.saying import filled_event

FILLED = Path(__file__).parent / "filled"


def recorded(name):
    [one] = read((FILLED / f"{name}.form").read_bytes(), settings={})
    return one


def test_a_form_says_who_they_say_they_are_and_what_stood_above_each_field():
    one = recorded("fa")
    assert (one.sender.kind, one.sender.name, len(one.sender.value)) == ("webform", "مینا کریمی", 64)
    assert (one.subject, one.text) == ("سفارش", "سفارش من کی می‌رسد؟\n\nتاریخ خرید: ۱۴۰۵/۹/۱\nرنگ: آبی، سبز")
    assert (one.claimed, one.proven, one.chat) == ((Party("email", "mina@example.com"), Party("phone", "۰۹۱۲ ۳۴۵ ۶۷۸۹")), (), "")
    assert (one.matter, one.language, one.doubtful, one.remarks) == ("question", "fa", False, ())


def test_files_get_names_that_can_be_shown():
    assert recorded("files").attachments == (Attached("agpj.exe", "image/png", b"MZ\x00"), Attached("b.txt", "text/plain", b"ok"))


def test_hostile_words_stay_words_and_what_speaks_against_them_is_said():
    one = recorded("doubtful")
    assert (one.text[:25], len(one.text), one.doubtful, one.remarks) == ("<script>alert(1)</script>", 20_000, True, ("form-links", "form-trap", "text-cut"))
    assert one.sender.name == "b"


def test_the_same_number_is_the_same_event_and_one_address_is_one_lane():
    one, again = (filled_event("5f" * 16, {"text": text, "email": "Mina@Example.com"}) for text in ("a", "b"))
    other = filled_event("6f" * 16, {"text": "a", "email": " mina@example.com"})
    assert (one.id == again.id, one.id == other.id, one.lane == other.lane, filled_event("6f" * 16, {}).lane) == (True, False, True, "")


def test_a_file_that_is_not_whole_is_not_read():
    event = filled_event("5f" * 16, {"text": "a"}, files=[SentFile("a.txt", "text/plain", b"12345")])
    with pytest.raises(Unreadable):
        read(event.raw[:-1], settings={})

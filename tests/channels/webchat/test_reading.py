"""What was kept of a chat as facts."""

from pathlib import Path

import pytest

from sandali.channels.adapter import Attached, Party, Press, Unreadable
from sandali.channels.parcels import SentFile
from sandali.channels.webchat.reading import read
from sandali.channels.webchat.saying import message_event, press_event
from sandali.channels.webchat.visitors import Visitor

SAID = Path(__file__).parent / "said"
VISITOR = Visitor("5f" * 32, "#5f5f5f")
NUMBER = "3f0a6c1e-7d2b-4b43-9c8e-0f3a51c2d9aa"


def recorded(name):
    [one] = read((SAID / f"{name}.chat").read_bytes(), settings={})
    return one


def test_a_message_says_who_wrote_what_to_whom_and_how_they_can_be_reached():
    one = recorded("message_fa")
    assert (one.sender, one.text, one.chat, one.external_id, one.language, one.asked_for, one.claimed) == (
        Party("webchat", "5f" * 32, "مینا", "", "#5f5f5f"), "سلام، سفارش من کی می‌رسد؟", "5f" * 32, f"{'5f' * 32}:{NUMBER}", "fa", 3,
        (Party("email", "mina@example.com"),),
    )  # fmt: skip


def test_files_are_cut_from_behind_the_line_and_get_names_that_can_be_shown():
    assert recorded("files").attachments == (
        Attached("shot.png", "image/png", bytes.fromhex("89504e470d0a1a0a")), Attached("agnp.exe", "application/x", b"MZ\x00"),
    )  # fmt: skip


def test_a_press_carries_its_data_and_who_is_to_be_told():
    one = recorded("press")
    assert (one.press, one.text, one.chat) == (Press(f"{'5f' * 32}:3f0a6c1e-7d2b-4b43-9c8e-0f3a51c2d9ac", "ask.12.yes.abcdef"), "", "5f" * 32)


def test_hostile_words_stay_words_and_are_cut():
    one = recorded("hostile")
    assert (one.text[:25], len(one.text), one.remarks, one.asked_for) == ("<script>alert(1)</script>", 20_000, ("text-cut",), 0)
    assert one.claimed == (Party("phone", "+98 912 345 6789"),)


@pytest.mark.parametrize("text", ["سلام", "line\none", "\x00 \ud800", "x" * 20_000])
def test_what_is_kept_is_read_as_it_was_said(text):
    event = message_event(VISITOR, NUMBER, text, files=[SentFile("a.txt", "text/plain", b"one\n\ntwo"), SentFile("b", "", b"")], name="Mina", asked_for=4)
    [one] = read(event.raw, settings={})
    assert (one.text, one.asked_for, one.sender.name) == (text.replace("\x00", "").replace("\ud800", "").strip(), 4, "Mina")
    assert [(file.name, file.content) for file in one.attachments] == [("a.txt", b"one\n\ntwo"), ("b", b"")]


def test_the_same_number_of_a_visitor_is_the_same_event_and_of_another_one_is_not():
    another = Visitor("6f" * 32, "#6f6f6f")
    ids = [message_event(VISITOR, NUMBER, "a").id, press_event(VISITOR, NUMBER, "b").id, message_event(another, NUMBER, "a").id]
    assert (ids[0] == ids[1], ids[0] == ids[2], max(map(len, ids)) <= 120) == (True, False, True)
    assert message_event(VISITOR, NUMBER, "a").lane == VISITOR.digest


def test_a_file_that_is_not_whole_is_not_read():
    event = message_event(VISITOR, NUMBER, "a", files=[SentFile("a.txt", "text/plain", b"12345")])
    with pytest.raises(Unreadable):
        read(event.raw[:-1], settings={})

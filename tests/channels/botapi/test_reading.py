"""Updates as facts, from payloads as the documentation and public libraries show them."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from sandali.channels.adapter import Party, Press, RemoteFile, Unreadable
from sandali.channels.telegram import adapter
from tests.channels.botapi.updates_made import KAVEH, MINA, body, update

UPDATES = Path(__file__).parent / "updates"


def read(name, **settings):
    with translation.override("en"):
        return adapter.read((UPDATES / f"{name}.json").read_bytes(), settings=settings)


def said(**message):
    with translation.override("en"):
        return adapter.read(body(update(**message)), settings={})


def test_a_text_says_who_wrote_what_and_where():
    [one] = read("text")
    assert (one.sender, one.text, one.external_id, one.chat, one.language, one.sent_at.isoformat(), one.subject) == (
        Party("telegram", "1111111", "Test Lastname", "", "@Testusername"), "سلام، سفارش من نرسیده است.", "1111111:1367", "1111111", "fa", "2015-09-07T17:05:32+00:00", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text-with-links", "see here (https://example.com/a) and there"),
        ("forwarded-old", "Forwarded from Forward Firstname Forward Lastname:\nForwarded message"),
        ("forwarded", "Forwarded from کانال خبر:\nخبر"),
        ("photo", "این هم عکس"),
        ("voice", ""),
        ("sticker", "🙂 (a sticker)"),
        ("location", "A place: https://www.openstreetmap.org/?mlat=35.699739&mlon=51.338097"),
        ("venue", "برج آزادی, تهران\nA place: https://www.openstreetmap.org/?mlat=35.699739&mlon=51.338097"),
        ("poll", "A poll: کدام؟\n- این\n- آن"),
        ("own-contact", "A contact: Test Lastname, 0912 345 6789"),
    ],
)
def test_what_is_no_text_is_said_in_words(name, words):
    assert [one.text for one in read(name)] == [words]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("photo", RemoteFile("AgACAgQAAxkBAAM2", "photo.jpg", "image/jpeg", 98123)),
        ("document", RemoteFile("BQACAgQAAxkBAAM3", "قرارداد.pdf", "application/pdf", 51200)),
        ("animation", RemoteFile("CgACAgQAAxkBAAM4", "giphy.mp4", "video/mp4", 22000)),
        ("voice", RemoteFile("AwACAgQAAxkBAAM5", "voice.ogg", "audio/ogg", 23000)),
        ("video", RemoteFile("BAACAgQAAxkBAAM6", "video.mp4", "video/mp4", 900000)),
        ("video-note", RemoteFile("DQACAgQAAxkBAAM7", "video.mp4", "video/mp4", 300000)),
        ("audio", RemoteFile("CQACAgQAAxkBAAM8", "music.mp3", "audio/mpeg", 3897500)),
    ],
)
def test_a_file_is_known_once_by_what_its_provider_calls_it(name, file):
    assert [one.remote_files for one in read(name)] == [(file,)]


def test_a_number_is_theirs_only_when_the_provider_says_that_the_card_is():
    assert [one.proven for one in read("own-contact")] == [(Party("phone", "+989123456789"),)]
    assert [one.proven for one in read("anothers-contact")] == [()]
    forwarded = said(contact={"phone_number": "989123456789", "first_name": "Mina", "user_id": MINA["id"]}, forward_date=1)
    assert [one.proven for one in forwarded] == [()]


def test_an_edit_names_the_message_that_it_changes():
    [one] = read("edited")
    assert (one.change, one.text, one.external_id, one.sent_at.isoformat()) == ("edit", "Edited text", "1111111:1372", "2015-09-07T17:23:20+00:00")


def test_an_answer_below_a_message_refers_to_it():
    assert [one.references for one in read("reply")] == [("1111111:1334",)]


def test_a_press_is_no_message():
    [one] = read("press")
    assert (one.press, one.sender.value, one.chat, one.text) == (Press("4382bfdwdsb323b2d9", "Data from button callback"), "1111111", "1111111", "")


@pytest.mark.parametrize(("text", "automatic"), [("/start", "command"), ("/start abc", "command"), ("/help@simorgh_bot", "command"), ("/order 12 is late", ""), ("why /start", "")])
def test_a_word_for_the_bot_is_told_from_a_message(text, automatic):
    assert [one.automatic for one in said(text=text)] == [automatic]


def group(**more):
    one = update(text="hello all")
    one["message"]["chat"] = {"id": -100200, "title": "Shop", "type": "supergroup"}
    return body(one | more)


def test_groups_are_left_alone_unless_they_are_wanted():
    assert adapter.read(group(), settings={}) == []
    [one] = adapter.read(group(), settings={"groups": True})
    assert (one.chat, one.sender.value, one.external_id.partition(":")[0]) == ("-100200", "555001", "-100200")


@pytest.mark.parametrize(
    "nothing",
    [
        {"new_chat_members": [KAVEH]}, {"pinned_message": {"message_id": 1}}, {"text": ""}, {"from": {"id": 5, "is_bot": True, "first_name": "B"}, "text": "x"},
        {"chat": {"id": -1, "type": "channel"}, "text": "x"}, {"from": None, "text": "x"}, {"chat": None, "text": "x"},
    ],
)  # fmt: skip
def test_what_nobody_said_to_us_is_nothing(nothing):
    one = update()
    one["message"] |= nothing
    assert adapter.read(body(one), settings={}) == []


def test_other_updates_are_nothing_and_what_is_none_says_so():
    assert adapter.read(b'{"update_id": 5, "my_chat_member": {}}', settings={}) == []
    for raw in (b"[]", b'{"update_id": "5"}', b"{", b"[" * 100_000):
        with pytest.raises(Unreadable):
            adapter.read(raw, settings={})


def test_strange_values_break_nothing():
    strange = [
        {"text": 5}, {"photo": [{"file_id": 3}]}, {"document": []}, {"entities": [{"type": "text_link", "offset": 9**9, "length": 1, "url": "x"}], "text": "a"},
        {"contact": {"phone_number": 3}}, {"location": {"latitude": "x"}}, {"date": 10**40, "text": "a"}, {"text": "a\x00\ud800b"},
        {"venue": {"title": 1}, "location": {"latitude": 1}}, {"poll": {"options": "no"}}, {"forward_origin": {"sender_user": 4}, "text": "a"},
    ]  # fmt: skip
    for more in strange:
        raw = json.dumps(update(**more)).encode()
        for one in adapter.read(raw, settings={}):
            one.text.encode()


def test_a_name_that_mixes_scripts_is_suspect():
    [one] = adapter.read(body(update({"id": 7, "is_bot": False, "first_name": "Sаra"}, text="x")), settings={})
    assert one.sender.suspect == "mixed-script"

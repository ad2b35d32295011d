"""What Meta tells becomes facts: texts, files, places, choices, changes, and in words what is none of these."""

import json
from pathlib import Path

import pytest

from sandali.channels.adapter import Party, Press, Receipt, RemoteFile, Unreadable
from sandali.channels.metaapi.hooks import moment
from sandali.channels.whatsapp.reading import events, read
from tests.channels.whatsapp.told_made import message, whole

TOLD = Path(__file__).resolve().parent / "told"


def told(name: str):
    found = read((TOLD / f"{name}.json").read_bytes(), settings={})
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("text", "Does it come in another color?"), ("reply", "بله، همین"), ("image", "شکسته رسید"), ("voice", ""), ("sticker", "(استیکر)"), ("reaction", "👍"),
        ("location", "فروشگاه, Tehran, Vali Asr\nیک مکان: https://www.openstreetmap.org/?mlat=35.689200&mlon=51.389000"), ("button-of-others", "Change"),
        ("list-reply", "Priority Mail Express\nNext Day to 2 Days"), ("form", "Sent\nsize: L"), ("template-button", "Where is it?"),
        ("order", "سفارش:\n2 عدد di9ozbzfi4، هر یک 30 USD\nLove these"), ("came-by-advertisement", "از راه «Chat with us» آمده‌اند:\nCan I get more info about this?"),
        ("number-changed", "(واتس‌اپ می‌گوید: شماره‌شان اکنون +12195555358 است)"), ("hidden-number", "hello without a number"),
    ],
)  # fmt: skip
def test_what_was_said_stands_as_text(name, text):
    assert told(name).text == text


def test_a_card_and_what_meta_does_not_hand_on_are_told_in_words():
    assert "Barbara J. Johnson" in told("contacts").text and "+1 (650) 555-7890" in told("contacts").text
    assert told("unsupported").text.endswith("\nMessage type is currently not supported.")


def test_who_writes_is_known_by_their_number_and_it_is_their_telephone_too():
    one = told("text")
    assert one.sender == Party("whatsapp", "16505551234", "Sheena Nelson", "", "+16505551234")
    assert one.also == (Party("phone", "+16505551234"), Party("whatsapp-id", "US.13491208655302741918"))
    assert (one.chat, one.sent_at) == ("16505551234", moment("1749416381"))


def test_who_hides_their_number_is_known_by_who_they_are_for_this_business():
    one = told("hidden-number")
    assert one.sender == Party("whatsapp", "US.13491208655302741918", "Sheena", "", "@sheena.n")
    assert one.also == (Party("whatsapp-id", "US.13491208655302741918"),)


def test_who_has_a_new_number_is_known_by_it_from_then_on():
    assert told("number-changed").proven == (Party("whatsapp", "12195555358"), Party("phone", "+12195555358"))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("image", RemoteFile("1003383421387256", "photo.jpg", "image/jpeg")), ("voice", RemoteFile("1908647269898587", "audio.oga", "audio/ogg; codecs=opus")),
        ("document", RemoteFile("1234567890987654", "۱۲.pdf", "application/pdf")), ("video", RemoteFile("765756756", "video.mp4", "video/mp4")),
        ("sticker", RemoteFile("798882015472548", "sticker.webp", "image/webp")),
    ],
)  # fmt: skip
def test_a_file_lies_at_meta_under_a_safe_name(name, file):
    [found] = told(name).remote_files
    assert (found.reference, found.content_type) == (file.reference, file.content_type)
    assert found.name.partition(".")[0] == file.name.partition(".")[0]


def test_answers_reactions_and_forwarded_messages_say_so():
    assert (told("reply").references, told("reaction").references) == (("wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQz1",),) * 2
    assert (told("reaction").remarks, told("video").remarks) == (("reaction",), ("forwarded",))
    assert told("reaction-taken-away").automatic == "command"


def test_a_button_of_ours_is_a_press_and_any_other_is_words():
    one = told("press")
    assert one.press == Press("16505551234:wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQz12", "ask.7.yes.abcdefgh")
    assert told("button-of-others").press is None


def test_a_change_is_of_the_first_message_and_a_revoked_one_is_taken_away():
    first = told("text").external_id
    assert [(one.change, one.external_id, one.text) for one in (told("edit"), told("revoke"))] == [("edit", first, "Does it come in green?"), ("delete", first, "")]
    assert (told("edit-caption").text, told("edit-caption").change) == ("new caption", "edit")
    assert told("status-deleted").change == "delete"


def test_how_far_a_message_got_is_told_with_our_own_word_and_the_reason():
    assert told("status-sent").receipts == (Receipt("wamid.HBgLMTQxMjU1NTA4MjkVAgARGBI1", "sent", moment("1750030073"), "", "1234567890.0"),)
    [failed] = told("status-failed").receipts
    assert (failed.reached, failed.reason) == ("failed", "این‌جا به ایشان نمی‌رسیم: حسابی ندارند، برنامه‌شان بسیار قدیمی است، یا پیامی از ما نمی‌پذیرند.")
    assert [one.receipts[0].reached for one in read((TOLD / "status-delivered-and-read.json").read_bytes(), settings={})] == ["delivered", "read"]


def test_a_request_is_cut_into_single_things_in_their_writers_order():
    body = json.dumps(whole(message("a", at=20), message("b", sender="4917", at=10), message("c", at=30, kind="image", image={"id": "1", "mime_type": "image/jpeg"})))
    made = events(body.encode(), settings={})
    assert [(one.id, one.lane, one.order, one.settles) for one in made] == [("m:a", "989121234567", 20, 0), ("m:b", "4917", 10, 0), ("m:c", "989121234567", 30, 0.7)]


def test_what_is_written_to_another_number_is_set_aside_with_a_reason_and_its_states_are_none_of_ours():
    body = json.dumps(whole(message("a"), phone="77")).encode()
    with pytest.raises(Unreadable, match=r"به شمارهٔ دیگری"):
        read(body, settings={"phone_number_id": "106540352242922"})
    assert read((TOLD / "status-sent.json").read_bytes(), settings={"phone_number_id": "77"}) == []


def test_names_that_are_none_and_times_that_are_absurd_do_no_harm():
    odd = whole(message("a", at=10**18, text={"body": "x\x00y\ud800"}), name="\u202e" + "n" * 500)
    [one] = read(json.dumps(odd).encode(), settings={})
    assert (one.text, one.sent_at, len(one.sender.name)) == ("xy", None, 160)

"""PDUs as centres were seen to send them, and what they say; whatever is thrown at the reading ends in words or in nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandali.channels.sms.smpp import letters, pdus
from sandali.channels.sms.smpp.letters import Part
from sandali.channels.sms.smpp.pdus import Address, Body, Malformed, Message
from sandali.channels.sms.smpp.told import Receipt, Written, spellings, understood
from sandali.kit.sms_text import ALPHABET, BASIC, count_parts, cut_parts

SETTINGS = {"region": "SE"}
# Of captures that public clients keep among their tests: by github.com/larvit/larvitsmpp, twitter-archive/cloudhopper-smpp and jookies/jasmin.
SEEN = {
    "by its own parameter": (
        "000000e9000000050000000002a82e8600010134363730393737313333370000003436373031313133333131000400000000000000007569643a313535303430363231323432313433353835207375623a303031"
        "20646c7672643a303031207375626d697420646174653a3135303430363233323420646f6e6520646174653a3135303430363233323420737461743a44454c49565244206572723a3030303020746578743a2020"
        "62616666042300030300000427000102001e001331353530343036323132343231343335383500141800040000076c145400040000000114160006323430303800",
        Receipt(("155040621242143585",), "DELIVRD", "0000", "+46709771337"),
    ),
    "in two spellings": (
        "000000BA00000005000000000000000200010134343935313336313932300001013430343034000400000000000000006E69643A30303539313133393738207375623A30303120646C7672643A303031207375"
        "626D697420646174653A3130303231303137333020646F6E6520646174653A3130303231303137333120737461743A44454C49565244206572723A30303020746578743A4024232125262F3A000E0001010006"
        "000101001E000833383630316661000427000102",
        Receipt(("38601fa", "0059113978"), "DELIVRD", "000", "+44951361920"),
    ),
    "in a payload": (
        "0000009200000005000000000001693c00000032313635333532303730330000003737383800040000000001000000000424004f69643a30303030343336393439207375626d697420646174653a3135303432"
        "313135303820646f6e6520646174653a3135303432313135303820737461743a44454c49565244206572723a30303000001e00063661616435000427000102",
        Receipt(("6aad5", "0000436949"), "DELIVRD", "000", "21653520703"),
    ),
}


def body_of(packed: str) -> bytes:
    raw = bytes.fromhex(packed)
    size, command, _status, _sequence = pdus.unpacked(raw[:16])
    assert (command, size) == (pdus.DELIVER_SM, len(raw) - 16)
    return raw[16:]


@pytest.mark.parametrize("name", SEEN)
def test_a_receipt_that_was_seen_is_understood(name):
    packed, wanted = SEEN[name]
    assert understood(pdus.message_in(body_of(packed)), SETTINGS) == wanted


def test_an_id_is_known_in_every_spelling_that_centres_use():
    assert {"38601fa", "38601FA", "0059113978", "59113978"} <= set(spellings("59113978"))
    assert {"59113978", "0059113978"} <= set(spellings("38601FA"))
    assert spellings("cb9c40f1-0aa1-4b3e") == ["cb9c40f1-0aa1-4b3e"]


def test_a_message_reads_as_it_was_written():
    sent = Message(Address("10004346", 0, 1), Address("989123456789", 1, 1), b"Hello", 0, 0x40, {0x0204: b"\x01\x02"})
    assert pdus.message_in(pdus.message_body(sent)) == sent
    assert pdus.state_in(b"77\x00\x00\x02\x00") == ("77", 2)


@pytest.mark.parametrize("text", ["", "@", "Hello €[]", "ñandú", "سلام", "😊" * 40, "a" * 161, "{" * 80, "س" * 71, ALPHABET.replace("\x1b", "") * 3, "x" * 152 + "€" + "y" * 20])
def test_letters_read_as_they_were_written_in_as_many_parts_as_the_composer_counts(text):
    contents, coding = letters.written(text)
    assert letters.read_parts([(one, coding) for one in contents]) == text
    assert len(contents) == count_parts(text).parts == len(cut_parts(text)[0])
    assert all(len(one) <= (160 if len(contents) == 1 else 153) if coding == 0 else len(one) <= (140 if len(contents) == 1 else 134) for one in contents)


def test_a_centre_with_another_alphabet_is_written_to_in_it():
    assert letters.written("@é", alphabet="latin1") == ([b"@\xe9"], 0)
    assert letters.written("5 €", alphabet="latin1") == (["5 €".encode("utf-16-be")], 8)
    assert (letters.read(b"@\xe9", 0, alphabet="latin1"), letters.read(b"@", 0)) == ("@é", "¡")
    assert len(BASIC) == 127


def test_the_header_of_a_part_is_read_and_a_broken_one_says_nothing():
    assert letters.without_header(letters.with_header(b"abc", Part("17", 3, 2))) == (b"abc", Part("8:17", 3, 2))
    assert letters.without_header(b"\x06\x08\x04\x01\x02\x02\x01abc") == (b"abc", Part("16:258", 2, 1))
    assert letters.without_header(b"\x06\x05\x04\x0b\x84\x23\xf0abc") == (b"abc", None)
    broken = [b"", b"\x05", b"\x05\x00\x03\x01\x02\x03x", b"\x05\x00\x03\x01\x00\x00x", b"\xff\x00\x03", b"\x00abc"]
    assert [letters.without_header(one)[1] for one in broken] == [None] * 6


@pytest.mark.parametrize(("coding", "ours"), [(0, 0), (1, 1), (3, 3), (8, 8), (0x18, 8), (0x10, 0), (0x14, None), (0xF0, 0), (0xF5, None), (0xE0, 8), (4, None), (0x99, None)])
def test_what_letters_a_message_has(coding, ours):
    assert letters.coding_of(coding) == ours


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_malformed(body):
    try:
        found = understood(pdus.message_in(body), SETTINGS)
    except Malformed:
        return
    assert found is None or isinstance(found, Receipt | Written)


def test_a_body_cut_anywhere_is_a_message_or_malformed_and_any_bit_may_be_wrong():
    body, draw = body_of(SEEN["in two spellings"][0]), random.Random(4)
    for at in range(len(body)):
        wrong = bytearray(body)
        wrong[at] ^= 1 << draw.randrange(8)
        for one in (body[:at], bytes(wrong)):
            try:
                understood(pdus.message_in(one), SETTINGS)
            except Malformed:
                continue


def test_fields_end_where_they_should():
    with pytest.raises(Malformed):
        Body(b"a" * 300).text()
    for typed in ("a\x00b", "سلام", "x" * 300):
        with pytest.raises(Malformed):
            pdus.c_string(typed)
    with pytest.raises(Malformed):
        pdus.message_body(Message(Address(""), Address(""), b"x" * 255))

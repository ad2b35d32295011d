"""Asterisk's events as what happens to calls of customers."""

import pytest

from sandali.channels.telephone.ami_events import Calls, extension_of_channel, is_trunk
from tests.channels.telephone.ami_server import channel, dest, incoming, outgoing


def heard(blocks, **settings):
    calls = Calls(**settings)
    return [(one["event"], one["direction"], one["number"], one["extensions"]) for block in blocks for one in calls.hear(block)], calls.going_on


def test_a_call_to_two_telephones_rings_both_is_answered_by_one_and_ends_once():
    number = "09123456789"
    assert heard(incoming()) == (
        [("ringing", "in", number, ["204"]), ("ringing", "in", number, ["205"]), ("answered", "in", number, ["204"]), ("ended", "in", number, [])], {}
    )  # fmt: skip


def test_a_call_that_nobody_answers_rings_and_ends():
    assert [one[0] for one in heard(incoming(answers=""))[0]] == ["ringing", "ringing", "ended"]


def test_a_recording_is_told_when_the_call_is_over():
    assert [one[0] for one in heard(incoming(recording="/var/spool/asterisk/monitor/2026/a.wav"))[0]][-2:] == ["ended", "recorded"]


@pytest.mark.parametrize(("exten", "prefix", "number"), [("09123456789", "", "09123456789"), ("909123456789", "9", "09123456789"), ("02188776655", "9", "02188776655")])
def test_a_call_of_ours_is_told_with_the_number_that_was_dialled(exten, prefix, number):
    assert [one[:3] for one in heard(outgoing(exten=exten), dial_prefix=prefix)[0]] == [(event, "out", number) for event in ("ringing", "answered", "ended")]


def test_a_call_of_ours_that_nobody_answers_is_not_answered():
    assert [one[0] for one in heard(outgoing(answers=False))[0]] == ["ringing", "ended"]


def test_telephones_among_themselves_and_codes_say_nothing():
    own = channel("PJSIP/204-01", "1.1", linked="1.1", caller="204", exten="205")
    inside = [{"Event": "Newchannel", **own}, {"Event": "DialBegin", **own, **dest("PJSIP/205-02", "1.2")}, {"Event": "DialEnd", **own, **dest("PJSIP/205-02", "1.2"), "DialStatus": "ANSWER"}, {"Event": "Hangup", **own}]
    code = [{"Event": "Newchannel", **channel("PJSIP/204-03", "2.1", linked="2.1", exten="*97")}, {"Event": "Hangup", **channel("PJSIP/204-03", "2.1", linked="2.1")}]
    assert heard(inside + code)[0] == []


def test_a_ring_group_s_halves_are_nobody_s_telephones():
    trunk = channel("DAHDI/i1/09123456789-7", "1.1", linked="1.1", caller="09123456789")
    half = channel("Local/204@from-queue-0001;2", "1.3", linked="1.1")
    told = [{"Event": "Newchannel", **trunk}, {"Event": "DialBegin", **trunk, **dest("Local/204@from-queue-0001;1", "1.2")}, {"Event": "DialBegin", **half, **dest("SIP/204-0a1b", "1.4")},
            {"Event": "DialEnd", **half, **dest("SIP/204-0a1b", "1.4"), "DialStatus": "ANSWER"}, {"Event": "DialEnd", **trunk, **dest("Local/204@from-queue-0001;1", "1.2"), "DialStatus": "ANSWER"}]  # fmt: skip
    assert heard(told)[0] == [("ringing", "in", "09123456789", ["204"]), ("answered", "in", "09123456789", ["204"])]


def test_a_withheld_number_is_told_as_none():
    assert {one[2] for one in heard(incoming(number="<unknown>"))[0]} == {""}


def test_whoever_comes_to_listen_in_the_middle_hears_the_rest():
    told = incoming()
    calls = Calls()
    calls.stands([{"Channel": "PJSIP/mci-00000001", "CallerIDNum": "09123456789", "Uniqueid": "1700.1", "Linkedid": "1700.1"}])
    assert [one["event"] for block in told[4:] for one in calls.hear(block)] == ["ringing", "answered", "ended"]


def test_a_caller_who_is_passed_on_is_the_same_call_until_the_last_channel_hung_up():
    told = incoming()
    trunk = channel("PJSIP/mci-00000001", "1700.1", linked="1700.1")
    passed = [{"Event": "DialBegin", **trunk, **dest("PJSIP/206-09", "1700.19")}, {"Event": "DialEnd", **trunk, **dest("PJSIP/206-09", "1700.19"), "DialStatus": "ANSWER"}]
    last = {"Event": "Hangup", **channel("PJSIP/206-09", "1700.19", linked="1700.1")}
    assert [one[0] for one in heard([*told[:-1], *passed, told[-1], last])[0]] == ["ringing", "ringing", "answered", "ringing", "answered", "ended"]


@pytest.mark.parametrize("name", ["PJSIP/204-0000001a", "SIP/204-0a1b", "IAX2/204-12", "PJSIP/204"])
def test_a_telephone_s_channel_has_its_extension(name):
    assert (extension_of_channel(name), is_trunk(name)) == ("204", False)


@pytest.mark.parametrize("name", ["PJSIP/mci-trunk-0000001a", "SIP/02188776655-0a1b", "DAHDI/i1/09123456789-7"])
def test_a_trunk_s_channel_has_none(name):
    assert (extension_of_channel(name), is_trunk(name)) == ("", True)


@pytest.mark.parametrize("block", [{}, {"Event": "Hangup"}, {"Event": "DialEnd", "Linkedid": "x"}, {"Event": "VarSet", "Linkedid": "x"}, {"Event": "Newchannel", "Linkedid": "x"}])
def test_an_event_that_lacks_everything_says_nothing(block):
    assert heard([block])[0] == []

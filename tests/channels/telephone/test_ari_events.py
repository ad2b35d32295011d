"""What ARI tells, in the words of our own requests: channels that belong together are one call, which ends when its last one hung up (RELIABILITY F7)."""

import random

import pytest

from sandali.channels.telephone.ami_events import Calls
from sandali.channels.telephone.ari_events import AriCalls
from tests.channels.telephone.ari_server import channel, dial, event, incoming, outgoing, over, queued

SETTINGS = {"host": "pbx.example", "security": "tls"}


def listener() -> AriCalls:
    return AriCalls(Calls(area="021", dial_prefix="9"), SETTINGS)


def heard(events, one=None):
    calls = one or listener()
    said = [said for each in events for said in calls.hear(each)]
    return [(told["call"], told["event"], told.get("direction", ""), told.get("number", ""), tuple(told.get("extensions", ()))) for told in said]


NUMBER = "09123456789"


def test_a_call_from_outside_rings_is_answered_and_ends():
    assert heard(incoming()) == [
        ("1700.1", "ringing", "in", NUMBER, ("204",)), ("1700.1", "ringing", "in", NUMBER, ("205",)), ("1700.1", "answered", "in", NUMBER, ("204",)),
        ("1700.1", "ended", "in", NUMBER, ()),
    ]  # fmt: skip


def test_a_call_that_nobody_answers_or_that_rings_nowhere_ends_too():
    assert [one[1] for one in heard(incoming(answers=""))] == ["ringing", "ringing", "ended"]
    trunk = channel("PJSIP/mci-00000001", "1.1", caller=NUMBER, exten="02188776655")
    assert heard([event("ChannelCreated", channel=trunk), over(trunk)]) == [("1.1", "ended", "in", NUMBER, ())]


def test_a_call_to_outside_has_the_number_without_the_prefix():
    assert heard(outgoing()) == [
        ("1700.9", "ringing", "out", NUMBER, ("204",)), ("1700.9", "answered", "out", NUMBER, ("204",)), ("1700.9", "ended", "out", NUMBER, ()),
    ]  # fmt: skip


def test_a_queue_that_rings_by_a_local_channel_is_one_call():
    assert heard(queued()) == [
        ("1800.1", "ringing", "in", "09121112233", ("204",)), ("1800.1", "answered", "in", "09121112233", ("204",)), ("1800.1", "ended", "in", "09121112233", ()),
    ]  # fmt: skip


def test_a_call_that_was_placed_by_us_keeps_our_reference():
    own = channel("PJSIP/204-00000009", "s-1", state="Down", exten="909123456789")
    leg = channel("PJSIP/mci-0000000a", "1900.2", state="Down")
    told = [event("ChannelCreated", channel=own), dial(None, own), dial(None, own, "ANSWER"), event("ChannelCreated", channel=leg), dial(own, leg)]
    assert heard([*told, dial(own, leg, "ANSWER"), over(leg), over(own)]) == [
        ("s-1", "ringing", "out", NUMBER, ("204",)), ("s-1", "answered", "out", NUMBER, ("204",)), ("s-1", "ended", "out", NUMBER, ()),
    ]  # fmt: skip


def test_calls_among_ourselves_say_nothing():
    one, two = channel("PJSIP/204-00000001", "7.1", caller="204", exten="205"), channel("PJSIP/205-00000002", "7.2", state="Down")
    assert heard([event("ChannelCreated", channel=one), event("ChannelCreated", channel=two), dial(one, two), dial(one, two, "ANSWER"), over(two), over(one)]) == []


@pytest.mark.reliability("F7")
@pytest.mark.parametrize("seed", range(25))
def test_in_any_order_and_however_often_every_call_that_is_told_of_ends_and_none_stays(seed):
    """What is told in a wrong order may say less, and never that a call goes on for ever."""
    draw = random.Random(seed)
    events = [one for one in (*incoming(), *queued(), *outgoing()) for _time in range(draw.randrange(1, 4))]
    draw.shuffle(events)
    calls = listener()
    said = heard(events, calls)
    begun, ended = ({one[0] for one in said if one[1] in kinds} for kinds in (("ringing", "answered"), ("ended",)))
    assert ({call for call, known in calls.calls.going_on.items() if known.channels}, begun - ended) == (set(), set())


@pytest.mark.reliability("F7")
def test_what_is_repeated_in_its_order_says_the_same():
    assert sorted(set(heard([one for one in incoming() for _time in range(3)]))) == sorted(heard(incoming()))


def test_a_stored_recording_is_told_of_with_its_address_also_after_the_end():
    calls = listener()
    heard(incoming(), calls)
    told = event("RecordingFinished", recording={"name": "in/1700 1", "format": "wav", "target_uri": "channel:1700.1", "state": "done"})
    assert calls.hear(told) == [
        {"call": "1700.1", "event": "recorded", "recording": "https://pbx.example:8089/ari/recordings/stored/in%2F1700%201/file#wav"}
    ]  # fmt: skip
    assert calls.hear(event("RecordingFinished", recording={"name": "x", "target_uri": "channel:9.9"})) == []


def test_a_recording_of_a_bridge_is_its_call_s():
    calls = listener()
    *begin, end = incoming()
    heard(begin, calls)
    calls.hear(event("ChannelEnteredBridge", bridge={"id": "b-1"}, channel=channel("PJSIP/mci-00000001", "1700.1")))
    said = calls.hear(event("RecordingFinished", recording={"name": "r", "format": "gsm", "target_uri": "bridge:b-1"}))
    assert [one["call"] for one in said] == ["1700.1"]
    assert calls.hear(end)[0]["event"] == "ended"


def test_who_comes_in_the_middle_hears_the_end_of_what_certainly_came_from_outside():
    trunk = channel("PJSIP/mci-00000001", "5.1", state="Up", caller=NUMBER, app="Dial")
    leg = channel("PJSIP/204-00000002", "5.2", state="Up", app="AppDial")
    out, dialled = channel("PJSIP/204-00000005", "6.1", state="Up", caller="204", app="Dial"), channel("PJSIP/mci-00000006", "6.2", state="Up", app="AppDial")
    calls = listener()
    calls.stands([leg, trunk, dialled, out, channel("PJSIP/mci-00000009", "8.1", state="Up", caller=NUMBER)], [{"id": "b", "channels": ["5.2", "5.1"]}, {"id": "c", "channels": ["6.2", "6.1"]}])
    ended = [over(one) for one in (leg, trunk, dialled, out, channel("PJSIP/mci-00000009", "8.1", state="Up", caller=NUMBER))]
    assert heard(ended, calls) == [("5.1", "ended", "in", NUMBER, ())]


def test_nonsense_says_nothing():
    wrong = [{}, {"type": "Dial"}, {"type": "Dial", "peer": [], "caller": "x"}, {"type": "ChannelCreated", "channel": {"id": 7, "name": None}}, {"type": ["x"]},
             {"type": "ChannelDestroyed"}, {"type": "RecordingFinished", "recording": "x"}, {"type": "ChannelVarset", "channel": {"id": "a"}, "value": 3}]  # fmt: skip
    assert heard(wrong) == []
    calls = listener()
    calls.stands({"x": 1}, [{"channels": 7}, "y"])

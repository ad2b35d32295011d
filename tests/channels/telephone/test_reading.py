"""What a telephone system told, as facts: whatever it leaves out, and whatever nonsense stands in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandali.channels.adapter import CallNews, Incoming, Unreadable
from sandali.channels.telephone.reading import SETTLES, events, read

TOLD = Path(__file__).resolve().parent / "told"
SETTINGS = {"region": "IR", "area": "021"}


def news_in(name: str) -> list[CallNews | None]:
    return [one.call for one in read((TOLD / f"{name}.json").read_bytes(), settings=SETTINGS)]


def test_a_missed_call_is_told_as_it_was():
    ringing, ended = news_in("missed")
    assert ringing == CallNews("1763800000.41", "ringing", "in", "+989123456789", ("204", "205"), datetime(2026, 11, 22, 5, 30, tzinfo=UTC))
    assert ended == CallNews("1763800000.41", "ended", at=datetime(2026, 11, 22, 5, 30, 25, tzinfo=UTC))


def test_persian_digits_are_numbers_and_extensions():
    assert [(one.number, one.extensions) for one in news_in("answered")] == [("+982188776655", ("204",)), ("", ("204",)), ("", ()), ("", ())]


def test_a_call_among_ourselves_says_nothing():
    assert read((TOLD / "internal.json").read_bytes(), settings={}) == [Incoming(sender=None, automatic="command")]


def test_what_is_kept_reads_the_same_when_the_settings_are_others():
    raw = (TOLD / "answered.json").read_bytes()
    kept = events(raw, settings={"region": "GB", "area": "020"})
    assert [one.call for event in kept for one in read(event.raw, settings=SETTINGS)] == [one.call for one in read(raw, settings={"region": "GB", "area": "020"})]


def test_an_event_is_known_by_its_call_and_sequence_whatever_else_it_says():
    said = b'{"call": "a", "event": "ringing", "sequence": 7, "number": "%s"}'
    assert {events(said % number, settings={})[0].id for number in (b"09123456789", b"x")} == {"a:7"}
    [event] = events(said % b"1", settings={})
    assert (event.lane, event.order, event.settles) == ("a", 7, 0)


def test_without_a_sequence_what_is_said_decides_and_the_end_waits_for_what_belongs_before_it():
    bodies = [b'{"call": "a", "event": "ringing", "extension": "%s"}' % one for one in (b"204", b"205", b"204")]
    assert len({events(body, settings={})[0].id for body in bodies}) == 2
    assert [events(b'{"call": "a", "event": "%s"}' % one, settings={})[0].settles for one in (b"ended", b"answered")] == [SETTLES, 0]


@pytest.mark.parametrize("value", ['"2026-11-22T09:00:00"', '"yesterday"', "-5e99", "1e300", "true", "{}", '"1850-01-01T00:00:00Z"', "null"])
def test_an_absurd_moment_is_none(value):
    assert read(f'{{"call": "a", "event": "ended", "at": {value}}}'.encode(), settings={})[0].call.at is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://pbx.example/a.wav", "https://pbx.example/a.wav"), ("2026/11/a.wav", "2026/11/a.wav"), ("javascript:alert(1)", ""), ("data:audio/wav,x", ""),
        ("https://user:password@pbx.example/a.wav", ""), ("a b.wav", ""), ("x" * 501, ""),
    ],
)  # fmt: skip
def test_a_recording_is_a_web_address_or_a_file_s_name(typed, kept):
    import json

    assert read(json.dumps({"call": "a", "event": "recorded", "recording": typed}).encode(), settings={})[0].call.recording == kept


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=5)


@given(st.fixed_dictionaries({"call": JSON, "event": st.sampled_from(["ringing", "ended", "recorded"]) | JSON}, optional={name: JSON for name in ("sequence", "at", "number", "extension", "extensions", "direction", "recording")}))
def test_whatever_stands_in_it_is_read_or_refused_in_words(said):
    import json

    raw = json.dumps(said).encode()
    try:
        found = read(raw, settings={})
    except Unreadable:
        found = []
    assert len(found) in (0, 1) and all(len(event.id) <= 120 and len(event.lane) <= 120 for event in events(raw, settings={}))

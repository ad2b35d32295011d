"""Who runs what when several processes share the tests."""

from tests.order import APART, JOURNEYS, LANES, LONGEST, LONGEST_JOURNEYS, lanes, place
from tests.program import ROOT


def test_every_file_that_is_named_is_there():
    named = {*LONGEST, *APART, *(f"{JOURNEYS}{name}.py" for name in LONGEST_JOURNEYS)}
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_journeys_are_dealt_out_in_turn_and_what_lasts_long_begins_first():
    files = [f"{JOURNEYS}{name}.py" for name in ("test_zones", LONGEST_JOURNEYS[1], LONGEST_JOURNEYS[0])]
    assert lanes(files) == {files[2]: LANES[0], files[1]: LANES[1], files[0]: LANES[0]}
    scopes = {"tests/a.py": 3, "tests/b.py": 9, LONGEST[1]: 1, f"{LONGEST[0]}::test_alone": 1, LANES[1]: 4, LANES[0]: 2}
    assert sorted(scopes, key=lambda scope: place(scope, scopes[scope])) == [LANES[0], LANES[1], f"{LONGEST[0]}::test_alone", LONGEST[1], "tests/b.py", "tests/a.py"]

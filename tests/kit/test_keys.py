"""The list of shortcuts: no key means two things, and what a letter presses stands on a page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from sandali.kit.keys import GO_TO, SHORTCUTS

SANDALI = Path(__file__).resolve().parents[2] / "sandali"


def test_no_key_does_two_things():
    codes = Counter(code for one in SHORTCUTS for code in one.codes)
    assert [code for code, times in codes.items() if times > 1] == []
    assert len(set(GO_TO.values())) == len(GO_TO)


def test_the_key_that_is_shown_is_the_one_that_acts():
    """A letter, by its place on a Latin keyboard; brackets and the question mark have names."""
    named = {"!": "Shift+Digit1", "[": "BracketLeft", "]": "BracketRight", "?": "Shift+Slash"}
    for one in SHORTCUTS:
        if one.does:
            shown = tuple(named.get(keys[-1], ("Shift+" if len(keys) > 1 else "") + f"Key{keys[-1].upper()}") for keys in one.shown)
            assert shown == one.codes


def test_every_letter_presses_something_on_a_page():
    text = "".join(path.read_text() for path in (SANDALI / "desk" / "templates").rglob("*.html"))
    text += "".join(path.read_text() for path in (SANDALI / "desk").rglob("*.py"))
    placed = {letter for letters in re.findall(r'data[_-]key"?[=:] ?"([a-z ]+)"', text) for letter in letters.split()}
    wanted = {one.does.partition(":")[2] for one in SHORTCUTS if one.does.startswith("activate:")}
    assert wanted - placed == set()

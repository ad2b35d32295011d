"""What a form carries: for one form alone, not too young and not too old, and a little work that can be checked."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from sandali.channels.webform.stamps import is_solved, is_too_old, is_too_quick, new_stamp, read_stamp

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_stamp_is_for_one_form_and_comes_back_as_it_was():
    text = new_stamp(3, NOW)
    found = read_stamp(3, text)
    assert (found.at, len(found.number), found.again, read_stamp(4, text)) == (NOW, 32, False, None)
    assert read_stamp(3, new_stamp(3, NOW, again=True)).again is True


@pytest.mark.parametrize("change", [lambda text: "", lambda text: text[:-1], lambda text: "1" + text, lambda text: text.replace(".a.", ".b."), lambda text: text + ".x", lambda text: "۱" + text[1:]])
def test_a_stamp_that_was_changed_is_none(change):
    assert read_stamp(3, change(new_stamp(3, NOW))) is None


def test_what_is_too_quick_and_what_is_too_old():
    stamp, second = read_stamp(3, new_stamp(3, NOW)), read_stamp(3, new_stamp(3, NOW, again=True))
    assert [is_too_quick(stamp, NOW + timedelta(seconds=s)) for s in (2, 4)] == [True, False]
    assert is_too_quick(second, NOW) is False
    assert [is_too_old(stamp, NOW + timedelta(hours=h)) for h in (-1, 23, 25)] == [True, False, True]


def test_work_is_done_by_trying_and_seen_at_once():
    stamp = read_stamp(3, new_stamp(3, NOW))
    done = next(str(number) for number in count() if is_solved(stamp, str(number)))
    assert [is_solved(stamp, work) for work in (done, "", "x" * 30, "ض")] == [True, False, False, False]
    assert is_solved(read_stamp(3, new_stamp(3, NOW)), done) is False

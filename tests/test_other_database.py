"""What the second round on PostgreSQL leaves out is there, and what it is for stays."""

from tests.desk.test_who_may_enter import ACTORS
from tests.desk.test_who_may_enter import test_nobody_comes_further_than_the_tables_say as walk
from tests.other_database import LEFT_OUT, TESTS, WALKED, WALKS, is_left_out


def test_whatever_is_left_out_is_there():
    assert [pattern for pattern in LEFT_OUT if not any(TESTS.glob(pattern))] == []
    assert (WALKS, WALKED.removesuffix("]") in ACTORS) == (f"tests/desk/test_who_may_enter.py::{walk.__name__}[", True)


def test_rooms_are_asked_and_front_doors_are_not():
    asked = {
        "cases/actions/test_later.py": True, "channels/test_spool.py": True, "channels/sms": True, "channels/sms/test_hooks.py": False,
        "desk/cases": True, "desk/cases/test_views.py": False, "desk/cases/lists": False, "desk/test_who_may_enter.py": True,
        "exchange/test_hooks.py": True, "exchange/rest/test_lists.py": False, "test_archives.py": False, "transfer/archive/test_round_trip.py": True,
    }  # fmt: skip
    assert {name: not is_left_out(TESTS / name) for name in asked} == asked

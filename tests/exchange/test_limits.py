"""How often somebody may knock."""

from sandali.exchange import limits
from sandali.exchange.limits import Limit


def test_so_many_are_allowed_in_a_time_and_then_again(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    limit = Limit(2, 10)
    assert [limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")] == [True, True, False, True]
    assert (limit.is_used_up("a"), limit.is_used_up("b"), limit.is_used_up("c")) == (True, False, False)
    now[0] += 10
    assert (limit.is_used_up("a"), limit.take("a")) == (False, True)


def test_what_is_remembered_stays_small(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 3)
    limit = Limit(1, 10)
    assert [limit.take(key) for key in "abcd"] == [True] * 4
    assert len(limit._counted) == 3
    limit.forget()
    assert limit.take("a")

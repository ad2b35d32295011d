"""How a call stands by all that was told of it: the same whatever came first, and however often it came. It only moves forward.

Each thing that is told is joined to what is known: the earliest beginning and answer, the latest end, the furthest state. So the
order of two things never matters, and a thing that is told twice changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sandali.cases.models import Call, CallState, Outcome
from sandali.channels.adapter import CallNews

STATES: Final = {"ringing": CallState.RINGING, "answered": CallState.TALKING, "ended": CallState.OVER, "recorded": CallState.RINGING, "afterwards": CallState.OVER}
# Whose end was never told: nothing rings for so long, and nobody talks for so long without a word of their telephone system.
RINGS_FOR, TALKS_FOR = timedelta(minutes=5), timedelta(hours=4)
# What is told of a call so long after its end is history: it stands in the log, and nobody is owed anything.
PAST_AFTER: Final = timedelta(days=2)


def moment_of(news: CallNews, heard_at: datetime) -> datetime:
    """When it happened: as the telephone system says, but never in our future."""
    return min(news.at, heard_at) if news.at is not None else heard_at


def join(call: Call, news: CallNews, *, heard_at: datetime) -> bool:
    """Take what is told into what is known, on the object; returns whether anything is new."""
    before = known(call)
    at = moment_of(news, heard_at)
    call.began_at = min(call.began_at, at)
    call.state = max(call.state, STATES[news.happened])
    call.way = call.way or news.way
    call.number = call.number or news.number
    call.recording = call.recording or news.recording
    if news.happened == "answered":
        answered(call, news, at)
    if news.happened == "ended":
        call.ended_at = max(call.ended_at or at, at)
    if news.happened == "afterwards":
        heard_of(call, news, at, heard_at)
    if news.happened in ("ringing", "answered", "afterwards"):
        call.extensions = sorted({*call.extensions, *news.extensions})
    call.heard_at = max(call.heard_at, heard_at)
    return known(call) != before


def answered(call: Call, news: CallNews, at: datetime) -> None:
    """Whoever answered first has answered: a call that is passed on later stays theirs in the log."""
    extension = min(news.extensions, default="")
    if call.answered_at is None or (at, extension) < (call.answered_at, call.answered_by or extension):
        call.answered_at, call.answered_by = at, extension or call.answered_by


def heard_of(call: Call, news: CallNews, at: datetime, heard_at: datetime) -> None:
    """A whole call told afterwards. Who listened knows the answer better: a record counts the time in a queue as talked."""
    if call.answered_at is None and news.answered_at is not None:
        call.answered_at, call.answered_by = min(news.answered_at, heard_at), news.answered_by
    if call.ended_at is None:
        call.ended_at = min(news.ended_at or at, heard_at)


def is_past(call: Call) -> bool:
    """Whether we learnt of a call long after its end."""
    return call.ended_at is not None and call.heard_at - call.ended_at > PAST_AFTER


def known(call: Call) -> tuple[object, ...]:
    """What is known of a call, to be compared."""
    return (
        call.began_at, call.state, call.way, call.number, call.recording, call.answered_at, call.answered_by, call.ended_at, tuple(call.extensions),
    )  # fmt: skip


def outcome_of(call: Call) -> str:
    """What came of a call that is over; "" while it goes on, and where nobody said who called whom."""
    if call.state < CallState.OVER or not call.way:
        return ""
    if call.answered_at is not None:
        return Outcome.TALKED
    return Outcome.MISSED if call.way == "in" else Outcome.TRIED


def seconds_of(call: Call) -> int | None:
    """For how long was talked; None where nobody did, or the end was never told."""
    if call.answered_at is None or call.ended_at is None:
        return None
    return max(0, int((call.ended_at - call.answered_at).total_seconds()))
